"""When somebody on call was disturbed: a call they took, a page they picked up, a caller they rang back."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from oncall.contacts.tables import AttemptRow, ContactRow
from oncall.paging.tables import PageCallRow
from oncall.ringback.tables import CallBackRow

Disturbed = tuple[str, datetime, datetime]
"""Who, from when, until when (UTC)."""


def disturbances(session: Session, service_id: int, start: datetime, end: datetime) -> list[Disturbed]:
    """Every time somebody of a service was disturbed from `start` up to `end`, by when; each to its end.

    What goes on still is left out: it has no end yet.
    """
    return sorted(
        (who, since, until)
        for query in _queries(service_id, start, end)
        for who, since, until in session.execute(query)
        if who is not None and since is not None and until is not None and since < until
    )


def _queries(
    service_id: int, start: datetime, end: datetime
) -> Iterator[Select[str | None, datetime | None, datetime | None]]:
    for table, who, since, until in (
        (AttemptRow, AttemptRow.person, AttemptRow.accepted_at, AttemptRow.ended_at),
        (PageCallRow, PageCallRow.staff_id, PageCallRow.picked_up_at, PageCallRow.ended_at),
        (CallBackRow, CallBackRow.staff_id, CallBackRow.picked_up_at, CallBackRow.ended_at),
    ):
        yield (
            select(who, since, until)
            .select_from(table)
            .join(ContactRow, ContactRow.id == table.contact_id)
            .where(
                ContactRow.service_id == service_id,
                who.is_not(None),
                until.is_not(None),
                since >= start,
                since < end,
            )
        )
