"""Signing in and out, seen from a browser."""

import re

import pytest

PRIVATE = ("HttpOnly", "Path=/", "SameSite=Lax")


def cookie(response, name: str) -> str:
    [found] = [value for value in response.headers.getlist("Set-Cookie") if value.startswith(f"{name}=")]
    return found


def test_whoever_is_not_signed_in_is_sent_to_do_so_and_comes_back(browser, add_asha):
    opened = browser()
    add_asha()
    sent = opened.get("/content?page=2")

    assert (sent.status_code, sent.location) == (303, "/sign-in?next=/content?page%3D2")
    arrived = opened.sign_in(path=sent.location)
    assert (arrived.status_code, arrived.location) == (303, "/content?page=2")
    assert "Asha Verma" in opened.get("/content").text


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org",
        "javascript:alert(1)",
        "content",
        "/a%0d%0aLocation:x",
        "///example.org",
        "http:/content",
        "",
    ],
)
def test_nobody_is_sent_to_another_site(browser, add_asha, elsewhere):
    opened = browser()
    add_asha()

    assert opened.sign_in(path=f"/sign-in?next={elsewhere}").location == "/"


def test_the_cookie_is_for_us_alone(browser, add_asha):
    opened = browser()
    add_asha()
    given = cookie(opened.sign_in(), "session")

    assert all(word in given for word in PRIVATE)
    assert "Max-Age=691200" in given
    assert "Domain" not in given


def test_over_https_the_cookie_never_travels_in_the_clear(browser, add_asha):
    opened = browser(public_url="https://oncall.example.org")
    add_asha()
    opened.client.preferred_url_scheme = "https"
    page = opened.client.get("/sign-in", base_url="https://oncall.example.org")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]
    given = cookie(
        opened.client.post(
            "/sign-in",
            base_url="https://oncall.example.org",
            data={"csrf_token": token, "email": "asha@example.org", "password": "three words in a row"},
        ),
        "__Host-session",
    )

    assert all(word in given for word in (*PRIVATE, "Secure"))


def test_wrong_and_unknown_are_told_the_same(browser, add_asha):
    opened = browser()
    add_asha()
    wrong = opened.sign_in(password="not this one at all")
    unknown = opened.sign_in(email="nobody@example.org")

    plain = [re.sub(r'nonce="[^"]*"|value="[^"]*"', "", answer.text) for answer in (wrong, unknown)]
    assert plain[0] == plain[1]
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert "The email address or the password is not right" in wrong.text


def test_what_is_missing_is_said_beside_its_field_and_at_the_top(browser):
    answer = browser().sign_in(email=" ", password="")

    assert answer.status_code == 422
    assert '<a href="#email">Enter your email address</a>' in answer.text
    assert '<a href="#password">Enter your password</a>' in answer.text
    assert "<title>Error: Sign in – On call</title>" in answer.text


def test_the_password_is_not_sent_back(browser, add_asha):
    opened = browser()
    add_asha()

    assert "not this one at all" not in opened.sign_in(password="not this one at all").text


def test_too_many_tries_says_how_long_to_wait(browser, add_asha):
    opened = browser()
    add_asha()
    for _ in range(5):
        opened.sign_in(password="not this one at all")
    answer = opened.sign_in()

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "15"
    assert "There have been too many tries. Try again in a minute" in answer.text


def test_a_form_from_elsewhere_signs_nobody_in(browser, add_asha):
    opened = browser()
    add_asha()
    answer = opened.client.post(
        "/sign-in", data={"email": "asha@example.org", "password": "three words in a row"}
    )

    assert answer.status_code == 400
    assert opened.get("/").status_code == 303


def test_a_form_planted_before_signing_in_is_worth_nothing_after(browser, add_asha):
    opened = browser()
    add_asha()
    before = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', opened.get("/sign-in").text)[1]
    opened.sign_in()

    assert opened.client.post("/sign-out", data={"csrf_token": before}).status_code == 400


def test_signing_out_ends_the_session_wherever_it_was_copied(browser, add_asha):
    opened = browser()
    add_asha()
    token = cookie(opened.sign_in(), "session").partition(";")[0].partition("=")[2]
    left = opened.post("/sign-out", page="/")
    opened.client.set_cookie("session", token)

    assert (left.status_code, left.location) == (303, "/sign-in")
    assert opened.get("/").status_code == 303


def test_a_link_cannot_sign_anybody_out(browser, add_asha):
    opened = browser()
    add_asha()
    opened.sign_in()

    assert opened.get("/sign-out").status_code == 405
    assert opened.get("/").status_code == 200


def test_the_sign_in_page_passes_on_whoever_is_signed_in(browser, add_asha):
    opened = browser()
    add_asha()
    opened.sign_in()

    assert opened.get("/sign-in?next=/content").location == "/content"
