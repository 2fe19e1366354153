"""An acknowledged contact is closed with a reason, when nothing of it is open; an addendum reopens it."""

from enum import StrEnum

from oncall.access.roles import Role
from oncall.access.store import Person
from oncall.contacts import step_store
from oncall.contacts.read_contact import find_contact
from oncall.contacts.record_fields import clean
from oncall.contacts.tables import State
from oncall.followups.list_store import open_of
from oncall.wiring import Wiring

MAY_CLOSE = frozenset({Role.PRACTITIONER, Role.MANAGER, Role.TEAM_LEAD})
FROM = (State.ACKNOWLEDGED, State.REOPENED)
LONGEST_WHY = 500


class Closing(StrEnum):
    """What came of it; the word names the sentence that says so."""

    CLOSED = "contact_closed"
    NOT_YET = "contact_not_acknowledged"
    STILL_OPEN = "contact_follow_ups_open"
    NO_REASON = "contact_close_why"
    MAY_NOT = "contact_close_may_not"
    NOT_THERE = "not_there"


def close_contact(ref: str, why: str, reader: Person, w: Wiring) -> Closing:
    """Close a contact. Closing it twice closes it once, with the first reason."""
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref, to_change=True)
        if contact is None:
            return Closing.NOT_THERE
        if not reader.roles & MAY_CLOSE:
            return Closing.MAY_NOT
        if contact.state == State.CLOSED:
            return Closing.CLOSED
        if contact.state not in FROM:
            return Closing.NOT_YET
        if open_of(work.session, contact.id):
            return Closing.STILL_OPEN
        if not clean(why).strip() or len(why) > LONGEST_WHY:
            return Closing.NO_REASON
        contact.state = State.CLOSED
        step_store.add(work.session, [contact.id], State.CLOSED, reader.user_id, w.now(), clean(why).strip())
        return Closing.CLOSED
