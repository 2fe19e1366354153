"""Queries for the lifeline: what kind of caller a number belongs to, and when it had to answer."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from oncall.contacts.arrival_store import LONGEST_CALL, SAME_CALLER
from oncall.contacts.tables import ContactRow
from oncall.numbers.tables import NoContactRow, RestrictionRow
from oncall.people.apart import Apart, apart_by
from oncall.people.apart_store import pairs
from oncall.people.tables import (
    PersonPhoneRow,
    PersonRow,
    PlacementCarerRow,
    PlacementRow,
    ServiceChildRow,
    ServicePersonRow,
)
from oncall.recovery.tables import LifelinePeriodRow

PAUSE = timedelta(minutes=5)
"""Two requests with more time between them belong to two outages."""


def owners_by_number(session: Session, service_id: int) -> dict[str, list[str]]:
    """The kinds of caller behind each number (E.164) that a service knows: several for a shared telephone."""
    rows = session.execute(
        select(PersonPhoneRow.number, PersonRow.kind)
        .join(PersonRow, PersonRow.id == PersonPhoneRow.person_id)
        .join(ServicePersonRow, ServicePersonRow.person_id == PersonRow.id)
        .where(
            PersonPhoneRow.ended_at.is_(None),
            PersonRow.ended_at.is_(None),
            ServicePersonRow.ended_at.is_(None),
            ServicePersonRow.service_id == service_id,
        )
    )
    kinds: dict[str, list[str]] = {}
    for row in rows:
        kinds.setdefault(row.number, []).append(row.kind)
    return kinds


def apart_by_number(session: Session, service_id: int) -> dict[str, Apart]:
    """Who of the staff is in conflict with the owners of a number (E.164), where anybody is."""
    owners: dict[str, set[str]] = {}
    rows = session.execute(
        select(PersonPhoneRow.number, PersonPhoneRow.person_id)
        .join(ServicePersonRow, ServicePersonRow.person_id == PersonPhoneRow.person_id)
        .where(
            PersonPhoneRow.ended_at.is_(None),
            ServicePersonRow.ended_at.is_(None),
            ServicePersonRow.service_id == service_id,
        )
    )
    for row in rows:
        owners.setdefault(row.number, set()).add(row.person_id)
    conflicts = pairs(session, set().union(*owners.values()))
    found = {number: apart_by(conflicts, people) for number, people in owners.items()}
    return {number: apart for number, apart in found.items() if apart}


def restricted_numbers(session: Session, service_id: int, now: datetime) -> dict[str, datetime]:
    """The numbers whose calls a service does not put through, each with until when.

    Never one that a child may ring from: a telephone of a household that a child lives in now.
    """
    a_childs = (
        select(PersonPhoneRow.number)
        .join(PlacementCarerRow, PlacementCarerRow.person_id == PersonPhoneRow.person_id)
        .join(PlacementRow, PlacementRow.id == PlacementCarerRow.placement_id)
        .where(
            PersonPhoneRow.number == RestrictionRow.number,
            PersonPhoneRow.ended_at.is_(None),
            PlacementCarerRow.ended_at.is_(None),
            PlacementRow.ended_at.is_(None),
        )
    )
    rows = session.execute(
        select(RestrictionRow.number, RestrictionRow.until).where(
            RestrictionRow.service_id == service_id,
            RestrictionRow.approved_at.is_not(None),
            RestrictionRow.ended_at.is_(None),
            RestrictionRow.until > now,
            ~a_childs.exists(),
        )
    )
    return {row.number: row.until for row in rows}


def no_contact_numbers(session: Session, service_id: int) -> list[str]:
    """Every number on the no-contact list of a child that a service looks after."""
    listed = (
        select(NoContactRow.number)
        .join(ServiceChildRow, ServiceChildRow.child_ref == NoContactRow.child_ref)
        .where(
            NoContactRow.ended_at.is_(None),
            ServiceChildRow.service_id == service_id,
            ServiceChildRow.ended_at.is_(None),
        )
    )
    return sorted(set(session.scalars(listed)))


@dataclass(frozen=True, slots=True)
class Holder:
    """Who had the last call from a number; `ended_at` is None while it goes on."""

    number: str = field(repr=False)
    had_by: str
    ended_at: datetime | None


def recent_holders(session: Session, service_id: int, now: datetime) -> list[Holder]:
    """Whoever would be put first through to a caller who rings again, for each such caller."""
    owner = case((ContactRow.owned_at.is_not(None), ContactRow.callback_owner))
    had_by = func.coalesce(ContactRow.accepted_by, owner)
    newest = (
        select(ContactRow.caller_number, had_by, ContactRow.ended_at)
        .ext(distinct_on(ContactRow.caller_number))
        .where(
            ContactRow.service_id == service_id,
            ContactRow.channel == "voice",
            ContactRow.caller_number.is_not(None),
            ContactRow.started_at > now - LONGEST_CALL - SAME_CALLER,
            func.coalesce(ContactRow.ended_at, now) > now - SAME_CALLER,
            had_by.is_not(None),
        )
        .order_by(ContactRow.caller_number, ContactRow.id.desc())
    )
    return [Holder(row[0] or "", row[1], row[2]) for row in session.execute(newest)]


def answered_at(session: Session, at: datetime, *, put_aside: bool) -> None:
    """The lifeline answered at `at`: the outage it belongs to grows, or a new one begins."""
    near = (
        select(LifelinePeriodRow.id)
        .where(LifelinePeriodRow.began_at <= at + PAUSE, LifelinePeriodRow.ended_at >= at - PAUSE)
        .order_by(LifelinePeriodRow.began_at)
        .limit(1)
        .with_for_update()
    )
    period = session.scalar(near)
    if period is None:
        session.add(LifelinePeriodRow(began_at=at, ended_at=at, requests=1, put_aside=int(put_aside)))
        return
    row = session.get_one(LifelinePeriodRow, period)
    row.began_at, row.ended_at = min(row.began_at, at), max(row.ended_at, at)
    row.requests += 1
    row.put_aside += put_aside


def periods(session: Session, since: datetime) -> list[LifelinePeriodRow]:
    """When the service ran on its lifeline, newest first, as far as it went on after `since`."""
    rows = session.scalars(
        select(LifelinePeriodRow)
        .where(LifelinePeriodRow.ended_at >= since)
        .order_by(LifelinePeriodRow.began_at.desc())
    )
    return list(rows)
