"""Signing in without a password: in practice alone."""

from oncall.access.roles import Role


def test_in_practice_one_can_be_any_member_of_staff(browser, add_asha):
    opened = browser(practice=True)
    add_asha()
    arrived = opened.get("/practice/sign-in/asha?next=/content")

    assert (arrived.status_code, arrived.location) == (303, "/content")
    assert "Asha Verma" in opened.get("/content").text


def test_otherwise_there_is_no_such_route(browser, add_asha):
    opened = browser(practice=False)
    add_asha()

    assert not [rule for rule in opened.client.application.url_map.iter_rules() if "practice" in rule.rule]
    assert opened.get("/practice/sign-in/asha").status_code == 404
    assert opened.get("/").status_code == 303


def test_the_route_does_nothing_in_an_application_that_was_made_for_practice_by_mistake(
    browser, add_asha, wire_up
):
    opened = browser(practice=True)
    add_asha()
    wire_up(practice=False)

    assert opened.get("/practice/sign-in/asha").status_code == 404


def test_the_sign_in_page_offers_everybody_in_practice_only(browser, add_asha):
    for practice in (True, False):
        opened = browser(practice=practice)
        if practice:
            add_asha()
            add_asha(
                email="farah@example.org", name="Farah Siddiqi", staff_id="farah", roles=[Role.TEAM_LEAD]
            )
        page = opened.get("/sign-in").text

        assert ('href="/practice/sign-in/asha"' in page) is practice
        assert ("Farah Siddiqi</a>, team lead" in page) is practice


def test_somebody_unknown_cannot_be_practised(browser):
    assert browser(practice=True).get("/practice/sign-in/nobody").status_code == 404


def test_being_somebody_else_ends_the_session_before(browser, add_asha):
    opened = browser(practice=True)
    add_asha()
    add_asha(email="farah@example.org", name="Farah Siddiqi", staff_id="farah", roles=[Role.TEAM_LEAD])
    opened.get("/practice/sign-in/asha")
    first = opened.client.get_cookie("session").value
    opened.get("/practice/sign-in/farah")
    opened.client.set_cookie("session", first)

    assert opened.get("/").status_code == 303
