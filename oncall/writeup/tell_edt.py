"""The emergency duty team was told, or tried: who, when, and their reference go into the record."""

from dataclasses import dataclass, field
from enum import StrEnum

from oncall.access.store import Person
from oncall.contacts import record_store
from oncall.contacts.merge import Change
from oncall.contacts.read_contact import find_contact
from oncall.contacts.record_fields import clean
from oncall.contacts.save_record import Saving, Typed, keep
from oncall.contacts.typed_time import typed_time
from oncall.wiring import Wiring
from triage.note import Standing


class Telling(StrEnum):
    """What came of it."""

    TOLD = "edt_told"
    TRIED = "edt_tried"
    WHO_NEEDED = "edt_who_needed"
    NO_SUCH_TIME = "time_not_understood"
    NOT_KEPT = "edt_not_kept"
    NOT_THERE = "not_there"


@dataclass(frozen=True, slots=True)
class Told:
    """What the form says: whom they spoke to, when, their reference, and whether nobody answered.

    `key` is the form's own; `what` and `why` are how the record calls the action, and why they may know.
    """

    who: str = field(repr=False)
    when: str
    reference: str
    nobody_answered: bool
    key: str
    what: str
    why: str


def tell_edt(ref: str, told: Told, reader: Person, w: Wiring) -> Telling:
    """Keep that the duty team was told, with the evidence, or only tried. A form sent twice is kept once."""
    if not told.nobody_answered and not told.who.strip():
        return Telling.WHO_NEEDED
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref, to_change=True)
        if contact is None:
            return Telling.NOT_THERE
        zone = record_store.zone_of(work.session, contact.service_id)
        if typed_time(told.when, contact.started_at, zone) is None:
            return Telling.NO_SUCH_TIME
        changes = tuple(Change(name, "", clean(value)) for name, value in _fields(told, reader).items())
        saved = keep(work, contact, Typed(changes), reader, w.now())
        if saved.what is not Saving.SAVED:
            return Telling.NOT_KEPT
        return Telling.TRIED if told.nobody_answered else Telling.TOLD


def _fields(told: Told, reader: Person) -> dict[str, str]:
    action, line = f"action.{told.key}.", f"told.{told.key}."
    tried = {f"{action}what": told.what, f"{action}owner": reader.name, f"{action}at": told.when}
    if told.nobody_answered:
        return tried | {f"{action}standing": Standing.ATTEMPTED}
    return tried | {
        f"{action}standing": Standing.CONFIRMED,
        f"{action}confirmed_by": told.who,
        f"{action}confirmed_at": told.when,
        f"{action}reference": told.reference,
        f"{line}who": told.who,
        f"{line}at": told.when,
        f"{line}why": told.why,
    }
