"""Ringing people about a contact when the telephone company fails: nobody twice, and never a stop."""

import pytest
from sqlalchemy import delete, func, select

from oncall.contacts import store as contacts
from oncall.contacts.tables import CallLegRow, LineRow
from oncall.db import outbox
from oncall.db.outbox import OutboxRow
from oncall.paging.after import keep_event, placed
from oncall.paging.answer import picked_up, press_key
from oncall.paging.ring import ring_next
from oncall.paging.tables import PageCallRow
from oncall.paging.take import take
from oncall.telephony.forms import KeyPressed, LegEvent
from oncall.telephony.gateway import LoggedCall, NumberRefused, TelephonyError
from oncall.telephony.replies import AskKey, HangUp

ASHA, BEN, ELIN = "+447700900201", "+447700900202", "+447700900205"


def goes_by(scene, seconds):
    """Time passes, and in each second of it everything that is due is done."""
    for _ in range(seconds):
        scene.clock.advance(seconds=1)
        scene.does_errands()


def newest_call(scene) -> PageCallRow:
    with scene.w.unit_of_work() as work:
        return work.session.scalars(select(PageCallRow).order_by(PageCallRow.id.desc()).limit(1)).one()


def tell(scene, status, sequence=3):
    call = newest_call(scene)
    event = LegEvent(call.provider_sid or "CAx", None, status, sequence, None, None, None)
    keep_event(call.id, event, scene.w)


def lines(scene) -> int:
    with scene.w.unit_of_work() as work:
        return work.session.scalar(select(func.count()).select_from(LineRow)) or 0


def test_the_first_ring_waits_for_whoever_is_just_hearing_that_the_caller_has_gone(missed):
    goes_by(missed, 4)
    assert missed.telephony.rung == []

    goes_by(missed, 2)

    assert missed.telephony.rung == [ASHA]


def test_addresses_hold_ids_alone(missed):
    goes_by(missed, 6)

    [call] = missed.telephony.calls
    assert call.caller_id == "+441632960100"
    for address in (call.answer_url, call.status_url):
        assert address.partition("#")[0].rpartition("/page/")[2].partition("/")[0].isdigit()


def test_a_failure_that_may_pass_is_tried_again(missed):
    goes_by(missed, 4)
    missed.telephony.fail(TelephonyError(20429), times=2)

    goes_by(missed, 12)

    assert missed.telephony.rung == [ASHA]


def test_after_three_failures_the_next_person_is_rung(missed):
    goes_by(missed, 4)
    missed.telephony.fail(TelephonyError(20500), times=3)

    goes_by(missed, 12)

    assert missed.telephony.rung == [BEN]


def test_a_number_the_company_refuses_moves_on_at_once(missed):
    missed.telephony.refuses[ASHA] = 21211

    goes_by(missed, 6)

    assert missed.telephony.rung == [BEN]


def test_somebody_whose_telephone_never_rang_is_rung_again(missed):
    goes_by(missed, 4)
    missed.telephony.fail(TelephonyError(unknown=True))

    goes_by(missed, 8)
    assert missed.telephony.rung == []
    goes_by(missed, 6)

    assert missed.telephony.rung == [ASHA]


@pytest.mark.parametrize(("status", "rung"), [("ringing", [ASHA]), ("no-answer", [ASHA, BEN])])
def test_a_ringing_that_the_company_s_log_knows_is_never_rung_again(missed, status, rung):
    goes_by(missed, 4)
    missed.telephony.fail(TelephonyError(unknown=True), taken=True)
    goes_by(missed, 3)
    [call], at = missed.telephony.calls, missed.clock()
    missed.telephony.log = [LoggedCall(call.sid, None, call.caller_id, call.to, status, at, None)]
    missed.telephony.call_statuses[call.sid] = status

    goes_by(missed, 13)

    assert missed.telephony.rung == rung
    assert lines(missed) == 1


def test_where_the_log_cannot_be_read_the_next_person_is_rung(missed):
    goes_by(missed, 4)
    missed.telephony.fail(TelephonyError(unknown=True), taken=True)
    goes_by(missed, 3)
    missed.telephony.fail(TelephonyError(20500))

    goes_by(missed, 13)

    assert missed.telephony.rung == [ASHA, BEN]


def test_an_unknown_outcome_that_rings_after_all_is_waited_for(missed):
    goes_by(missed, 4)
    missed.telephony.fail(TelephonyError(unknown=True), taken=True)
    goes_by(missed, 3)
    missed.telephony.call_statuses["CAx"] = "ringing"
    tell(missed, "ringing")

    goes_by(missed, 30)
    assert missed.telephony.rung == [ASHA]
    tell(missed, "no-answer")
    goes_by(missed, 2)

    assert missed.telephony.rung == [ASHA, BEN]


def test_whoever_died_after_placing_a_call_does_not_make_it_ring_twice(missed):
    goes_by(missed, 6)
    with missed.w.unit_of_work() as work:
        row = work.session.scalars(select(OutboxRow).where(OutboxRow.kind == "page_ring")).first()
    again = outbox.Errand(row.id, row.kind, row.contact_id, row.subject, tries=2)

    ring_next(again, missed.w)

    assert missed.telephony.rung == [ASHA]


def test_a_line_is_taken_while_it_rings_and_free_afterwards(missed):
    goes_by(missed, 6)
    assert lines(missed) == 1

    missed.telephony.refuses |= {BEN: 21211, ELIN: 21211}
    tell(missed, "no-answer")
    goes_by(missed, 2)

    assert lines(missed) == 0


def test_legs_are_kept_with_the_role_page_and_never_go_back(missed):
    goes_by(missed, 6)
    tell(missed, "completed", 3)
    tell(missed, "ringing", 1)

    with missed.w.unit_of_work() as work:
        [leg] = work.session.scalars(select(CallLegRow).where(CallLegRow.role == "page")).all()
    assert (leg.status, leg.to_number) == ("completed", ASHA)
    assert leg.ended_at is not None


def test_pressing_1_twice_is_pressing_it_once(missed):
    goes_by(missed, 6)
    call = newest_call(missed)
    heard = picked_up(call.id, KeyPressed("CA1", ""), missed.w)
    assert isinstance(heard.reply, AskKey)

    replies = [press_key(call.id, 1, KeyPressed("CA1", "1"), missed.w).reply for _ in range(2)]

    assert replies[0] == replies[1]
    assert "It is yours" in replies[0].words[0]


def test_somebody_who_presses_nothing_that_means_anything_is_let_go(missed):
    goes_by(missed, 6)
    call = newest_call(missed)

    replies = [press_key(call.id, turn, KeyPressed("CA1", "9"), missed.w).reply for turn in range(1, 5)]

    assert [type(reply) for reply in replies] == [AskKey, AskKey, AskKey, HangUp]


def test_a_press_about_a_call_we_do_not_know_is_answered_kindly(scene):
    reply = press_key(999_999, 1, KeyPressed("CA1", "1"), scene.w).reply

    assert isinstance(reply, HangUp)


def test_when_nothing_gets_through_the_next_round_tries_again(missed):
    goes_by(missed, 4)
    missed.telephony.down = True
    goes_by(missed, 120)
    missed.telephony.down = False

    missed.clock.advance(minutes=9)
    goes_by(missed, 5)

    assert missed.telephony.rung
    assert {text.to for text in missed.telephony.texts} & {ASHA, BEN, ELIN, "+447700900204"}


def test_a_text_refused_for_good_rings_its_person(missed):
    missed.telephony.fail(NumberRefused(21610), times=1)

    goes_by(missed, 3)

    assert len(missed.telephony.rung) == 1
    assert len([text for text in missed.telephony.texts if "asha has sent STOP" not in text.words]) == 2


def test_a_ringing_is_written_down_while_its_contact_is_in_somebody_s_hands(crowd):
    ref = crowd.rings()
    crowd.ends(ref, after=3)
    goes_by(crowd, 6)
    call, another = newest_call(crowd), "CA" + "9" * 32

    with crowd.w.unit_of_work() as holding:
        contacts.lock(holding.session, call.contact_id)
        placed(call, another, crowd.w)

    with crowd.w.unit_of_work() as work:
        assert work.session.get(CallLegRow, another) is not None


def test_one_that_begins_to_ring_when_a_colleague_has_just_taken_it_stops(missed):
    goes_by(missed, 6)
    call = newest_call(missed)
    with missed.w.unit_of_work() as work:
        contact = contacts.lock(work.session, call.contact_id)[0]
        work.session.execute(delete(CallLegRow))  # the company has not told us yet that it rings
        assert take(work, contact, "elin", missed.clock())
    placed(call, call.provider_sid, missed.w)
    goes_by(missed, 1)

    assert missed.telephony.call_statuses[call.provider_sid] == "canceled"
    assert newest_call(missed).ended_at is not None
