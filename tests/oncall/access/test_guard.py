"""Who is there, and may they see it?"""

import pytest

from oncall.access.guard import safe_next
from oncall.access.roles import MAY_READ_CONTENT, Role


@pytest.mark.parametrize("role", Role)
def test_content_is_for_those_whose_work_it_is(browser, add_asha, role):
    opened = browser()
    add_asha(roles=[role])
    opened.sign_in()

    assert opened.get("/content").status_code == (200 if role in MAY_READ_CONTENT else 403)


def test_an_admin_and_a_rota_keeper_read_no_content():
    assert {Role.ADMIN, Role.ROTA}.isdisjoint(MAY_READ_CONTENT)


def test_one_role_of_several_is_enough(browser, add_asha):
    opened = browser()
    add_asha(roles=[Role.ADMIN, Role.TEAM_LEAD])
    opened.sign_in()

    assert opened.get("/lead").status_code == 200


def test_a_role_that_nobody_knows_opens_nothing(browser, add_asha, sessions):
    opened = browser()
    add_asha(roles=[Role.ADMIN])
    opened.sign_in()

    assert opened.get("/lead").status_code == 403


def test_a_part_of_a_page_that_asks_again_is_not_sent_elsewhere(browser):
    assert browser().client.get("/", headers={"HX-Request": "true"}).status_code == 401


def test_a_form_sent_by_nobody_leads_to_the_sign_in(browser):
    opened = browser()
    sent = opened.post("/content", page="/sign-in")

    assert (sent.status_code, sent.location) == (303, "/sign-in?next=/")


def test_a_session_lasts_a_night_and_the_next_evening_but_not_unused_for_a_day(browser, add_asha, clock):
    opened = browser()
    add_asha()
    opened.sign_in()

    clock.advance(hours=23)
    assert opened.get("/").status_code == 200
    clock.advance(hours=23)
    assert opened.get("/").status_code == 200
    clock.advance(hours=25)
    assert opened.get("/").status_code == 303


def test_a_session_in_daily_use_still_ends_after_eight_days(browser, add_asha, clock):
    opened = browser()
    add_asha()
    opened.sign_in()
    statuses = []
    for _ in range(9):
        clock.advance(hours=22)
        statuses.append(opened.get("/").status_code)

    assert statuses == [200] * 8 + [303]


def test_a_token_that_was_made_up_is_worth_nothing(browser):
    opened = browser()
    opened.client.set_cookie("session", "made up")

    assert opened.get("/").status_code == 303


def test_a_path_of_ours_is_kept_whole():
    assert safe_next("/contacts/24?page=2&q=a b") == "/contacts/24?page=2&q=a b"
