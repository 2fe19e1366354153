"""`oncall reconcile`."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import click
from sqlalchemy.exc import OperationalError

from oncall import engines
from oncall.calls.nightly import day_of
from oncall.calls.reconcile import Kind, reconcile
from oncall.db.engine import WORKER_STATEMENT_MS
from oncall.db.migrate import upgrade
from oncall.errors import Problem
from oncall.service.connect import said
from oncall.service.store import read_config, service_with_code
from oncall.settings import Settings
from oncall.telephony.gateway import TelephonyError
from oncall.telephony.twilio_gateway import TwilioTelephony
from oncall.wiring import Wiring, wire

SAYS = {
    Kind.NOT_HERE: "came in and we knew nothing of it; it is a contact now, to be rung back",
    Kind.STILL_OPEN: "had ended, and was still open here; it is ended now",
    Kind.ENDED_OTHERWISE: "ended otherwise than we had it; put right",
    Kind.LEG_NOT_HERE: "was rung for a caller and is not in our record; it is now",
    Kind.NOBODYS: "was made from our number for no caller we know; look at it yourself",
    Kind.NOT_THERE: "is in our record and not in the company's log; look at it yourself",
}


@click.command("reconcile")
@click.option("--service", required=True, metavar="CODE", help="Which service.")
@click.option("--date", "day", required=True, metavar="DAY", help="Which day, local: 2026-11-05.")
def reconcile_command(service: str, day: str) -> None:
    """Compare the provider's call log of a day with ours and put the difference right, a line each.

    Exit 1 if something is left that cannot be put right.
    """
    settings = Settings.from_env()
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise click.UsageError(f"{day} is no day; write it like 2026-11-05") from None
    TwilioTelephony.from_settings(settings)  # says at once what is not set
    with _wired(settings) as w:
        with w.unit_of_work() as work:
            config = read_config(work.session, service_with_code(work.session, service).id)
        try:
            found = reconcile(config, *day_of(on, config.zone), w)
        except TelephonyError as error:
            raise Problem(f"the company's call log cannot be read: {said(error)}") from None
    for one in found:
        click.echo(f"{one.sid}: {SAYS[one.kind]}")
    if not found:
        click.echo("no difference")
    left = sum(not one.put_right for one in found)
    if left:
        raise Problem(f"{left} call{'s' * (left > 1)} could not be put right; see above")


@contextmanager
def _wired(settings: Settings) -> Iterator[Wiring]:
    """A process's wiring for one command; what it decides is done by the clock of the running service."""
    with engines.running(settings) as running:
        upgrade(running.database_url)
        urls = {"database_url": running.database_url, "redis_url": running.redis_url}
        w = wire(settings.model_copy(update=urls), statement_ms=WORKER_STATEMENT_MS)
        try:
            yield w
        except OperationalError:
            raise Problem("the database stopped answering; run it again") from None
        finally:
            w.sessions.kw["bind"].dispose()
