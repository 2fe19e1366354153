"""`oncall export`: one JSON object a line on standard output, oldest first."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click
from sqlalchemy.orm import Session

from oncall.access import audit_store
from oncall.access.audit_store import Entry
from oncall.cli.database import opened
from oncall.contacts import export_store as contacts
from oncall.contacts.restricted_store import restricted_refs
from oncall.followups import export_store as follow_ups
from oncall.handover import export_store as handovers
from oncall.service.store import service_with_code
from oncall.settings import Settings
from oncall.wiring import utc_now
from rota.errors import RotaError
from rota.written import when

HOME = ZoneInfo("Europe/London")
"""What a time without an offset is local to, when no one service is named."""

Rows = Callable[..., Iterator[dict[str, Any]]]
WHAT: dict[str, Rows] = {
    "contacts": contacts.contacts,
    "calls": contacts.calls,
    "messages": contacts.messages,
    "follow-ups": follow_ups.follow_ups,
    "handovers": handovers.handovers,
    "audit": audit_store.export,
}


@click.command()
@click.argument("what", type=click.Choice(list(WHAT)))
@click.option("--format", "form", type=click.Choice(["jsonl"]), default="jsonl", help="One object a line.")
@click.option("--since", help="Only what began then or later: a date, a local time, or one with an offset.")
@click.option("--service", help="Only this service, by its code.")
@click.option("--restricted", is_flag=True, help="Restricted contacts too, which are left out otherwise.")
def export(what: str, form: str, since: str | None, service: str | None, *, restricted: bool) -> None:  # noqa: ARG001
    """Print contacts, calls, messages, follow-ups, handovers or the audit; a text never with its body.

    That it was done is itself written to the audit.
    """
    start = None if since is None else instant(since)
    with opened(Settings.from_env()) as unit_of_work, unit_of_work() as work:
        if service is not None:
            service_with_code(work.session, service)
        for row in rows(work.session, what, service, start, restricted=restricted):
            click.echo(json.dumps(row, ensure_ascii=False))
        subject = " ".join([*([service] if service else []), *(["restricted"] if restricted else [])])
        audit_store.append(work.session, Entry(None, f"export.{what}", subject, 0), utc_now())


def rows(
    session: Session, what: str, service: str | None, since: datetime | None, *, restricted: bool
) -> Iterator[dict[str, Any]]:
    """What is printed: what belongs to a restricted contact is left out unless it is asked for."""
    hidden = set() if restricted else restricted_refs(session)
    for row in WHAT[what](session, service, since):
        if not hidden.isdisjoint((row.get("ref"), row.get("contact"))):
            continue
        if isinstance(row.get("contacts"), list):
            row["contacts"] = [ref for ref in row["contacts"] if ref not in hidden]
        yield row


def instant(text: str) -> datetime:
    """What a WHEN option says: a date, a local time (in London), or a time with an offset."""
    try:
        return when(text, HOME).instant
    except RotaError as error:
        raise click.UsageError(str(error)) from None
