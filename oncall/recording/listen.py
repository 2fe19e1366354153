"""Listening to a recorded call: by name and with a reason, which is kept for ever."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from oncall.access.store import Person
from oncall.contacts.read_contact import find_contact
from oncall.contacts.record_store import works_for
from oncall.recording import store
from oncall.service.store import config_of
from oncall.wiring import Wiring

LONGEST_REASON = 500


class Hearing(StrEnum):
    """What came of asking; the word names the sentence that says so."""

    HEARD = "heard"
    NOT_THERE = "not_there"
    REASON_NEEDED = "reason_needed"
    REASON_TOO_LONG = "reason_too_long"
    NOT_FETCHED = "not_fetched"
    NOT_ON_THE_STAFF = "not_on_the_staff"


@dataclass(frozen=True, slots=True)
class Recorded:
    """How the recording of a call stands; `mine` while the reader is in it, `heard`: who has listened."""

    ref: str
    zone: ZoneInfo
    refused: bool
    asked: bool
    paused: bool
    live: bool
    mine: bool
    seconds: int | None
    fetched: bool
    heard: tuple[tuple[str, datetime, str], ...] = field(repr=False)


def read_recorded(ref: str, reader: Person, w: Wiring) -> Recorded | None:
    """How it stands; None if the reader may see no such contact, or its caller was told of no recording."""
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref)
        row = None if contact is None else store.of_contact(work.session, contact.id)
        if contact is None or row is None:
            return None
        live = contact.ended_at is None
        return Recorded(
            ref=contact.ref,
            zone=config_of(w.config_cache, work.session, contact.service_id).zone,
            refused=row.refused_at is not None,
            asked=row.asked_at is not None,
            paused=row.paused,
            live=live,
            mine=live and reader.staff_id is not None and contact.accepted_by == reader.staff_id,
            seconds=row.seconds,
            fetched=row.file is not None,
            heard=tuple(store.heard(work.session, contact.id)),
        )


def listen(ref: str, reason: str, reader: Person, w: Wiring) -> tuple[Hearing, bytes]:
    """The sound. Who, when and why is written down before the first byte of it is given away."""
    reason = " ".join(reason.split())
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref)
        row = None if contact is None else store.of_contact(work.session, contact.id)
        if contact is None or row is None:
            return Hearing.NOT_THERE, b""
        if not works_for(work.session, reader.staff_id, contact.service_id):
            return Hearing.NOT_ON_THE_STAFF, b""
        if not reason:
            return Hearing.REASON_NEEDED, b""
        if len(reason) > LONGEST_REASON:
            return Hearing.REASON_TOO_LONG, b""
        sound = None if row.file is None else w.calls.read(row.file)
        if sound is None:
            return Hearing.NOT_FETCHED, b""
        store.hear(work.session, contact.id, by=reader.user_id, reason=reason, now=w.now())
    return Hearing.HEARD, sound
