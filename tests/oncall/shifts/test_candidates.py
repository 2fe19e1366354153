"""Who could be on, in fair order: what is past counts as it really was, what is to come as the rota says."""

from datetime import UTC, datetime, timedelta

from oncall.rotas import store as rotas
from oncall.shifts.candidates import WEEKS, candidates
from oncall.shifts.keep_records import keep_records
from oncall.shifts.take_over import take_over
from rota.checks import Kind
from rota.cover import shifts
from tests.oncall.calendar.test_rota_page import loads
from tests.oncall.shifts.conftest import config_in

BEGAN = datetime(2026, 11, 5, 22, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 7, 9, tzinfo=UTC)
NEXT_WEEK = datetime(2026, 11, 14, 9, tzinfo=UTC), datetime(2026, 11, 15, 9, tzinfo=UTC)
CARYS_FIRST = ("people: [asha, ben, carys]}", "people: [carys, ben, asha]}")


def until_saturday(scene, taken_over_by=None):
    """From Thursday night it was written down who was on: Asha and Ben, unless somebody took over."""
    keep_records(scene.w)
    if taken_over_by is not None:
        with scene.w.unit_of_work() as work:
            who = {"person": taken_over_by, "by": taken_over_by}
            take_over(work, config_in(work, scene), "practitioner", now=scene.clock(), **who)
    scene.clock.at = SATURDAY
    keep_records(scene.w)


def found(scene):
    """Who could be practitioner next week, in order; and how long each is on yet, by the rota alone."""
    with scene.w.unit_of_work() as work:
        config = config_in(work, scene)
        definition = rotas.newest(work.session, config.id) or {}
        could = candidates(work.session, config, definition, "practitioner", NEXT_WEEK)
        to_come = {one.person: timedelta() for one in could}
        for tier in config.rota.tiers:
            for shift in shifts(config.rota, tier.name, scene.clock(), NEXT_WEEK[1] + WEEKS):
                if shift.person in to_come:
                    to_come[shift.person] += shift.end - shift.start
    return could, to_come


def past(scene):
    """Of each candidate's load, what is of the past."""
    could, to_come = found(scene)
    return {one.person: one.load - to_come[one.person] for one in could if one.load != to_come[one.person]}


def test_whoever_took_over_has_what_they_were_on_for_and_nobody_else_has(scene):
    until_saturday(scene, taken_over_by="dai")

    assert past(scene) == {"dai": SATURDAY - BEGAN, "ben": SATURDAY - BEGAN}


def test_a_rota_published_since_does_not_rewrite_what_each_has_done(scene):
    until_saturday(scene)
    loads(scene, CARYS_FIRST)

    assert past(scene) == {"asha": SATURDAY - BEGAN, "ben": SATURDAY - BEGAN}


def test_rest_is_reckoned_from_who_really_was_on_whatever_the_rota_says_by_now(scene):
    until_saturday(scene)
    loads(scene, CARYS_FIRST)
    tonight = SATURDAY + timedelta(hours=8), SATURDAY + timedelta(hours=24)

    with scene.w.unit_of_work() as work:
        config, definition = (
            config_in(work, scene),
            rotas.newest(work.session, config_in(work, scene).id) or {},
        )
        could = candidates(work.session, config, definition, "practitioner", tonight)

    rest = {one.person: Kind.SHORT_REST in one.breaks for one in could}
    assert rest["asha"], "she was on until nine in the morning"
    assert not rest["carys"], "she was not, though the rota says so now"


def test_of_those_who_break_nothing_whoever_has_least_comes_first(scene):
    until_saturday(scene)
    could, _ = found(scene)
    free = [one for one in could if not one.breaks]

    assert [one.load for one in free] == sorted(one.load for one in free)
    assert [len(one.breaks) for one in could] == sorted(len(one.breaks) for one in could)
    assert {one.person for one in could} == {"asha", "ben", "carys", "dai"}
