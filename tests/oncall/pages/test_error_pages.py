"""What a reader sees when a page cannot be shown."""

import re

import pytest
from structlog.testing import capture_logs


@pytest.mark.parametrize(
    ("code", "says"),
    [
        (400, "We could not use that"),
        (403, "This page is not for you"),
        (404, "Page not found"),
        (405, "This page cannot be used like that"),
        (413, "We could not use that"),
        (429, "Too many tries"),
        (500, "Sorry, something went wrong"),
        (503, "Sorry, something went wrong"),
    ],
)
def test_every_refusal_has_a_page_in_plain_words(small_app, code, says):
    response = small_app().test_client().get(f"/stop/{code}")

    assert response.status_code == code
    assert f'<h1 class="govuk-heading-l">{says}</h1>' in response.text
    assert str(code) not in re.sub(r'nonce="[^"]*"|/assets/\w+/', "", response.text)


def test_a_fault_of_ours_shows_a_reference_and_nothing_of_what_it_was(small_app):
    with capture_logs() as logged:
        response = small_app().test_client().get("/fault")

    assert response.status_code == 500
    assert "Traceback" not in response.text
    assert "Jo Morgan" not in response.text
    [line] = logged
    assert line["event"] == "page_failed"
    assert line["endpoint"] == "small.fault"
    assert f"<strong>{line['reference']}</strong>" in response.text


def test_without_a_database_a_reader_is_told_that_calls_get_through_all_the_same(small_app):
    with capture_logs() as logged:
        response = small_app().test_client().get("/silence")

    assert response.status_code == 503
    assert "The pages are out of order just now" in response.text
    assert "Calls still get through" in response.text
    assert "Morgan" not in response.text + str(logged)


def test_a_test_sees_the_fault_itself(small_app):
    app = small_app()
    app.testing = True

    with pytest.raises(RuntimeError):
        app.test_client().get("/fault")


def test_a_problem_says_its_own_sentence(small_app):
    response = small_app().test_client().get("/problem")

    assert response.status_code == 400
    assert "the rota has nobody on Friday" in response.text


def test_a_wrong_method_still_says_which_would_do(small_app):
    assert "GET" in small_app().test_client().post("/problem", data=None).headers.get("Allow", "")


def test_a_form_without_our_token_is_refused_with_what_to_do(small_app):
    response = small_app().test_client().post("/", data={"name": "x"})

    assert response.status_code == 400
    assert "This form has gone stale" in response.text


def test_a_machine_needs_no_token_and_is_answered_without_a_page(small_app):
    response = small_app().test_client().post("/machine", data={"x": "1"})

    assert response.status_code == 403
    assert response.text == ""
