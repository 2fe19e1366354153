"""Who is ringing, and whether the office is open."""

from datetime import UTC, datetime

import pytest

from tests.scenarios.night import LINE

FRIDAY_NOON = datetime(2026, 11, 6, 12, 0, tzinfo=UTC)


def test_a_landline_of_two_households_gives_candidates_and_no_certainty(night):
    night.asha.answers().presses("1").hangs_up(after=5)
    night.asha.may_be_texted()

    night.landline.rings(LINE).ends()
    night.settles()

    contact = night.contact
    assert (contact["caller"], contact["match"]) == (None, "candidate")
    assert contact["candidates"] == ["lowe", "morgan"]
    assert "several households" in night.asha.call.words


def test_a_number_nobody_has_is_put_through_all_the_same(night):
    night.asha.answers().presses("1").hangs_up(after=5)
    night.asha.may_be_texted()

    night.stranger.rings(LINE).ends()
    night.settles()

    assert (night.contact["caller"], night.contact["match"]) == (None, "none")
    assert night.contact["outcome"] == "answered"


def test_in_office_hours_the_office_line_is_rung_first(night_at):
    day = night_at(FRIDAY_NOON)
    day.office.answers().hangs_up(after=20)

    day.morgan.rings(LINE).connects_to(day.office).ends()
    day.settles()

    contact = day.contact
    assert contact["in_office_hours"] is True
    assert day.results == [("office_line", None, "accepted")]
    assert (contact["outcome"], contact["accepted_by"]) == ("answered", None)


def test_an_unanswered_office_line_leads_to_the_rota_with_a_word_of_why(night_at):
    day = night_at(FRIDAY_NOON)
    day.office.does_not_answer()
    day.asha.answers().presses("1").hangs_up(after=5)
    day.asha.may_be_texted()

    day.morgan.rings(LINE).hears("office did not answer").connects_to(day.asha).ends()
    day.settles()

    assert day.results == [("office_line", None, "no_answer"), ("practitioner", "asha", "accepted")]


def test_two_callers_at_once_ring_two_people(night):
    night.asha.answers().presses("1").hangs_up(after=60)
    night.ben.answers().presses("1").hangs_up(after=60)
    night.asha.may_be_texted()
    night.ben.may_be_texted()

    first = night.morgan.rings(LINE)
    first.connects_to(night.asha)
    night.price.rings(LINE).connects_to(night.ben).ends()
    first.ends()
    night.settles()

    assert [contact["accepted_by"] for contact in night.export()] == ["asha", "ben"]


@pytest.mark.parametrize(
    ("at", "who"),
    [
        pytest.param(datetime(2026, 12, 25, 12, 0, tzinfo=UTC), "dai", id="bank holiday"),
        pytest.param(datetime(2026, 12, 30, 12, 0, tzinfo=UTC), "carys", id="closure"),
        pytest.param(datetime(2026, 11, 6, 16, 45, tzinfo=UTC), "asha", id="early closing"),
    ],
)
def test_while_the_office_is_closed_by_day_the_rota_is_rung_at_once(night_at, at, who):
    day = night_at(at)
    phone = getattr(day, who).may_be_texted()
    phone.answers().presses("1").hangs_up(after=5)

    day.morgan.rings(LINE).connects_to(phone).ends()
    day.settles()

    assert day.contact["in_office_hours"] is False
    assert day.results == [("practitioner", who, "accepted")]
