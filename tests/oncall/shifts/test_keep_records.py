"""Duty records: who really was on is written down as time passes, once, and never changed afterwards."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DatabaseError

from oncall.rotas import record_store
from oncall.rotas import store as rotas
from oncall.rotas.duty_store import in_force
from oncall.rotas.known import known
from oncall.rotas.rota_file import rota_from_mapping
from oncall.rotas.stretches import over_versions
from oncall.rotas.tables import DutyRecordedRow, DutyRecordRow, RotaVersionRow
from oncall.shifts import ask_store
from oncall.shifts.keep_records import keep_records, write_down
from oncall.shifts.take_over import take_over
from tests.oncall.calendar.test_rota_page import loads
from tests.oncall.shifts.conftest import config_in

TEN = datetime(2026, 11, 5, 22, tzinfo=UTC)
MORNING = datetime(2026, 11, 6, 9, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 7, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAI_AWAY = "absences:\n    - {person: dai, from: 2026-11-06T09:00, until: 2026-11-09T09:00}"


def records(scene, tier="practitioner"):
    """The records of a tier, by when they begin."""
    with scene.w.unit_of_work() as work:
        far = TEN + timedelta(days=1000)
        found = record_store.records(work.session, config_in(work, scene).id, TEN - timedelta(days=9), far)
    return [one for one in found if one.tier == tier]


def in_short(scene, tier="practitioner"):
    return [(one.person, one.start, one.end, one.came_by) for one in records(scene, tier)]


def takes_over(scene, who, by=None):
    with scene.w.unit_of_work() as work:
        config = config_in(work, scene)
        take_over(work, config, "practitioner", who, by=by or who, now=scene.clock())


@pytest.fixture
def kept(scene):
    """The scene, with records from its beginning on."""
    keep_records(scene.w)
    return scene


def test_who_is_on_is_written_once_however_often_the_clock_beats(kept):
    for _ in range(3):
        kept.clock.advance(minutes=1)
        keep_records(kept.w)
        keep_records(kept.w)

    assert in_short(kept) == [("asha", TEN, None, "turn")]
    assert in_short(kept, "backup") == [("ben", TEN, None, "turn")]


def test_taking_over_is_written_at_once(kept):
    kept.clock.advance(minutes=10)
    takes_over(kept, "carys", by="elin")

    at = TEN + 10 * MINUTE
    assert in_short(kept) == [("asha", TEN, at, "turn"), ("carys", at, None, "taken_over")]
    [_, carys] = records(kept)
    assert (carys.version, carys.confirmed_at, carys.confirmed_by) == (2, at, "elin")


def test_a_take_over_that_is_overtaken_in_the_same_moment_leaves_no_trace(kept):
    takes_over(kept, "carys")
    takes_over(kept, "dai")

    assert in_short(kept) == [("dai", TEN, None, "taken_over")]


def test_what_was_missed_while_the_service_was_down_is_written_by_what_counted_then(kept):
    kept.clock.at = TEN + 20 * MINUTE
    takes_over(kept, "carys")
    kept.clock.at = SATURDAY - timedelta(hours=2)
    loads(kept, ("  absences:", f"  {DAI_AWAY}"))
    kept.clock.at = SATURDAY + timedelta(days=3)
    keep_records(kept.w)

    found = records(kept)
    assert [one.person for one in found][:2] == ["asha", "carys"]
    assert "dai" not in {one.person for one in found}
    assert all(one.end == after.start for one, after in pairwise(found))


def test_what_is_over_stays_whatever_becomes_of_the_rota_it_was_made_from(kept):
    kept.clock.at = MORNING + timedelta(days=3, hours=2)
    keep_records(kept.w)
    before = in_short(kept)
    nobody = {"timezone": "Europe/London", "tiers": [{"name": "practitioner", "layers": []}]}
    with kept.w.unit_of_work() as work:
        work.session.execute(update(RotaVersionRow).values(definition=nobody))
        rota = rota_from_mapping(nobody)
        found = known(work.session, config_in(work, kept).id, rota, TEN, kept.clock())
    kept.clock.advance(hours=1)
    loads(kept, ("  absences:", f"  {DAI_AWAY}"))
    keep_records(kept.w)

    assert in_short(kept)[: len(before) - 1] == before[:-1]
    assert [one.people for one in found.stretches("practitioner")] == [(who,) for who, *_ in before]


@pytest.mark.parametrize("change", ['"end" = "end" + interval \'1 hour\'', "person = 'ben'", "version = 9"])
def test_the_database_itself_refuses_to_change_what_is_over(kept, change):
    kept.clock.advance(minutes=10)
    takes_over(kept, "carys")

    with pytest.raises(DatabaseError, match="never changed afterwards"), kept.w.unit_of_work() as work:
        work.session.execute(text(f'UPDATE duty_record SET {change} WHERE "end" IS NOT NULL'))


def test_a_shift_confirmed_before_it_begins_is_so_in_its_record(kept):
    with kept.w.unit_of_work() as work:
        service_id = config_in(work, kept).id
        shift = "practitioner", "dai", SATURDAY
        ask_store.confirm(work.session, service_id, *shift, now=TEN, how="page", by="elin")
    kept.clock.at = SATURDAY + MINUTE
    keep_records(kept.w)

    dai = records(kept)[-1]
    assert (dai.person, dai.start, dai.confirmed_at, dai.confirmed_by) == ("dai", SATURDAY, TEN, "elin")


def test_whoever_stays_on_when_another_rota_comes_stays_confirmed(kept):
    with kept.w.unit_of_work() as work:
        shift = "practitioner", "asha", records(kept)[0].shift_start
        ask_store.confirm(work.session, config_in(work, kept).id, *shift, now=TEN, how="page")
    kept.clock.advance(minutes=10)
    alone = "{tier: practitioner, from: 2026-11-05T21:00, until: 2026-11-06T08:00, person: asha}"
    loads(kept, ("overrides:", f"overrides:\n    - {alone}"))
    keep_records(kept.w)

    assert [(one.came_by, one.confirmed_at) for one in records(kept)] == [("turn", TEN), ("override", TEN)]


def test_confirming_late_is_written_into_the_record_that_goes_on(kept):
    kept.clock.advance(minutes=5)
    with kept.w.unit_of_work() as work:
        shift = records(kept)[0].shift_start
        config = config_in(work, kept)
        ask_store.confirm(
            work.session, config.id, "practitioner", "asha", shift, now=kept.clock(), how="text"
        )

    [asha] = records(kept)
    assert (asha.confirmed_at, asha.confirmed_by) == (TEN + 5 * MINUTE, "asha")


PEOPLE = st.lists(st.sampled_from(["asha", "ben", "carys", "dai", []]), min_size=1, max_size=4)
CHANGES = st.lists(
    st.tuples(st.integers(1, 2000), st.one_of(st.none(), PEOPLE), st.booleans()), min_size=1, max_size=6
)


def written(people):
    rotation = {"unit": "hour", "every": 5, "from": "2026-11-01T00:00", "people": people}
    layers = [{"name": "turns", "rotation": rotation}]
    return {"timezone": "Europe/London", "tiers": [{"name": "practitioner", "layers": layers}]}


@given(changes=CHANGES)
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
def test_records_and_gaps_cover_the_past_exactly_and_nobody_is_on_with_another(scene, changes):
    with scene.w.unit_of_work() as work:
        session, now, service_id = work.session, TEN, config_in(work, scene).id
        for table in (DutyRecordRow, DutyRecordedRow, RotaVersionRow):
            later = [table.number > 1] if table is RotaVersionRow else []
            session.execute(delete(table).where(table.service_id == service_id, *later))
        newest = rota_from_mapping(rotas.newest(session, service_id))
        for minutes, people, beats in [*changes, (1, None, True)]:
            now += minutes * MINUTE
            if people is not None:
                last = rotas.lock_newest(session, service_id)
                newest = rota_from_mapping(written(people))
                rotas.add(session, service_id, last, written(people), now=now, by=None, origin="draft")
            for _ in range(2 * beats):
                write_down(work, service_id, newest, now)

        found = known(session, service_id, newest, TEN, now)
        counted = over_versions(in_force(session, service_id, newest, TEN, now), "practitioner")
        mine = [one for one in found.records if one.tier == "practitioner"]
        assert found.recorded_until == now
        assert found.stretches("practitioner") == counted
        assert all(one.end <= after.start for one, after in pairwise(mine))
