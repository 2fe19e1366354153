"""A contact on another line, or in person, is entered by hand: about none, one or several children."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from oncall.access.store import Person
from oncall.contacts import by_hand_store as store
from oncall.contacts import child_store, record_store
from oncall.contacts.record import ChildChoice
from oncall.contacts.record_fields import CHOICES, LONGEST, clean
from oncall.contacts.refs import REF_TRIES, new_ref
from oncall.contacts.save_record import put
from oncall.contacts.summary import Somebody
from oncall.contacts.tables import ContactRow, EventRow
from oncall.contacts.typed_time import past_time
from oncall.db.unit_of_work import UnitOfWork
from oncall.service.config import ServiceConfig
from oncall.service.reader_store import services_of
from oncall.service.store import config_of
from oncall.wiring import Wiring


class Entering(StrEnum):
    """What came of it."""

    ENTERED = "by_hand_entered"
    NO_SERVICE = "by_hand_service_needed"
    NO_WAY = "by_hand_way_needed"
    NO_SUCH_TIME = "by_hand_when_needed"
    NO_SUCH_PERSON = "by_hand_caller_elsewhere"
    NO_SUCH_CHILD = "by_hand_child_elsewhere"
    NO_WORDS = "by_hand_note_needed"
    TOO_LONG = "by_hand_too_long"


@dataclass(frozen=True, slots=True)
class Entry:
    """What the form says: `key` is its own, `caller` and `service` ids or "", `children` references."""

    key: str
    service: str
    way: str
    when: str
    caller: str
    children: frozenset[str]
    note: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Offered:
    """What may be chosen: services by id, people and children of all of them."""

    services: Mapping[int, str]
    people: tuple[Somebody, ...]
    children: tuple[ChildChoice, ...]


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of it, and the contact's reference."""

    what: Entering
    ref: str = ""


def offered(reader: Person, w: Wiring) -> Offered:
    """What the reader may choose from."""
    with w.unit_of_work() as work:
        return _offered(work, reader, w)


def enter(entry: Entry, reader: Person, w: Wiring) -> Entered:
    """Open the contact, which is then written up like any other. The same form twice opens one."""
    note, now = clean(entry.note), w.now()
    with w.unit_of_work() as work:
        service_id = _service(_offered(work, reader, w), entry.service)
        if service_id is None or reader.staff_id is None:
            return Entered(Entering.NO_SERVICE)
        config = config_of(w.config_cache, work.session, service_id)
        at = past_time(entry.when, now, config.zone)
        mistake = _mistake(entry, _offered(work, reader, w, service_id), note)
        if mistake is not None or at is None:
            return Entered(mistake or Entering.NO_SUCH_TIME)
        key = f"by_hand:{reader.user_id}:{entry.key[:64]}"
        event = store.claim(work.session, key, now)
        if event is None:
            before = store.written_before(work.session, key)
            return Entered(Entering.ENTERED, before.ref if before else "")
        contact = _open(work, entry, event, config, reader.staff_id, at)
        child_store.add(work.session, contact.id, entry.children)
        put(work, contact, {"way": entry.way, "note": note}, reader, now)
        return Entered(Entering.ENTERED, contact.ref)


def _open(
    work: UnitOfWork, entry: Entry, event: EventRow, config: ServiceConfig, taken_by: str, at: datetime
) -> ContactRow:
    for _ in range(REF_TRIES):
        new = store.ByHand(
            ref=new_ref(at, config.zone),
            service_id=config.id,
            caller=entry.caller or None,
            taken_by=taken_by,
            at=at,
            in_office_hours=config.hours.is_open(at),
        )
        contact = store.open_contact(work.session, new, event)
        if contact is not None:
            return contact
    raise RuntimeError("no free reference for a contact")


def _offered(work: UnitOfWork, reader: Person, w: Wiring, only: int | None = None) -> Offered:
    """Only whoever is on a service's staff may write down what they took for it."""
    mine = services_of(work.session, reader.staff_id) if reader.staff_id else []
    ids = [one.id for one in mine if only in (None, one.id)]
    people = {one.id: one for each in ids for one in record_store.people_of(work.session, each)}
    return Offered(
        {one: config_of(w.config_cache, work.session, one).name for one in ids},
        tuple(sorted(people.values(), key=lambda one: (one.name, one.id))),
        store.children_of(work.session, reader, ids),
    )


def _service(offer: Offered, chosen: str) -> int | None:
    if len(offer.services) == 1 and not chosen:
        return next(iter(offer.services))
    return next((one for one in offer.services if str(one) == chosen), None)


def _mistake(entry: Entry, offer: Offered, note: str) -> Entering | None:
    if entry.way not in CHOICES["way"]:
        return Entering.NO_WAY
    if entry.caller and entry.caller not in {one.id for one in offer.people}:
        return Entering.NO_SUCH_PERSON
    if not entry.children <= {one.ref for one in offer.children}:
        return Entering.NO_SUCH_CHILD
    if not note:
        return Entering.NO_WORDS
    return Entering.TOO_LONG if len(note) > LONGEST else None
