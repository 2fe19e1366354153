"""What the queue and the clock do: one errand, by its id, through one use case."""

from collections.abc import Callable
from datetime import timedelta

import structlog

from oncall.calls.fetch_recording import fetch_recording
from oncall.calls.nightly import reconcile_a_day
from oncall.calls.self_test import alarm, ring_ourselves
from oncall.calls.self_test import look as look_at_self_test
from oncall.calls.tell_staff import tell_taken
from oncall.contacts.tell_restricted import send_text as tell_restricted
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.db.silence import is_silence
from oncall.followups.agreed import take_over_agreed
from oncall.followups.remind import remind as remind_of_follow_up
from oncall.followups.text import send_text as tell_follow_ups
from oncall.handover.letter import send_letter as write_about_handover
from oncall.handover.look_at_seals import look_at_seals
from oncall.handover.managers import send_digest, send_red
from oncall.handover.remind import climb
from oncall.handover.ring import ring as ring_about_handover
from oncall.handover.tell import send_text as tell_about_handover
from oncall.joining.join_ring import clear as clear_join
from oncall.joining.join_ring import look as look_at_join
from oncall.joining.join_ring import move_practitioner, ring_them, see_to_caller
from oncall.mail.gateway import MailError, MailRefused
from oncall.paging.after import look
from oncall.paging.ring import look_for, ring_next, ring_person
from oncall.paging.steps import next_step
from oncall.paging.stop_ringing import stop_ringing
from oncall.paging.tell import tell_owner, tell_waiting
from oncall.recording.record import change as change_recording
from oncall.recording.record import fetch as fetch_call
from oncall.recording.record import record as record_call
from oncall.ringback.back_cut_off import ask as ask_whether_back_cut_off
from oncall.ringback.back_ring import look as look_at_call_back
from oncall.ringback.back_ring import ring_practitioner
from oncall.ringback.cut_off import ask as ask_whether_cut_off
from oncall.ringback.pin_locked import tell_locked
from oncall.ringback.ring_promised import ring_promised
from oncall.shifts.answer import waits_text
from oncall.shifts.ask import ask_text, unanswered, unanswered_text
from oncall.shifts.remind import remind, tell_of_change, tell_of_gap
from oncall.shifts.try_phone import look_whether_answered, ring_phone, tell_unanswered
from oncall.shifts.unconfirmed import look_whether_confirmed
from oncall.shifts.unconfirmed import ring as ring_about_shift
from oncall.shifts.unfit import unfit_text
from oncall.telephony.gateway import NumberRefused, TelephonyError
from oncall.texts.arrive import take_in_again
from oncall.texts.delivery import keep_status_again
from oncall.texts.fetch_picture import fetch_picture
from oncall.texts.letter import send_letter as write_to_office
from oncall.texts.lost import ask_for
from oncall.texts.rota_keeper import tell_stopped
from oncall.texts.send import send
from oncall.texts.unread import look_whether_read, look_whether_taken_is_read
from oncall.wiring import Wiring, wiring

log = structlog.get_logger(__name__)

ERRANDS: dict[str, Callable[[Errand, Wiring], None]] = {
    "taken_text": tell_taken,
    "page_text": tell_waiting,
    "page_ring": ring_next,
    "page_ring_one": ring_person,
    "page_look": look,
    "page_unheard": look_for,
    "page_over": stop_ringing,
    "page_step": next_step,
    "owned_text": tell_owner,
    "text_came": take_in_again,
    "text_out": send,
    "text_unread": look_whether_read,
    "taken_unread": look_whether_taken_is_read,
    "text_letter": write_to_office,
    "text_lost": ask_for,
    "text_told": keep_status_again,
    "staff_stopped": tell_stopped,
    "fetch_recording": fetch_recording,
    "handover_digest": send_digest,
    "handover_letter": write_about_handover,
    "handover_red": send_red,
    "handover_ring": ring_about_handover,
    "handover_seals": look_at_seals,
    "handover_step": climb,
    "fetch_picture": fetch_picture,
    "handover_text": tell_about_handover,
    "call_back_ring": ring_practitioner,
    "call_back_look": look_at_call_back,
    "cut_off": ask_whether_cut_off,
    "cut_off_back": ask_whether_back_cut_off,
    "pin_locked_text": tell_locked,
    "record_call": record_call,
    "recording_change": change_recording,
    "fetch_call": fetch_call,
    "join_ring": ring_them,
    "join_look": look_at_join,
    "join_move": move_practitioner,
    "join_alone": see_to_caller,
    "join_clear": clear_join,
    "reconcile": reconcile_a_day,
    "self_test": ring_ourselves,
    "self_test_look": look_at_self_test,
    "self_test_alarm": alarm,
    "shift_ask_text": ask_text,
    "shift_unanswered": unanswered,
    "shift_unanswered_text": unanswered_text,
    "shift_waits_text": waits_text,
    "shift_reminder": remind,
    "shift_unconfirmed": look_whether_confirmed,
    "shift_ring": ring_about_shift,
    "shift_changed": tell_of_change,
    "phone_test_ring": ring_phone,
    "phone_test_look": look_whether_answered,
    "phone_test_text": tell_unanswered,
    "shift_unfit_text": unfit_text,
    "gap_text": tell_of_gap,
    "follow_up_step": remind_of_follow_up,
    "follow_up_text": tell_follow_ups,
    "promise_ring": ring_promised,
    "call_back_agreed": take_over_agreed,
    "restricted_text": tell_restricted,
}
FIRST_PAUSE = timedelta(seconds=2)


def deliver(outbox_id: int) -> None:
    """Do one errand, unless it is done or somebody is at it. Running it twice does it once."""
    w = wiring()
    with w.unit_of_work() as work:
        errand = outbox.claim(work.session, outbox_id, w.now())
    if errand is not None:
        run(errand, w)


def run(errand: Errand, w: Wiring) -> None:
    """Do an errand that has been claimed, and write down what became of it. Never raises."""
    try:
        ERRANDS[errand.kind](errand, w)
    except NumberRefused as refused:
        _park(errand, w, f"refused by the telephone company, code {refused.code}")
    except TelephonyError as error:
        _again(errand, w, f"telephone company, code {error.code}")
    except MailRefused as refused:
        _park(errand, w, f"refused by whoever sends e-mail, code {refused.code}")
    except MailError as error:
        _again(errand, w, f"whoever sends e-mail, code {error.code}")
    except Exception as error:
        if not is_silence(error):  # what a silent or a busy database makes fail is done again, and no fault
            log.exception("errand_failed", outbox_id=errand.id, kind=errand.kind)
        _again(errand, w, type(error).__name__)
    else:
        with w.unit_of_work() as work:
            outbox.finish(work.session, errand, w.now())
        log.info("errand_done", outbox_id=errand.id, kind=errand.kind)


def pause(tries: int) -> timedelta:
    """How long to wait before another try: 2, 4, 8, 16 seconds."""
    return FIRST_PAUSE * int(2 ** (tries - 1))


def _again(errand: Errand, w: Wiring, reason: str) -> None:
    log.warning("errand_again", outbox_id=errand.id, kind=errand.kind, reason=reason)
    with w.unit_of_work() as work:
        outbox.try_again(work.session, errand, now=w.now(), pause=pause(errand.tries), reason=reason)


def _park(errand: Errand, w: Wiring, reason: str) -> None:
    log.error("errand_parked", outbox_id=errand.id, kind=errand.kind, reason=reason)
    with w.unit_of_work() as work:
        outbox.park(work.session, errand, now=w.now(), reason=reason)
