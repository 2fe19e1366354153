"""What browsers are told with every answer."""

import re

from oncall.words import templates_folder


def nonce_of(response) -> str:
    found = re.search(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"])
    assert found
    return found[1]


def test_a_page_runs_only_our_scripts(small_app):
    policy = small_app().test_client().get("/").headers["Content-Security-Policy"]

    assert policy.startswith("default-src 'none'; script-src 'self' 'nonce-")
    assert "unsafe" not in policy
    for closed in ("form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'", "style-src 'self';"):
        assert closed in policy


def test_the_inline_script_is_allowed_by_the_words_of_this_answer_alone(small_app):
    client = small_app().test_client()
    first, second = client.get("/"), client.get("/")

    assert f'nonce="{nonce_of(first)}"' in first.text
    assert nonce_of(first) != nonce_of(second)


def test_a_page_is_not_kept_and_tells_nobody_where_the_reader_was(small_app):
    headers = small_app().test_client().get("/").headers

    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_plain_http_is_forbidden_only_where_https_is_spoken(small_app):
    plain = small_app(public_url="http://127.0.0.1:8000").test_client().get("/")
    secure = small_app(public_url="https://oncall.example.org").test_client().get("/")

    assert "Strict-Transport-Security" not in plain.headers
    assert secure.headers["Strict-Transport-Security"] == "max-age=63072000"
    assert secure.headers["Set-Cookie"].startswith("__Host-form=")


def test_an_error_page_is_guarded_like_any_other(small_app):
    response = small_app().test_client().get("/nowhere")

    assert f'nonce="{nonce_of(response)}"' in response.text
    assert response.headers["Cache-Control"] == "no-store"


def test_no_template_needs_what_the_policy_forbids():
    forbidden = re.compile(r"""<style|\sstyle=|\son[a-z]+=["']|javascript:|https?://(?!www\.w3\.org/)""")
    pages = list(templates_folder().rglob("*.html"))

    assert pages
    assert [page.name for page in pages if forbidden.search(page.read_text("utf-8"))] == []
