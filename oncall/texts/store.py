"""Queries about texts: keeping one, finding its conversation, and whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, not_, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.access.tables import UserRow
from oncall.contacts.read_store import as_reader, may_see_child, visible_to
from oncall.contacts.tables import ContactChildRow, ContactRow, EventRow, MessageRow, Outcome, State
from oncall.people.tables import ChildRow
from oncall.telephony.forms import InboundText
from oncall.texts.tables import AcknowledgedRow, PictureOpenedRow, PictureRow, ThreadRow

NEW = "new"
"""The kind of a text of which nothing has been made yet."""


@dataclass(frozen=True, slots=True)
class NewContact:
    """A contact about to be opened by a text, whose id is `sid`; `number` is None if it cannot be rung."""

    ref: str
    service_id: int
    sid: str
    sender: str
    number: str | None
    our_number: str
    owners: tuple[str, ...]
    in_office_hours: bool
    at: datetime


def keep(session: Session, came: InboundText, now: datetime) -> int | None:
    """Keep a text and what came with it; None if we have it already."""
    kept = (
        insert(MessageRow)
        .values(
            provider_sid=came.sid,
            direction="in",
            kind=NEW,
            from_number=came.from_raw,
            to_number=came.to_number,
            body=came.body,
            status="received",
            opt_out=came.opt_out,
            created_at=now,
        )
        .on_conflict_do_nothing(index_elements=["provider_sid"])
        .returning(MessageRow.id)
    )
    message_id = session.scalar(kept)
    if message_id is not None:
        for seq, (address, content_type) in enumerate(came.media):
            session.add(
                PictureRow(message_id=message_id, seq=seq, address=address, content_type=content_type)
            )
    return message_id


def lock(session: Session, message_id: int) -> MessageRow | None:
    """A text, locked until the transaction ends."""
    return session.scalar(select(MessageRow).where(MessageRow.id == message_id).with_for_update())


def lock_number(session: Session, service_id: int, number: str) -> None:
    """Wait until no other text of this sender is being made sense of; the lock goes with the transaction."""
    session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:number, :service))"),
        {"number": number, "service": service_id},
    )


def open_thread(session: Session, service_id: int, number: str, since: datetime) -> ThreadRow | None:
    """The newest conversation with a sender that goes on: not closed, not written up, alive since then."""
    found = (
        select(ThreadRow)
        .join(ContactRow, ContactRow.id == ThreadRow.contact_id)
        .where(ThreadRow.service_id == service_id, ThreadRow.number == number, *_goes_on(since))
        .order_by(ThreadRow.contact_id.desc())
        .limit(1)
    )
    return session.scalar(found)


def open_contact(session: Session, new: NewContact) -> ThreadRow | None:
    """Open a contact with its conversation; None if its reference is taken."""
    row = (
        insert(ContactRow)
        .values(
            ref=new.ref,
            service_id=new.service_id,
            channel="sms",
            direction="in",
            provider_sid=new.sid,
            caller_number=new.number,
            caller=new.owners[0] if len(new.owners) == 1 else None,
            match="candidate" if new.owners else "none",
            candidates=list(new.owners),
            in_office_hours=new.in_office_hours,
            started_at=new.at,
            ended_at=new.at,
            outcome=Outcome.OPEN,
            state=State.OPEN,
        )
        .on_conflict_do_nothing(index_elements=["ref"])
        .returning(ContactRow.id)
    )
    contact_id = session.scalar(row)
    if contact_id is None:
        return None
    session.add(EventRow(key=f"texted:{new.sid}", contact_id=contact_id, at=new.at, what="texted"))
    thread = ThreadRow(contact_id=contact_id, service_id=new.service_id, number=new.sender)
    thread.our_number, thread.last_at, thread.last_in_at = new.our_number, new.at, new.at
    session.add(thread)
    session.flush()
    return thread


def thread(session: Session, contact_id: int | None) -> ThreadRow | None:
    """The conversation of a contact."""
    return session.get(ThreadRow, contact_id)


def acknowledge(session: Session, service_id: int, number: str, *, now: datetime, since: datetime) -> bool:
    """Whether a number is to be told that its text has come; not again if it was told after `since`."""
    told = (
        insert(AcknowledgedRow)
        .values(service_id=service_id, number=number, at=now)
        .on_conflict_do_update(
            index_elements=["service_id", "number"], set_={"at": now}, where=AcknowledgedRow.at <= since
        )
        .returning(AcknowledgedRow.at)
    )
    return session.scalar(told) is not None


def touch(session: Session, contact_id: int, now: datetime) -> None:
    """Something was said in a conversation: it, and its contact, last until then."""
    session.execute(update(ThreadRow).where(ThreadRow.contact_id == contact_id).values(last_at=now))
    session.execute(
        update(ContactRow)
        .where(ContactRow.id == contact_id, ContactRow.channel == "sms")
        .values(ended_at=now)
    )


def see(session: Session, contact_id: int, now: datetime) -> None:
    """Whoever owns a conversation has seen it as it is now."""
    session.execute(update(ThreadRow).where(ThreadRow.contact_id == contact_id).values(seen_at=now))


def close(session: Session, contact_id: int, staff_id: str, now: datetime) -> bool:
    """A conversation is over; False if it was already."""
    going_on = update(ThreadRow).where(ThreadRow.contact_id == contact_id, ThreadRow.closed_at.is_(None))
    closed = going_on.values(closed_at=now, closed_by=staff_id).returning(ThreadRow.contact_id)
    return session.scalar(closed) is not None


def of_thread(session: Session, contact_id: int) -> Sequence[MessageRow]:
    """What was said in a conversation, by the sender and by us, in order."""
    said = MessageRow.kind.in_(("text", "reply", "acknowledged"))
    found = select(MessageRow).where(MessageRow.contact_id == contact_id, said)
    return session.scalars(found.order_by(MessageRow.created_at, MessageRow.id)).all()


def newest_from_sender(session: Session, contact_id: int, most: int) -> list[MessageRow]:
    """The newest texts of a conversation's sender, in order."""
    came = select(MessageRow).where(MessageRow.contact_id == contact_id, MessageRow.kind == "text")
    newest = came.order_by(MessageRow.created_at.desc(), MessageRow.id.desc()).limit(most)
    return list(reversed(session.scalars(newest).all()))


def hidden_from(session: Session, staff_id: str, contact_id: int) -> bool:
    """Whether a contact is about a child of whom somebody may see nothing."""
    about = select(ContactChildRow.contact_id).join(ChildRow, ChildRow.ref == ContactChildRow.child_ref)
    hidden = about.where(ContactChildRow.contact_id == contact_id, not_(may_see_child(staff_id)))
    return session.scalar(select(exists(hidden))) or False


def pictures(session: Session, message_ids: Sequence[int]) -> Sequence[PictureRow]:
    """What came with these texts, in order."""
    found = select(PictureRow).where(PictureRow.message_id.in_(message_ids))
    return session.scalars(found.order_by(PictureRow.message_id, PictureRow.seq)).all()


def picture_ids(session: Session, message_id: int) -> list[int]:
    """What came with one text, in order."""
    return [one.id for one in pictures(session, [message_id])]


def picture_with_text(session: Session, picture_id: int) -> tuple[PictureRow, MessageRow] | None:
    """A picture and the text that it came with."""
    found = select(PictureRow, MessageRow).join(MessageRow, MessageRow.id == PictureRow.message_id)
    row = session.execute(found.where(PictureRow.id == picture_id)).one_or_none()
    return None if row is None else (row[0], row[1])


def picture_fetched(session: Session, picture_id: int, file: str, now: datetime) -> None:
    """The copy of a picture is here."""
    here = update(PictureRow).where(PictureRow.id == picture_id, PictureRow.file.is_(None))
    session.execute(here.values(file=file, fetched_at=now))


def picture_deleted_there(session: Session, picture_id: int, now: datetime) -> None:
    """The telephone company has the picture no longer."""
    session.execute(update(PictureRow).where(PictureRow.id == picture_id).values(deleted_there_at=now))


def opened(session: Session, picture_id: int) -> Sequence[tuple[str, datetime, str]]:
    """Who has opened a picture, when and why, oldest first."""
    found = (
        select(UserRow.name, PictureOpenedRow.at, PictureOpenedRow.reason)
        .join(UserRow, UserRow.id == PictureOpenedRow.user_id)
        .where(PictureOpenedRow.picture_id == picture_id)
        .order_by(PictureOpenedRow.id)
    )
    return [(name, at, reason) for name, at, reason in session.execute(found)]


def owned(session: Session, service_id: int, staff_id: str, since: datetime) -> ContactRow | None:
    """The conversation that somebody took last and that still goes on."""
    found = (
        select(ContactRow)
        .join(ThreadRow, ThreadRow.contact_id == ContactRow.id)
        .where(
            ContactRow.service_id == service_id,
            ContactRow.callback_owner == staff_id,
            ContactRow.owned_at.is_not(None),
            *_goes_on(since),
        )
        .order_by(ContactRow.owned_at.desc(), ContactRow.id.desc())
        .limit(1)
    )
    return session.scalar(found)


def asked_about(session: Session, service_id: int, staff_id: str, since: datetime) -> Sequence[ContactRow]:
    """Contacts that somebody was texted about since then, newest first."""
    newest = func.max(MessageRow.id)
    texted = (
        select(MessageRow.contact_id, newest.label("newest"))
        .where(
            MessageRow.staff_id == staff_id,
            MessageRow.kind == "waiting",
            MessageRow.direction == "out",
            MessageRow.created_at > since,
        )
        .group_by(MessageRow.contact_id)
        .subquery()
    )
    found = select(ContactRow).join(texted, texted.c.contact_id == ContactRow.id)
    return session.scalars(
        found.where(ContactRow.service_id == service_id).order_by(texted.c.newest.desc())
    ).all()


def by_reference(
    session: Session, service_id: int, reference: str, staff_id: str, since: datetime
) -> ContactRow | None:
    """The newest contact of a service whose reference is this, or ends or begins so after its hyphen.

    Only one that somebody of the staff may see, or that they were asked about after `since`.
    """
    last = func.split_part(ContactRow.ref, "-", 2)
    fits = ContactRow.ref == reference
    if "-" not in reference:
        fits = last.startswith(reference, autoescape=True)
    found = select(ContactRow).where(ContactRow.service_id == service_id, fits)
    contact = session.scalar(found.order_by(ContactRow.id.desc()).limit(1))
    if contact is None or _sees(session, staff_id, contact.id):
        return contact
    return contact if contact in asked_about(session, service_id, staff_id, since) else None


def _sees(session: Session, staff_id: str, contact_id: int) -> bool:
    """Whether a contact is one that somebody of the staff may see."""
    seen = select(ContactRow.id).where(ContactRow.id == contact_id, *visible_to(as_reader(staff_id)))
    return session.scalar(seen) is not None


def not_understood(session: Session, staff_id: str) -> int:
    """How many texts of a member of staff in a row, up to the newest, meant nothing to us."""
    theirs = and_(MessageRow.staff_id == staff_id, MessageRow.direction == "in")
    understood = select(func.max(MessageRow.id)).where(theirs, MessageRow.kind.in_(("command", "answer")))
    after = MessageRow.id > func.coalesce(understood.scalar_subquery(), 0)
    counted = select(func.count()).select_from(MessageRow)
    return session.scalar(counted.where(theirs, MessageRow.kind == "unknown", after)) or 0


def _goes_on(since: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        ThreadRow.closed_at.is_(None),
        ThreadRow.last_at > since,
        ContactRow.written_up_at.is_(None),
    )
