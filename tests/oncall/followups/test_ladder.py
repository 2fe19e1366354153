"""When somebody is reminded: pure."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall.followups.ladder import Rung, Standing, Told, by_day, reminders, standing, told_at

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 5, 22, 0, tzinfo=UTC)


def at(hours: float) -> datetime:
    return NOW + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("window", "left", "stands"),
    [
        pytest.param(72, 71, Standing.ON_TRACK, id="most of it is left"),
        pytest.param(72, 17.9, Standing.DUE_SOON, id="less than a quarter is left"),
        pytest.param(240, 24.1, Standing.ON_TRACK, id="more than a day is left of ten"),
        pytest.param(240, 23.9, Standing.DUE_SOON, id="less than a day is left of ten"),
        pytest.param(1, 0, Standing.DUE_SOON, id="this very instant"),
        pytest.param(1, -0.01, Standing.OVERDUE, id="a moment too late"),
    ],
)
def test_how_it_stands_against_its_clock(window, left, stands):
    due = at(left)

    assert standing(due - timedelta(hours=window), due, NOW) is stands


def test_what_is_done_in_the_call_itself_is_not_late():
    assert standing(NOW, NOW, at(0.2), in_call=True) is Standing.DUE_SOON
    assert standing(NOW, NOW, at(0.3), in_call=True) is Standing.OVERDUE
    assert standing(NOW, NOW, at(0.2)) is Standing.OVERDUE


def test_without_an_anchor_nothing_runs():
    assert standing(None, None, NOW) is Standing.AWAITING_ANCHOR


def test_a_statutory_one_climbs_to_everybody_who_leads():
    steps = reminders(NOW, at(72), NOW, LONDON, statutory=True)

    assert [(one.rung, one.at) for one in steps] == [
        (Rung.SOON, at(54)),
        (Rung.DUE, at(72)),
        (Rung.LATE, at(73)),
        (Rung.LATEST, at(83)),  # 02:00 is night: nine in the morning
    ]
    assert [told_at(one.rung, statutory=True) for one in steps] == [
        (Told.OWNER,),
        (Told.OWNER, Told.LEADS),
        (Told.LEADS, Told.MANAGERS),
        (Told.OWNER, Told.LEADS, Told.MANAGERS),
    ]


def test_any_other_is_its_owners_alone():
    steps = reminders(NOW, at(4), NOW, LONDON, statutory=False)

    assert [(one.rung, one.at) for one in steps] == [(Rung.SOON, at(3)), (Rung.DUE, at(4))]
    assert {told_at(one.rung, statutory=False) for one in steps} == {(Told.OWNER,)}


def test_what_is_due_at_once_is_asked_about_after_a_quarter_of_an_hour():
    [due] = reminders(NOW, NOW, NOW, LONDON, statutory=False)

    assert (due.rung, due.at) == (Rung.DUE, at(0.25))


def test_of_what_is_past_only_the_loudest_is_told():
    steps = reminders(at(-100), at(-2), NOW, LONDON, statutory=True)

    assert [one.rung for one in steps] == [Rung.LATE, Rung.LATEST]


@pytest.mark.parametrize(
    ("wall", "told"),
    [
        pytest.param("2026-11-06T03:00", "2026-11-06T09:00", id="at night"),
        pytest.param("2026-11-06T23:30", "2026-11-07T09:00", id="late in the evening"),
        pytest.param("2026-11-06T09:00", "2026-11-06T09:00", id="at nine"),
        pytest.param("2026-11-06T21:59", "2026-11-06T21:59", id="before ten"),
        pytest.param("2026-03-28T23:00", "2026-03-29T09:00", id="the night the clocks go forward"),
    ],
)
def test_nobody_who_leads_is_woken_for_what_can_wait_till_nine(wall, told):
    local = datetime.fromisoformat(wall).replace(tzinfo=LONDON)

    assert by_day(local, LONDON).astimezone(LONDON).isoformat()[:16] == told


@given(st.floats(0, 400), st.floats(-500, 500), st.booleans())
def test_steps_come_in_order_each_once_and_never_in_silence(window, left, statutory):
    steps = reminders(at(left - window), at(left), NOW, LONDON, statutory=statutory)

    assert steps
    assert [one.at for one in steps] == sorted(one.at for one in steps)
    assert len({one.rung for one in steps}) == len(steps)
