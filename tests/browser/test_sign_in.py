"""Signing in, and the pages that say no, in a real browser."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Blueprint, Flask, abort, render_template_string
from playwright.sync_api import expect
from pydantic import SecretStr
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from oncall import pages, wiring
from oncall.access import guard, passwords, store, views
from oncall.access.roles import Role
from oncall.settings import Settings
from tests.browser import checks
from tests.oncall.pages.compiled import Compiled

EMAIL, PASSWORD = "asha@example.org", "three words in a row"
NOW = datetime(2026, 11, 24, 2, 10, tzinfo=UTC)
PAGE = (
    '{% extends "base.html" %}{% block title %}Tonight{% endblock %}'
    '{% block main %}<h1 class="govuk-heading-l">Tonight</h1>{% endblock %}'
)


@pytest.fixture
def address(fresh_database, serve) -> Iterator[Callable[..., str]]:
    """Serves the sign-in and a few pages behind it, and gives their address."""
    engine = create_engine(fresh_database())

    def start(**given) -> str:
        settings = Settings(**{"secret_key": SecretStr("a secret for tests, long enough"), **given})
        sessions = sessionmaker(engine, expire_on_commit=False)
        wiring.use(
            wiring.Wiring(settings, sessions, lambda _row: None, lambda: pytest.fail("no call"), lambda: NOW)
        )
        with sessions.begin() as session:
            store.add_user(
                session, email=EMAIL, name="Asha Verma", roles=[Role.PRACTITIONER], now=NOW, staff_id="asha",
                password_hash=passwords.hash_password(PASSWORD),
            )  # fmt: skip
        app = Flask("browser")
        links = [pages.Link("Tonight", "staff.tonight"), pages.Link("Lead", "staff.lead")]
        pages.set_up(app, settings, links)
        app.jinja_env.bytecode_cache = Compiled()
        views.register(app, settings)
        app.register_blueprint(_staff_pages())
        return serve(app)

    yield start
    wiring.use(None)
    engine.dispose()


def _staff_pages() -> Blueprint:
    staff = Blueprint("staff", __name__)
    staff.before_request(guard.signed_in)

    @staff.get("/")
    def tonight():
        return render_template_string(PAGE)

    @staff.get("/lead")
    def lead():
        guard.require_role(Role.TEAM_LEAD)

    @staff.get("/stop/<int:code>")
    def stop(code: int):
        abort(code)

    @staff.get("/fault")
    def fault():
        raise RuntimeError

    return staff


def sign_in(page, password: str = PASSWORD) -> None:
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()


@pytest.mark.parametrize("practice", [True, False])
def test_the_sign_in_page_can_be_read_by_everybody(address, open_page, practice):
    page = open_page(address(practice=practice))

    expect(page).to_have_title("Sign in – On call")
    checks.owes_nothing(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_signs_in_and_out_with_and_without_scripts(address, open_page, scripts):
    page = open_page(address(), java_script_enabled=scripts)
    sign_in(page)
    expect(page.get_by_role("heading", name="Tonight")).to_be_visible()
    expect(page.get_by_text("Asha Verma")).to_be_visible()

    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_mistake_is_read_out_first(address, open_page):
    page = open_page(address())
    sign_in(page, password="not this one at all")

    checks.becomes(page, "document.activeElement.className", "govuk-error-summary")
    expect(page).to_have_title("Error: Sign in – On call")
    checks.owes_nothing(page)
    page.get_by_role("alert").get_by_role("link").click()
    checks.becomes(page, "document.activeElement.id", "email")


def test_a_password_manager_can_do_its_work(address, open_page):
    page = open_page(address())

    expect(page.get_by_label("Email address")).to_have_attribute("autocomplete", "username")
    expect(page.get_by_label("Password", exact=True)).to_have_attribute("autocomplete", "current-password")


def test_whoever_is_signed_in_finds_the_way_on_a_phone_and_at_a_desk(address, open_page):
    page = open_page(address())
    sign_in(page)

    checks.owes_nothing(page)
    page.set_viewport_size(checks.PHONE)
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="Lead").click()
    expect(page.get_by_role("heading", name="This page is not for you")).to_be_visible()


def test_every_refusal_can_be_read_by_everybody(address, open_page):
    home = address()
    page = open_page(home)
    sign_in(page)

    for path in ("/stop/400", "/lead", "/nowhere", "/sign-out", "/stop/429", "/fault"):
        page.goto(home + path)
        checks.axe(page)
        checks.no_sideways_scroll(page)


def test_in_practice_one_press_makes_one_somebody(address, open_page):
    page = open_page(address(practice=True))
    page.get_by_role("link", name="Asha Verma").click()

    expect(page.get_by_role("heading", name="Tonight")).to_be_visible()
    expect(page.get_by_text("Nothing here reaches a real phone")).to_be_visible()
