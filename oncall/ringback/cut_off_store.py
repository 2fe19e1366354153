"""Queries about lines that may have dropped: what is known of a call's end, whom we asked, what they said."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, not_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from oncall.access.store import Person
from oncall.access.tables import UserRow
from oncall.contacts.read_store import summaries, visible_to
from oncall.contacts.summary import Summary
from oncall.contacts.tables import CallLegRow, ContactRow, FieldRow, MessageRow
from oncall.ringback.tables import CutOffRow


@dataclass(frozen=True, slots=True)
class NewCutOff:
    """Somebody about to be asked; they talked for `seconds`."""

    contact_id: int
    staff_id: str
    seconds: int
    texted: bool
    at: datetime


def ask(session: Session, new: NewCutOff) -> bool:
    """Write down that somebody is asked; False if anybody has been, about this contact."""
    row = insert(CutOffRow).values(
        contact_id=new.contact_id,
        staff_id=new.staff_id,
        seconds=new.seconds,
        texted=new.texted,
        asked_at=new.at,
    )
    asked = row.on_conflict_do_nothing().returning(CutOffRow.contact_id)
    return session.scalar(asked) is not None


def open_question(
    session: Session, contact_id: int, staff_id: str | None, since: datetime
) -> CutOffRow | None:
    """What somebody was asked about a contact after `since` and has not answered."""
    theirs = select(CutOffRow).join(ContactRow, ContactRow.id == CutOffRow.contact_id)
    found = theirs.where(CutOffRow.contact_id == contact_id, *_open(staff_id, since))
    return session.scalar(found.execution_options(populate_existing=True))


def open_questions(
    session: Session, reader: Person, service_id: int, since: datetime
) -> list[tuple[Summary, int]]:
    """Contacts about which the reader has such a question before them, with the seconds of talk."""
    found = select(ContactRow, CutOffRow.seconds).join(CutOffRow, CutOffRow.contact_id == ContactRow.id)
    rows = session.execute(
        found.where(
            ContactRow.service_id == service_id, *_open(reader.staff_id, since), *visible_to(reader)
        ).order_by(CutOffRow.asked_at.desc())
    ).all()
    return list(zip(summaries(session, [row[0] for row in rows]), [row[1] for row in rows], strict=True))


def asked_by_text(session: Session, service_id: int, staff_id: str, since: datetime) -> ContactRow | None:
    """The contact about which somebody was texted such a question, unless another has been waiting since."""
    waits = select(MessageRow.id).where(
        MessageRow.staff_id == staff_id,
        MessageRow.kind == "waiting",
        MessageRow.direction == "out",
        MessageRow.created_at > CutOffRow.asked_at,
    )
    asked = select(ContactRow).join(CutOffRow, CutOffRow.contact_id == ContactRow.id)
    found = asked.where(
        ContactRow.service_id == service_id, CutOffRow.texted, *_open(staff_id, since), not_(exists(waits))
    )
    return session.scalar(found.order_by(CutOffRow.asked_at.desc()).limit(1))


def answer(session: Session, contact_id: int, word: str, now: datetime) -> None:
    """The question has its answer; a second one changes nothing."""
    this = update(CutOffRow).where(CutOffRow.contact_id == contact_id, CutOffRow.answered_at.is_(None))
    session.execute(this.values(answered_at=now, answer=word))


def legs(session: Session, contact_id: int) -> Sequence[CallLegRow]:
    """Every telephone's part of the call, as it stands in the database."""
    found = select(CallLegRow).where(CallLegRow.contact_id == contact_id)
    return session.scalars(found.execution_options(populate_existing=True)).all()


def forget(session: Session, contact_id: int) -> None:
    """What was asked about a contact before: a call back that follows is another call to ask about."""
    session.execute(delete(CutOffRow).where(CutOffRow.contact_id == contact_id))


def rang_since(session: Session, contact: ContactRow, since: datetime) -> bool:
    """Whether the same number has rung the service since, or the one they asked to be rung on."""
    theirs = [one for one in (contact.caller_number, contact.given_number) if one is not None]
    later = select(ContactRow.id).where(
        ContactRow.caller_number.in_(theirs),
        ContactRow.service_id == contact.service_id,
        ContactRow.channel == "voice",
        ContactRow.started_at > since,
    )
    return session.scalar(select(exists(later))) or False


def wrote_since(session: Session, contact_id: int, staff_id: str, since: datetime) -> bool:
    """Whether somebody has written in a contact's record since then."""
    wrote = (
        select(FieldRow.id)
        .join(UserRow, UserRow.id == FieldRow.saved_by)
        .where(FieldRow.contact_id == contact_id, FieldRow.saved_at > since, UserRow.staff_id == staff_id)
    )
    return session.scalar(select(exists(wrote))) or False


def _open(staff_id: str | None, since: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        CutOffRow.staff_id == staff_id,
        CutOffRow.answered_at.is_(None),
        CutOffRow.asked_at > since,
        ContactRow.written_up_at.is_(None),
    )
