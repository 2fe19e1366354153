"""Queries about PINs: somebody's, how often it was entered wrongly, and what waits for them."""

from datetime import datetime

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.access.store import Person
from oncall.contacts.read_store import call_back_waits, visible_to
from oncall.contacts.tables import ContactRow
from oncall.ringback.tables import CallBackRow, PinRow, PinTryRow


def pin(session: Session, staff_id: str, *, to_change: bool = False) -> PinRow | None:
    """Somebody's PIN, as it stands in the database."""
    this = select(PinRow).where(PinRow.staff_id == staff_id).execution_options(populate_existing=True)
    return session.scalar(this.with_for_update() if to_change else this)


def keep(session: Session, staff_id: str, hashed: str, now: datetime) -> None:
    """Somebody has a new PIN; nothing that was tried before counts against it."""
    values = {"hash": hashed, "set_at": now, "locked_until": None}
    row = insert(PinRow).values(staff_id=staff_id, **values)
    session.execute(row.on_conflict_do_update(index_elements=["staff_id"], set_=values))
    session.execute(delete(PinTryRow).where(PinTryRow.staff_id == staff_id))


def take_away(session: Session, staff_id: str) -> bool:
    """Somebody has no PIN any more; False if they had none."""
    gone = delete(PinRow).where(PinRow.staff_id == staff_id).returning(PinRow.staff_id)
    return session.scalar(gone) is not None


def lock(session: Session, staff_id: str, until: datetime) -> None:
    """No PIN of theirs is asked for until then."""
    session.execute(update(PinRow).where(PinRow.staff_id == staff_id).values(locked_until=until))


def entered(session: Session, call_sid: str, turn: int) -> bool | None:
    """Whether what was entered at this turn of a call was right; None if nothing was yet."""
    this = select(PinTryRow.right).where(PinTryRow.call_sid == call_sid, PinTryRow.turn == turn)
    return session.scalar(this)


def add_try(session: Session, call_sid: str, turn: int, staff_id: str, *, right: bool, now: datetime) -> bool:
    """Keep one entry; False if that turn has been kept."""
    row = insert(PinTryRow).values(call_sid=call_sid, turn=turn, staff_id=staff_id, at=now, right=right)
    return session.scalar(row.on_conflict_do_nothing().returning(PinTryRow.id)) is not None


def is_known(session: Session, call_sid: str, staff_id: str) -> bool:
    """Whether the right PIN was entered in a call."""
    right = select(PinTryRow.id).where(
        PinTryRow.call_sid == call_sid, PinTryRow.staff_id == staff_id, PinTryRow.right
    )
    return session.scalar(right.limit(1)) is not None


def wrong_in_call(session: Session, call_sid: str) -> int:
    """How often a wrong one was entered in a call."""
    wrong = select(func.count()).where(PinTryRow.call_sid == call_sid, PinTryRow.right.is_(False))
    return session.scalar(wrong) or 0


def wrong_since(session: Session, staff_id: str, since: datetime) -> int:
    """How often somebody's was entered wrongly after `since`."""
    wrong = select(func.count()).where(
        PinTryRow.staff_id == staff_id, PinTryRow.at > since, PinTryRow.right.is_(False)
    )
    return session.scalar(wrong) or 0


def waiting(session: Session, reader: Person, service_id: int, most: int) -> list[ContactRow]:
    """Contacts whose caller waits to be rung back by the reader, the one that is due first at the top."""
    theirs = select(ContactRow).where(
        ContactRow.service_id == service_id,
        ContactRow.callback_owner == reader.staff_id,
        ContactRow.called_back_at.is_(None),
        or_(ContactRow.caller_number.is_not(None), ContactRow.given_number.is_not(None)),
        call_back_waits(),
        *visible_to(reader),
    )
    in_order = theirs.order_by(ContactRow.callback_due_at.asc().nulls_first(), ContactRow.id)
    return list(session.scalars(in_order.limit(most)))


def of_call(session: Session, call_sid: str) -> CallBackRow | None:
    """The ringing back that goes on in a call of one of us."""
    this = select(CallBackRow).where(CallBackRow.provider_sid == call_sid)
    return session.scalar(this.execution_options(populate_existing=True))
