"""`oncall audit verify`."""

import click

from oncall.access import audit_store
from oncall.cli.database import opened
from oncall.errors import Problem
from oncall.settings import Settings


@click.group()
def audit() -> None:
    """Who looked at, changed or took away which record."""


@audit.command()
def verify() -> None:
    """Recompute the audit chain; exit 1 and the first broken entry if it does not hold.

    Keep the last hash somewhere else: a later chain that no longer holds it has been cut off.
    """
    with opened(Settings.from_env()) as unit_of_work, unit_of_work() as work:
        found = audit_store.verify(work.session)
    if found.broken is not None:
        raise Problem(f"the audit chain does not hold: entry {found.broken} was changed, or is missing")
    click.echo(f"{found.entries} entries hold; the last is {found.last}")
