"""A call that is recorded: begun when somebody takes it, paused, copied here, deleted there."""

from enum import StrEnum

import structlog

from oncall.access.store import Person
from oncall.contacts import store as contacts
from oncall.contacts.read_contact import find_contact
from oncall.contacts.tables import ContactRow
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.recording import store
from oncall.recording.tables import CallRecordingRow
from oncall.telephony.forms import RecordingReady
from oncall.telephony.gateway import TelephonyError
from oncall.wiring import Wiring

log = structlog.get_logger(__name__)

GOES_ON = "in-progress"


class Pausing(StrEnum):
    """What came of asking; the word names the sentence that says so."""

    PAUSED = "paused"
    GOES_ON = "goes_on"
    NOT_RECORDED = "not_recorded"
    NOT_YOURS = "not_yours"
    NOT_THERE = "not_there"


def refuse(sid: str, w: Wiring) -> None:
    """A caller has pressed a key: their call is never recorded. Pressing twice is pressing once."""
    with w.unit_of_work() as work:
        found = contacts.lock_by_sid(work.session, sid)
        row = None if found is None else store.of_contact(work.session, found[0].id)
        if row is not None and row.refused_at is None:
            row.refused_at = w.now()


def begin(work: UnitOfWork, contact: ContactRow, w: Wiring) -> bool:
    """Somebody has taken a call, which is locked: record it, if its caller was told and has not refused."""
    row = store.of_contact(work.session, contact.id)
    if row is None or row.refused_at is not None:
        return False
    if row.asked_at is None:
        row.asked_at = w.now()
        key = f"record_call:{contact.id}"
        outbox.put(work, "record_call", key, now=row.asked_at, contact_id=contact.id)
    return True


def record(errand: Errand, w: Wiring) -> None:
    """Have the company record the caller's leg. Raises TelephonyError if another try may help.

    When nobody knows whether it has begun it is not asked again: its own callback tells us.
    """
    with w.unit_of_work() as work:
        row, contact = _row(work, errand)
    if row is None or contact is None or row.provider_sid is not None or contact.provider_sid is None:
        return
    if contact.ended_at is not None or row.refused_at is not None:
        return
    try:
        sid = w.telephony.record_call(contact.provider_sid, w.addresses.recorded(contact.id))
    except TelephonyError as error:
        if not error.unknown:
            raise
        log.warning("record_call_unknown", contact_id=contact.id)
        return
    with w.unit_of_work() as work:
        store.name(work.session, contact.id, sid)
        again = store.of_contact(work.session, contact.id)
        if again is not None and again.paused:
            _put_change(work, again, w)


def pause(ref: str, reader: Person, w: Wiring, *, paused: bool) -> Pausing:
    """Pause the recording of the reader's call, or go on with it. Asking twice changes nothing."""
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref, to_change=True)
        if contact is None:
            return Pausing.NOT_THERE
        row = store.of_contact(work.session, contact.id)
        if row is None or row.asked_at is None or contact.ended_at is not None:
            return Pausing.NOT_RECORDED
        if reader.staff_id is None or contact.accepted_by != reader.staff_id:
            return Pausing.NOT_YOURS
        if row.paused is not paused:
            row.paused, row.changes = paused, row.changes + 1
            _put_change(work, row, w)
        return Pausing.PAUSED if paused else Pausing.GOES_ON


def change(errand: Errand, w: Wiring) -> None:
    """Have the company do what was asked for last. Raises TelephonyError."""
    with w.unit_of_work() as work:
        row, contact = _row(work, errand)
    if row is None or contact is None or row.provider_sid is None or contact.provider_sid is None:
        return
    if row.ended_at is None and contact.ended_at is None:
        w.telephony.pause_recording(contact.provider_sid, row.provider_sid, paused=row.paused)


def told(contact_id: int, ready: RecordingReady, w: Wiring) -> None:
    """The company tells how a recording stands; once it is complete it is fetched. Twice is once."""
    now = w.now()
    with w.unit_of_work() as work:
        if contacts.lock(work.session, contact_id) is None:
            return
        row = store.of_contact(work.session, contact_id)
        if row is None or row.provider_sid not in (None, ready.recording_sid):
            return
        store.name(work.session, contact_id, ready.recording_sid)
        if ready.status == GOES_ON:
            return
        row.ended_at, row.seconds = row.ended_at or now, row.seconds or ready.duration
        if ready.status == "completed":
            key = f"fetch_call:{ready.recording_sid}"
            outbox.put(work, "fetch_call", key, now=now, contact_id=contact_id)


def fetch(errand: Errand, w: Wiring) -> None:
    """Copy it here, sealed, then delete it there. Each step may be repeated. Raises TelephonyError."""
    with w.unit_of_work() as work:
        row, _ = _row(work, errand)
    if row is None or row.provider_sid is None:
        return
    if row.file is None:
        file = w.calls.keep(row.provider_sid, w.telephony.fetch_recording(row.provider_sid))
        with w.unit_of_work() as work:
            kept = store.of_contact(work.session, row.contact_id)
            assert kept is not None
            kept.file, kept.fetched_at = file, w.now()
    if row.deleted_there_at is None:
        w.telephony.delete_recording(row.provider_sid)
        with w.unit_of_work() as work:
            gone = store.of_contact(work.session, row.contact_id)
            assert gone is not None
            gone.deleted_there_at = w.now()


def _put_change(work: UnitOfWork, row: CallRecordingRow, w: Wiring) -> None:
    key = f"recording_change:{row.contact_id}:{row.changes}:{'named' if row.provider_sid else 'unnamed'}"
    outbox.put(work, "recording_change", key, now=w.now(), contact_id=row.contact_id)


def _row(work: UnitOfWork, errand: Errand) -> tuple[CallRecordingRow | None, ContactRow | None]:
    row = store.of_contact(work.session, errand.contact_id)
    return row, None if row is None else contacts.contact(work.session, row.contact_id)
