"""A time to ring back that is written in a record is a promise; what is due at once holds it open."""

from datetime import UTC, datetime

from oncall.contacts.merge import Change
from oncall.contacts.save_record import Typed, save_record
from oncall.followups.close import close_done
from oncall.followups.hand_on import take
from oncall.followups.propose import Issue
from oncall.followups.read_follow_ups import read_of_contact
from oncall.writeup.answer import answer
from oncall.writeup.complete import lacks_of
from tests.oncall.contacts.page import words
from tests.oncall.followups.conftest import PROMISE
from tests.oncall.followups.test_close import TOLD
from tests.oncall.followups.test_remind import ASHA


def writes(night, said, was="", who="asha", name="callback_at"):
    """Somebody types in the record; a moment later it has been looked at."""
    typed = Typed((Change(name, was, said),))
    save_record(night.ref, typed, night.scene.somebody(who), night.w)
    night.scene.clock.advance(seconds=16)
    night.scene.does_errands()


def test_it_rings_two_minutes_before_though_nobody_pressed_anything_else(night):
    writes(night, "23:30")
    promise = night.one("F16")

    assert (promise.due_at, promise.owner) == (datetime(2026, 11, 5, 23, 30, tzinfo=UTC), "asha")
    night.scene.clock.at = datetime(2026, 11, 5, 23, 27, 30, tzinfo=UTC)
    night.passes(minutes=1)
    assert night.scene.telephony.rung == [ASHA]


def test_another_time_moves_it_and_back_again_rings_all_the_same(night):
    writes(night, "23:30")
    writes(night, "23:50", was="23:30")
    assert night.one("F16").due_at == datetime(2026, 11, 5, 23, 50, tzinfo=UTC)
    night.scene.clock.at = datetime(2026, 11, 5, 23, 27, 30, tzinfo=UTC)
    night.passes(minutes=1)
    assert night.scene.telephony.rung == []

    writes(night, "23:30", was="23:50")
    night.passes(minutes=1)
    assert night.scene.telephony.rung == [ASHA]
    assert len(night.all()) == 1


def test_what_the_rules_proposed_is_that_promise(night):
    night.propose(PROMISE, urgency="U2")
    writes(night, "23:30")

    assert [one.kind for one in _all(night)].count("F16") == 1
    assert night.one("F16").due_at == datetime(2026, 11, 5, 23, 30, tzinfo=UTC)


def test_a_new_time_after_it_was_kept_is_a_new_promise(night):
    writes(night, "23:30")
    close_done(night.step("F16"), TOLD, night.w)
    writes(night, "23:45", was="23:30")

    found = [one for one in _all(night) if one.open]
    assert [one.due_at for one in found] == [datetime(2026, 11, 5, 23, 45, tzinfo=UTC)]


def test_half_a_time_and_one_that_has_gone_promise_nothing(night):
    for was, said in (("", "23:"), ("23:", "soon"), ("soon", "21:30")):
        writes(night, said, was=was)

    assert night.all() == {}


def test_what_is_due_at_once_holds_the_record_open_until_it_is_seen_to(night):
    night.propose(Issue("P09", "Told", ("F01",)), urgency="U2")
    assert "immediate_follow_up" in lacks(night)
    close_done(night.step("F01"), TOLD, night.w)

    assert "immediate_follow_up" not in lacks(night)


def test_the_record_says_what_it_was_about_and_the_answers_what_follows(night, browser):
    here = f"/contacts/{night.ref}/follow-ups"
    writes(night, "P07", name="presenting_issue")
    page = browser().get(here)
    assert 'value="P07" checked' in page.text

    def proposed():
        return words(browser().post(f"{here}/propose", here, issue=["P07"], urgency="U2"))

    assert "Designated officer" in proposed()
    answer(night.ref, "P07", "complaint", "no", night.scene.somebody("asha"), night.w)
    assert "Designated officer" not in proposed()


def test_taking_it_over_gives_the_ringing_to_the_taker(night):
    writes(night, "23:30")
    take(night.step("F16", who="elin"), night.w)
    night.scene.clock.at = datetime(2026, 11, 5, 23, 27, 30, tzinfo=UTC)
    night.passes(minutes=1)

    assert night.scene.telephony.rung == ["+447700900205"]


def lacks(night):
    with night.w.unit_of_work() as work:
        contact = night.scene.by_ref(night.ref)
        return {lack.name for lack in lacks_of(work, contact, night.w)}


def _all(night):
    return read_of_contact(night.ref, night.scene.somebody("asha"), night.w).follow_ups
