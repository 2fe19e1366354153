"""The frame of every page."""

import re
from types import SimpleNamespace

import pytest
from flask import g

from oncall.errors import Problem
from oncall.pages import Link, set_up
from oncall.settings import Settings

TONIGHT = Link("Tonight", "small.tonight")
LINKS = (TONIGHT, Link("Rota", "rota.index"), Link("Pack", "small.fault", frozenset({"quality"})))
PRACTICE = "Nothing here reaches a real phone or a real child"


def page_for(app, *roles: str) -> str:
    app.before_request(
        lambda: setattr(g, "signed_in", SimpleNamespace(name="Asha Verma", roles=frozenset(roles)))
    )
    app.add_url_rule("/sign-out", "access.sign_out_page", lambda: "", methods=["POST"])
    return app.test_client().get("/").text


def test_practice_is_said_on_every_page_and_only_in_practice(small_app):
    for path in ("/", "/nowhere"):
        assert PRACTICE in small_app(practice=True).test_client().get(path).text, path
        assert PRACTICE not in small_app(practice=False).test_client().get(path).text


def test_links_only_to_pages_that_exist_and_are_for_this_reader(small_app):
    page = page_for(small_app(LINKS), "practitioner")

    assert re.findall(r'service-navigation__link" href="([^"]+)"', page) == ["/"]


def test_the_link_to_this_page_says_so_and_so_does_that_to_the_room_around_it(small_app):
    app = small_app(LINKS)
    page = page_for(app, "quality")
    nearby = app.test_client().get("/problem").text

    marked = re.compile(r'href="([^"]+)" aria-current="(page|true)"')
    assert marked.findall(page) == [("/", "page")]
    assert marked.findall(nearby) == [("/", "true")]


def test_a_stranger_is_shown_no_links_and_no_sign_out(small_app):
    page = small_app(LINKS).test_client().get("/").text

    assert "service-navigation" not in page
    assert "Sign out" not in page


def test_says_who_is_signed_in_and_lets_them_out(small_app):
    page = page_for(small_app())

    assert "Asha Verma" in page
    assert '<form method="post" action="/sign-out">' in page
    assert 'name="csrf_token"' in page


def test_a_form_with_a_mistake_says_so_first(small_app):
    app = small_app()
    app.config["WTF_CSRF_ENABLED"] = False
    page = app.test_client().post("/", data={"name": " "}).text

    assert "<title>Error: Tonight – On call</title>" in page
    assert '<a href="#name">Enter your email address</a>' in page


def test_without_a_secret_key_nothing_starts(small_app):
    from flask import Flask

    with pytest.raises(Problem, match="ONCALL_SECRET_KEY"):
        set_up(Flask("none"), Settings())
