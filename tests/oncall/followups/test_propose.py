"""Proposing what must follow: whose duty, by when, and each once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

from oncall.access.roles import Role
from oncall.followups.changing import Outcome
from oncall.followups.propose import Issue
from oncall.followups.read_follow_ups import Wanted, read_of_contact, read_tray
from tests.oncall.followups.conftest import MISSING, PROMISE


def test_a_missing_child_in_foster_care_brings_the_statutory_ones(night):
    assert night.propose() is Outcome.PROPOSED
    found = night.all()

    assert set(MISSING.follow_ups) | {"F21"} == set(found)
    assert (found["F10c"].organisation, found["F10c"].our_part) == ("fostering agency", ("CONFIRM",))
    assert {one.owner for one in found.values()} == {"asha"}
    assert found["F05"].child == "Kit"
    assert found["F21"].child is None


def test_the_law_is_reckoned_by_its_own_calendar_and_the_rest_by_the_offices(night):
    night.propose(MISSING, Issue("P11", "Allegation", ("F08", "F06")))
    found = night.all()

    assert found["F08"].due_at == datetime(2026, 11, 6, 17, 0, tzinfo=UTC)  # the law's day ends at five
    assert found["F06"].due_at == datetime(2026, 11, 6, 17, 0, tzinfo=UTC)
    assert found["F10c"].due_at == night.scene.by_ref(night.ref).started_at + timedelta(hours=24)
    assert found["F07"].due_at == datetime(
        2026, 11, 6, 16, 30, tzinfo=UTC
    )  # the office closes at half past four


def test_what_waits_for_its_anchor_has_no_clock(night):
    night.propose()
    five = night.one("F05")

    assert (five.status, five.due_at, five.standing) == ("awaiting_anchor", None, "awaiting_anchor")


def test_legal_status_placement_and_urgency_decide(night):
    night.tick("C-M4XD")  # a second child, in kinship care
    night.propose(MISSING, urgency="U3")
    kinds = {(one.kind, one.child_ref) for one in _all(night)}

    assert ("F10c", "C-M4XD") in kinds
    assert ("F21", None) not in kinds
    assert night.one("F12").due_at == datetime(2026, 11, 6, 9, 30, tzinfo=UTC)


def test_no_child_and_nothing_known_leaves_nothing_out_and_says_so(scene, nights):
    night = nights(scene)
    night.scene.calls += 1
    ref = scene.rings("+447700900999")
    night.ref = ref
    night.propose()

    assert set(MISSING.follow_ups) - {"F26"} <= set(night.all())
    assert not night.one("F10c").sure


def test_proposing_again_adds_only_what_is_new_and_moves_nothing(night):
    night.propose()
    before = night.all()
    night.scene.clock.advance(hours=3)

    assert night.propose() is Outcome.NOTHING_NEW
    assert {kind: one.due_at for kind, one in night.all().items()} == {
        kind: one.due_at for kind, one in before.items()
    }
    assert night.propose(MISSING, PROMISE) is Outcome.PROPOSED
    assert set(night.all()) - set(before) == {"F16"}


def test_two_people_at_once_propose_it_once(crowd, nights):
    night = nights(crowd)
    people, barrier = ["asha", "ben", "elin", "dai"], Barrier(4)
    for who in people:
        crowd.somebody(who)

    def press(who):
        barrier.wait()
        return night.propose(who=who)

    with ThreadPoolExecutor(4) as pool:
        outcomes = list(pool.map(press, people))

    assert sorted(outcomes) == sorted([Outcome.PROPOSED] + [Outcome.NOTHING_NEW] * 3)
    assert len(_all(night)) == len(night.all())


def test_without_an_urgency_or_anything_chosen_it_asks(night):
    assert night.propose(urgency="") is Outcome.URGENCY_NEEDED
    assert night.propose(urgency="U9") is Outcome.URGENCY_NEEDED


def test_whoever_only_reads_changes_nothing(night):
    night.scene.somebody("quality", [Role.QUALITY], staff=False)

    assert night.propose(who="quality") is Outcome.MAY_NOT
    assert night.all() == {}


def test_the_restricted_childs_are_hidden_from_whoever_may_not_see_the_child(night):
    night.tick("C-9TRB", who="elin")
    night.propose(who="elin")

    assert night.all("elin")
    asha = night.scene.somebody("asha")
    assert read_of_contact(night.ref, asha, night.w) is None
    assert read_tray(Wanted(), asha, night.w).count == 0
    assert read_tray(Wanted(), night.scene.somebody("farah"), night.w).count == len(_all(night, "elin"))


def _all(night, who="asha"):
    return read_of_contact(night.ref, night.scene.somebody(who), night.w).follow_ups
