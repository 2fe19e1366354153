"""A test call: does the telephone of whoever is on ring, and does somebody press 1?

It comes at the start of a person's first shift, and by day as soon as their number has changed. Every
telephone is tried once; when nobody presses 1, those who keep the rota are told, and can have it rung again.
"""

from datetime import datetime, time, timedelta

import structlog

from oncall.contacts import store as contacts
from oncall.contacts.send_text import Draft, send_once
from oncall.contacts.staff_leg import QUEUED, keep_staff_leg
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.service.config import ServiceConfig
from oncall.service.spoken import Spoken, plainly, spoken
from oncall.service.store import config_of
from oncall.shifts import phone_test_store as store
from oncall.shifts.coming import coming
from oncall.shifts.tables import PhoneTestRow
from oncall.shifts.texting import ids, keepers, link_to, text_to
from oncall.telephony.forms import KeyPressed, LegEvent
from oncall.telephony.gateway import NumberRefused, TelephonyError
from oncall.telephony.numbers import refusal
from oncall.telephony.replies import AskKey, HangUp
from oncall.wiring import Wiring
from oncall.words import say

log = structlog.get_logger(__name__)

JUST_BEGUN = timedelta(minutes=15)
WITHIN = timedelta(minutes=2)
BUSY = timedelta(minutes=10)
DAY_BEGINS, DAY_ENDS = time(8), time(21)
RING_SECONDS, KEY_SECONDS, MOST_TURNS = 25, 8, 3
HEARD = "1"


def try_phones(work: UnitOfWork, config: ServiceConfig, now: datetime) -> None:
    """Begin the tests that are due. Two pulses at once begin each once."""
    began = {duty.person for duty in coming(config, now, JUST_BEGUN) if _just_begun(duty.start, now)}
    if DAY_BEGINS <= now.astimezone(config.zone).time() < DAY_ENDS:
        tried = {row.staff_id for row in store.tests_of(work.session, sorted(config.rota.people()))}
        began.update(person for person in config.rota.people() if person in tried)
    for person in sorted(began & config.staff.keys()):
        phone = config.staff[person].phone
        if phone is None or refusal(phone):
            continue
        test_id = store.begin(work.session, config.id, person, phone, now)
        if test_id is not None:
            _ring_at(work, test_id, 1, now, now)


def ring_again(work: UnitOfWork, config: ServiceConfig, test_id: int, now: datetime) -> bool:
    """Try a telephone that did not answer once more; False if it is being tried, or has answered."""
    tries = store.once_more(work.session, config.id, test_id)
    if tries is not None:
        _ring_at(work, test_id, tries, now, now)
    return tries is not None


def ring_phone(errand: Errand, w: Wiring) -> None:
    """Ring it, unless its number has changed again; later, if somebody speaks on it."""
    now = w.now()
    with w.unit_of_work() as work:
        row, config, phone = _tested(work, errand, w)
        if row is None or phone is None or row.answered_at is not None:
            return
        if row.staff_id in contacts.busy_staff(work.session, now):
            _ring_at(work, row.id, row.tries, now, now + BUSY)
            return
        if not store.ring(work.session, row.id, now):
            return  # a try that was cut off may have rung: nobody is rung twice for one
        test_id, subject = row.id, errand.subject
        key = f"phone_test_look:{subject}"
        outbox.put(work, "phone_test_look", key, now=now, subject=subject, due_at=now + WITHIN)
    _place(test_id, phone, config, w)


def picked_up(test_id: int, turn: int, pressed: KeyPressed, w: Wiring) -> Spoken:
    """Say that it is a test and ask for a 1; a voicemail box never presses it."""
    with w.unit_of_work() as work:
        row = store.tried(work.session, test_id)
        if row is None:
            return plainly("calls/apology")
        config = config_of(w.config_cache, work.session, row.service_id)
        if turn and pressed.digits == HEARD:
            store.answer(work.session, row.id, w.now())
            return spoken(HangUp((say("shifts/phone_test_heard"),)), config)
        if turn >= MOST_TURNS:
            return spoken(HangUp(), config)
        words = say("shifts/phone_test", service=config.name)
        return spoken(AskKey((words,), KEY_SECONDS, w.addresses.phone_test_key(row.id, turn + 1)), config)


def look_whether_answered(errand: Errand, w: Wiring) -> None:
    """Have the keepers told if nobody has pressed 1: another of them, if it is a keeper's own telephone."""
    now = w.now()
    with w.unit_of_work() as work:
        row, config, phone = _tested(work, errand, w)
        if row is None or phone is None or not store.give_up(work.session, row.id, now):
            return
        log.warning("phone_test_unanswered", service_id=config.id, test_id=row.id)
        for person in ids(keepers(config, but=row.staff_id)):
            subject = f"{row.id}:{row.tries}:{person}"
            outbox.put(work, "phone_test_text", f"phone_test_text:{subject}", now=now, subject=subject)


def tell_unanswered(errand: Errand, w: Wiring) -> None:
    """Tell one of those who keep the rota, unless a 1 was pressed after all."""

    def compose(work: UnitOfWork, _now: datetime) -> Draft | None:
        row, config, phone = _tested(work, errand, w)
        if row is None or phone is None or row.answered_at is not None:
            return None
        words = say("shifts/phone_unanswered", link=link_to(w, "/rota"))
        return text_to(work, config, (errand.subject or "").split(":")[2], words)

    send_once(errand, compose, w)


def _tested(
    work: UnitOfWork, errand: Errand, w: Wiring
) -> tuple[PhoneTestRow | None, ServiceConfig, str | None]:
    """The test an errand is about, its service, and the number, if it is still that person's."""
    row = store.tried(work.session, int((errand.subject or "0").split(":")[0]))
    assert row is not None  # tests are never taken away
    config = config_of(w.config_cache, work.session, row.service_id)
    member = config.staff.get(row.staff_id)
    phone = None if member is None else member.phone
    same = phone is not None and store.fingerprint(phone) == row.fingerprint
    return row, config, phone if same else None


def _just_begun(start: datetime, now: datetime) -> bool:
    return start <= now < start + JUST_BEGUN


def _ring_at(work: UnitOfWork, test_id: int, tries: int, now: datetime, at: datetime) -> None:
    key, subject = f"phone_test_ring:{test_id}:{tries}:{at.timestamp():.0f}", f"{test_id}:{tries}"
    outbox.put(work, "phone_test_ring", key, now=now, subject=subject, due_at=at)


def _place(test_id: int, number: str, config: ServiceConfig, w: Wiring) -> None:
    try:
        sid = w.telephony.place_call(
            to=number,
            caller_id=config.voice_number,
            answer_url=w.addresses.phone_test(test_id),
            status_url=w.addresses.phone_test_leg(test_id),
            ring_seconds=RING_SECONDS,
        )
    except NumberRefused:
        raise
    except TelephonyError:
        log.warning("phone_test_not_placed", test_id=test_id)  # the keepers are told in two minutes
        return
    with w.unit_of_work() as work:
        store.name_call(work.session, test_id, sid)
    keep_leg(test_id, LegEvent(sid, None, QUEUED, None, None, None, None), w)


def keep_leg(test_id: int, event: LegEvent, w: Wiring) -> None:
    """How the ringing of that telephone goes."""
    with w.unit_of_work() as work:
        row = store.tried(work.session, test_id)
        if row is not None:
            config, now = config_of(w.config_cache, work.session, row.service_id), w.now()
            began, status = row.rang_at or now, event.status
            keep_staff_leg(work, config, row.staff_id, event.sid, began=began, now=now, status=status)
