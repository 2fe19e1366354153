"""A picture is opened by somebody with a name and a reason, and that is kept for ever."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from oncall.access.store import Person
from oncall.contacts.read_contact import find_contact
from oncall.contacts.record_store import works_for
from oncall.contacts.tables import ContactRow
from oncall.db.unit_of_work import UnitOfWork
from oncall.service.store import config_of
from oncall.texts import store
from oncall.texts.tables import PictureOpenedRow, PictureRow
from oncall.wiring import Wiring

LONGEST_REASON = 500


class Opening(StrEnum):
    """What came of asking for a picture."""

    OPENED = "picture_opened"
    NOT_THERE = "not_there"
    REASON_NEEDED = "picture_reason_needed"
    REASON_TOO_LONG = "picture_reason_too_long"
    NOT_FETCHED = "picture_not_fetched"
    NOT_ON_THE_STAFF = "picture_not_on_the_staff"


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A picture nobody is shown unasked: of what kind it is, and who has opened it so far."""

    ref: str
    id: int
    content_type: str
    came_at: datetime
    fetched: bool
    zone: ZoneInfo
    opened: tuple[tuple[str, datetime, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of it, and the picture when it was opened."""

    what: Opening
    content: bytes = field(default=b"", repr=False)
    content_type: str = ""


def read_picture(ref: str, picture_id: int, reader: Person, w: Wiring) -> Quarantined | None:
    """What may be known of a picture without opening it; None if there is none that the reader may see."""
    with w.unit_of_work() as work:
        found = _find(work, ref, picture_id, reader)
        if found is None:
            return None
        contact, picture, came_at = found
        config = config_of(w.config_cache, work.session, contact.service_id)
        return Quarantined(
            ref=contact.ref,
            id=picture.id,
            content_type=picture.content_type,
            came_at=came_at,
            fetched=picture.file is not None,
            zone=config.zone,
            opened=tuple(store.opened(work.session, picture.id)),
        )


def open_picture(ref: str, picture_id: int, reason: str, reader: Person, w: Wiring) -> Opened:
    """Open a picture. Who, when and why is written down before the first byte of it is given away."""
    reason = " ".join(reason.split())
    with w.unit_of_work() as work:
        found = _find(work, ref, picture_id, reader)
        if found is None:
            return Opened(Opening.NOT_THERE)
        contact, picture, _ = found
        if reader.staff_id is None or not works_for(work.session, reader.staff_id, contact.service_id):
            return Opened(Opening.NOT_ON_THE_STAFF)
        if not reason:
            return Opened(Opening.REASON_NEEDED)
        if len(reason) > LONGEST_REASON:
            return Opened(Opening.REASON_TOO_LONG)
        content = None if picture.file is None else w.pictures.read(picture.file)
        if content is None:
            return Opened(Opening.NOT_FETCHED)
        work.session.add(
            PictureOpenedRow(picture_id=picture.id, user_id=reader.user_id, at=w.now(), reason=reason)
        )
    return Opened(Opening.OPENED, content, picture.content_type)


def _find(
    work: UnitOfWork, ref: str, picture_id: int, reader: Person
) -> tuple[ContactRow, PictureRow, datetime] | None:
    contact = find_contact(work, reader, ref)
    found = store.picture_with_text(work.session, picture_id)
    if contact is None or found is None or found[1].contact_id != contact.id:
        return None
    return contact, found[0], found[1].created_at
