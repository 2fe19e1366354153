"""Changing hands: offered, accepted, never lost between two people; and back from whoever is away."""

import pytest
from sqlalchemy import text

from oncall.followups.away import return_to_tray
from oncall.followups.changing import Outcome
from oncall.followups.hand_on import accept, decline, offer, take
from oncall.rotas.document import parse
from oncall.service.load import load
from oncall.service.read_service import read_service
from tests.oncall.contacts.scene import MARCHES

ASHA_AWAY = "  - {person: asha, from: 2026-11-06T00:00, until: 2026-11-20T00:00, reason: leave}\n"


@pytest.fixture
def proposed(night):
    night.propose()
    return night


def goes_away(night):
    """Asha is on leave from midnight on, by the service file."""
    words = MARCHES.read_text("utf-8").replace(
        "  absences:\n", "  absences:\n" + ASHA_AWAY.replace("  -", "    -")
    )
    load(read_service(parse(words, "marches.yaml")), unit_of_work=night.w.unit_of_work, now=night.w.now)


def test_an_offer_changes_nothing_until_it_is_accepted(proposed):
    assert offer(proposed.step("F12"), "ben", proposed.w) is Outcome.OFFERED
    assert (proposed.one("F12").owner, proposed.one("F12").offered_name) == ("asha", "Ben Okafor")

    assert accept(proposed.step("F12", who="elin"), proposed.w) is Outcome.NOT_OFFERED_TO_YOU
    assert accept(proposed.step("F12", who="ben"), proposed.w) is Outcome.ACCEPTED
    assert (proposed.one("F12").owner, proposed.one("F12").offered_to) == ("ben", None)


def test_whoever_it_is_offered_to_is_texted_without_a_name_or_a_child(proposed):
    offer(proposed.step("F12"), "ben", proposed.w)
    proposed.passes(minutes=2)

    [told] = [one for one in proposed.scene.telephony.texts if one.to == "+447700900202"]
    assert told.words == "Follow-ups: 1 offered to you. http://127.0.0.1:8000/follow-ups"


def test_declined_it_stays_where_it_was(proposed):
    offer(proposed.step("F12"), "ben", proposed.w)

    assert decline(proposed.step("F12", who="ben"), proposed.w) is Outcome.DECLINED
    assert (proposed.one("F12").owner, proposed.one("F12").offered_to) == ("asha", None)


def test_a_colleagues_may_be_handed_on_by_who_leads_alone(proposed):
    assert offer(proposed.step("F12", who="ben"), "carys", proposed.w) is Outcome.OWNERS_OR_LEADS
    assert take(proposed.step("F12", who="ben"), proposed.w) is Outcome.HAS_AN_OWNER
    assert offer(proposed.step("F12", who="farah"), "carys", proposed.w) is Outcome.OFFERED
    assert take(proposed.step("F12", who="farah"), proposed.w) is Outcome.TAKEN
    assert proposed.one("F12").owner == "farah"


def test_it_goes_to_a_person_of_the_staff_and_nobody_else(proposed):
    for to in ("", "nobody we know", "morgan"):
        assert offer(proposed.step("F12"), to, proposed.w) is Outcome.PERSON_NEEDED


def test_nobody_is_offered_what_they_may_not_see(night):
    night.tick("C-9TRB", who="elin")
    night.propose(who="elin")

    assert offer(night.step("F21", who="elin"), "ben", night.w) is Outcome.MAY_NOT_SEE
    assert offer(night.step("F21", who="elin"), "farah", night.w) is Outcome.OFFERED


def test_what_somebody_on_leave_owns_comes_back_to_the_tray_once(proposed):
    offer(proposed.step("F12"), "ben", proposed.w)
    goes_away(proposed)
    proposed.scene.clock.advance(hours=3)
    count = len(proposed.all("farah"))

    assert return_to_tray(proposed.w) == count
    assert {one.owner for one in proposed.all("farah").values()} == {None}
    assert return_to_tray(proposed.w) == 0
    assert proposed.read("F12", "farah").history[-1].what == "returned"


def test_the_leads_are_told_in_one_text(proposed):
    goes_away(proposed)
    proposed.passes(hours=2)
    proposed.scene.telephony.texts.clear()
    return_to_tray(proposed.w)
    proposed.passes(minutes=2)

    [told] = [one for one in proposed.scene.telephony.texts if one.to == "+447700900206"]
    assert f"{len(proposed.all('farah'))} with no owner" in told.words


def test_nobody_is_offered_anything_while_they_are_on_leave(proposed):
    goes_away(proposed)
    proposed.scene.clock.advance(hours=3)

    assert offer(proposed.step("F12", who="farah"), "asha", proposed.w) is Outcome.AWAY


def test_whoever_has_left_owns_nothing(proposed):
    with proposed.w.unit_of_work() as work:
        work.session.execute(text("UPDATE service_staff SET ended_at = now() WHERE staff_id = 'asha'"))
        work.session.execute(text("UPDATE service SET version = version + 1"))

    assert return_to_tray(proposed.w) == len(proposed.all("farah"))
    assert take(proposed.step("F12", who="ben"), proposed.w) is Outcome.TAKEN
