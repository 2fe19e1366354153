"""A day is proclaimed, or the office stays shut: what would move is listed, and moves only when asked."""

import re
from datetime import UTC, datetime

import pytest

from oncall.followups.calendar_changed import Keeping, add_day, end_day, move, read_calendar
from oncall.followups.changing import Outcome
from oncall.followups.tables import FollowUpRow
from oncall.service.store import config_of
from tests.oncall.contacts.page import words

PAGE = "/follow-ups/calendar"
FRIDAY, NEW = "2026-11-06", datetime(2026, 11, 9, 9, 30, tzinfo=UTC)


@pytest.fixture
def friday_off(night):
    """The follow-ups of Thursday night, and then the office stays shut on Friday."""
    night.propose()
    assert adds(night) is Keeping.DAY_ADDED
    return night


def adds(night, day=FRIDAY, kind="closure", name="Burst pipe", who="farah"):
    return add_day("", day, kind, name, night.scene.somebody(who), night.w)


def moving(night, who="farah"):
    return {one.it.kind: one.would_be for one in read_calendar(night.scene.somebody(who), night.w).moving}


def test_nothing_moves_unasked(friday_off):
    before = friday_off.one("F13").due_at

    assert before == datetime(2026, 11, 6, 9, 30, tzinfo=UTC)
    assert moving(friday_off)["F13"] == NEW
    assert "F10c" not in moving(friday_off)  # 24 hours, whatever day it is


def test_a_closure_moves_nothing_of_the_law_and_a_proclaimed_day_does(night):
    night.propose()
    adds(night)
    statutory = {one.kind for one in night.all().values() if one.statutory}
    assert statutory.isdisjoint(moving(night))
    day = read_calendar(night.scene.somebody("farah"), night.w).days[0]
    assert end_day(day.id, night.scene.somebody("farah"), night.w) is Keeping.DAY_ENDED
    assert end_day(day.id, night.scene.somebody("farah"), night.w) is Keeping.GONE
    assert moving(night) == {}
    assert adds(night, kind="bank_holiday", name="A coronation") is Keeping.DAY_ADDED

    assert moving(night)["F13"] == NEW
    by_working_days = {one.kind for one in night.all().values() if one.kind == "F07"}
    assert by_working_days <= set(moving(night))


def test_the_lead_moves_one_and_its_history_says_who_and_from_when(friday_off, browser):
    farah = browser("farah")
    page = farah.get(PAGE)
    assert "Due Fri 6 Nov 09:30. Would be due Mon 9 Nov 09:30." in words(page)
    it = friday_off.one("F13")
    sent = {"key": "k", "move": f"{it.id}:{it.version}"}
    for _ in range(2):
        answer = farah.post(f"{PAGE}/moved", page=PAGE, **sent)
    assert "1 moved." in words(farah.get(answer.location))

    assert friday_off.one("F13").due_at == NEW
    history = words(farah.get(f"/follow-ups/{it.id}"))
    assert history.count("Moved from Fri 6 Nov 09:30 to Mon 9 Nov 09:30, as the calendar has changed") == 1
    assert "F13" not in moving(friday_off)


def test_all_are_moved_at_one_press_but_what_somebody_has_changed_meanwhile(friday_off, browser):
    farah = browser("farah")
    page = farah.get(PAGE).text
    listed = re.findall(r'name="move" value="(\d+:\d+)"', page.rpartition("<form")[2])
    assert len(listed) == len(moving(friday_off)) > 1
    first = friday_off.one("F13")
    with friday_off.w.unit_of_work() as work:
        work.session.get_one(FollowUpRow, first.id).version += 1
    answer = farah.post(f"{PAGE}/moved", page=PAGE, key="all", move=listed)

    said = words(farah.get(answer.location))
    assert f"{len(listed) - 1} moved. 1 not:" in said
    assert set(moving(friday_off)) == {"F13"}


def test_only_those_who_lead_keep_the_calendar(friday_off, browser):
    assert adds(friday_off, who="asha") is Keeping.MAY_NOT
    assert move(friday_off.step("F13"), friday_off.w) is Outcome.MAY_NOT
    assert "Add this day" not in browser().get(PAGE).text


@pytest.mark.parametrize(
    ("day", "kind", "name", "what"),
    [
        ("soon", "closure", "x", Keeping.NO_DAY),
        ("2026-12-01", "party", "x", Keeping.NO_DAY),
        ("2026-12-01", "closure", " ", Keeping.NO_NAME),
        (FRIDAY, "bank_holiday", "x", Keeping.KNOWN),
    ],
)
def test_what_is_no_day_is_refused(friday_off, day, kind, name, what):
    assert adds(friday_off, day, kind, name) is what


def test_calls_of_that_day_are_out_of_hours(friday_off):
    with friday_off.w.unit_of_work() as work:
        config = config_of({}, work.session, friday_off.scene.by_ref(friday_off.ref).service_id)

    assert not config.hours.is_open(datetime(2026, 11, 6, 11, tzinfo=UTC))
