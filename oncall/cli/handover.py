"""`oncall handover`: the morning document at the terminal."""

from datetime import datetime, timedelta

import click

from oncall.cli.database import opened
from oncall.db.unit_of_work import UnitOfWork
from oncall.errors import Problem
from oncall.handover import document as documents
from oncall.handover import store
from oncall.handover.tables import HandoverRow
from oncall.service.config import ServiceConfig
from oncall.service.store import read_config, service_with_code
from oncall.settings import Settings
from oncall.wiring import utc_now
from oncall.words import say_lines
from rota.errors import RotaError
from rota.written import when

service_option = click.option("--service", required=True, metavar="CODE", help="Which service.")
until_option = click.option("--until", metavar="WHEN", help="The end of the period; now, unless told.")


@click.group()
def handover() -> None:
    """Show or make the handover of a period. Restricted children are left out: it is anybody's terminal."""


@handover.command()
@service_option
@until_option
def show(service: str, until: str | None) -> None:
    """Print the handover of the period that ends at WHEN."""
    _print(service, until, make=False)


@handover.command()
@service_option
@until_option
def build(service: str, until: str | None) -> None:
    """Make the handover of the period that ends at WHEN, if it is missing, and print it."""
    _print(service, until, make=True)


def _print(code: str, until: str | None, *, make: bool) -> None:
    with opened(Settings.from_env()) as unit_of_work, unit_of_work() as work:
        config = read_config(work.session, service_with_code(work.session, code).id)
        period = config.hours.handover_period(_within(until, config), config.handover_at)
        row = store.of_period(work.session, config.id, period)
        if row is None and not make:
            raise Problem("there is no handover of that period yet; oncall handover build makes it")
        click.echo(words_of(work, config, row or store.find_or_make(work.session, config.id, period)))


def words_of(work: UnitOfWork, config: ServiceConfig, row: HandoverRow) -> str:
    """What is printed of a handover, which is what anybody may see of it."""
    document = documents.make(work, row, config, documents.ANYBODY, utc_now())
    return say_lines("handover/plain", document=document, clock=lambda at: _wall(at, config))


def _within(until: str | None, config: ServiceConfig) -> datetime:
    """An instant of the period that ends at `until`; of the one that is going on, unless told."""
    if until is None:
        return utc_now()
    try:
        return when(until, config.zone).instant - timedelta(microseconds=1)
    except RotaError as error:
        raise click.UsageError(str(error)) from None


def _wall(at: datetime, config: ServiceConfig) -> str:
    return at.astimezone(config.zone).strftime("%a %d %b %H:%M")
