"""Somebody says which children a contact is about."""

from dataclasses import dataclass
from enum import StrEnum

from oncall.access.store import Person
from oncall.contacts import child_store as store
from oncall.contacts.read_contact import find_contact
from oncall.wiring import Wiring


class Choosing(StrEnum):
    """What came of it."""

    CHOSEN = "children_chosen"
    NO_SUCH_CHILD = "child_elsewhere"
    NOT_THERE = "not_there"


@dataclass(frozen=True, slots=True)
class Ticks:
    """What a form says: the references ticked in it, one more picked from the list or "", and those that
    were ticked when it was shown."""

    now: frozenset[str]
    another: str
    before: frozenset[str]


def choose_children(ref: str, ticks: Ticks, reader: Person, w: Wiring) -> Choosing:
    """Record which children a contact is about.

    Only what the reader changed is changed, so two people who choose at once undo nothing of each other's;
    the same form sent twice changes nothing more. A child the reader may not see is as good as none.
    """
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref, to_change=True)
        if contact is None:
            return Choosing.NOT_THERE
        offered = {one.ref for one in store.choices(work.session, reader, contact, ())}
        wanted = ticks.now | {ticks.another} - {""}
        if not (wanted - ticks.before) <= offered:
            return Choosing.NO_SUCH_CHILD
        store.add(work.session, contact.id, wanted - ticks.before)
        store.remove(work.session, contact.id, ticks.before - wanted)
        return Choosing.CHOSEN
