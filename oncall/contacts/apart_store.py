"""Queries about who was on call and not rung about a contact, and whom a contact is kept from."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, any_, case, false, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from sqlalchemy.types import Text

from oncall.contacts.tables import ContactRow, EventRow
from oncall.people.apart_store import near

PASSED_OVER = "passed over"


def key_of(contact_id: int, staff_id: str) -> str:
    """What makes it one fact, however often it happens."""
    return f"passed_over:{contact_id}:{staff_id}"


def passed_over(session: Session, contact_id: int) -> list[tuple[str, datetime]]:
    """Ids of the staff who were not rung about a contact because of its caller, and since when; in order."""
    found = select(EventRow.key, EventRow.at).where(
        EventRow.contact_id == contact_id, EventRow.what == PASSED_OVER
    )
    before = len(key_of(contact_id, ""))
    return [(row.key[before:], row.at) for row in session.execute(found.order_by(EventRow.id))]


def is_apart(staff_id: str | None) -> ColumnElement[bool]:
    """Whether whoever rang or texted, or may have, is somebody whom a reader is in conflict with.

    Not what is theirs all the same, because they took it or nobody else was there to own it.
    """
    if staff_id is None:
        return false()
    ids = func.array(select(near(staff_id).subquery().c[0]).scalar_subquery(), type_=ARRAY(Text))
    theirs = case(
        (ContactRow.match == "none", false()),
        (ContactRow.caller.is_(None), ContactRow.candidates.overlap(ids)),
        else_=ContactRow.caller == any_(ids),
    )
    return and_(
        theirs,
        ContactRow.accepted_by.is_distinct_from(staff_id),
        ContactRow.callback_owner.is_distinct_from(staff_id),
    )
