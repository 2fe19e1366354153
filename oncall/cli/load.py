"""`oncall load FILE`."""

from pathlib import Path

import click

from oncall.cli.database import opened
from oncall.rotas.document import read_file
from oncall.service.load import FileRefused, Loaded
from oncall.service.load import load as put_in_force
from oncall.service.read_service import read_service
from oncall.settings import Settings
from oncall.shifts.unfit import tell_unfit
from oncall.wiring import utc_now


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
def load(file: Path) -> None:
    """Check a service FILE and put it in force, all of it or nothing.

    It works before `oncall up` and while it runs. Every mistake is listed with its line; loading a file
    twice changes nothing. What the pages have changed of the rota stays: swaps follow their shift, and each
    that no longer fits is told in a sentence.
    """
    loaded = load_file(file, Settings.from_env())
    if loaded.changed:
        click.echo(f"{loaded.code}: version {loaded.version} is in force")
    else:
        click.echo(f"{loaded.code}: nothing changed, version {loaded.version} stays in force")
    for note in loaded.notes:
        click.echo(f"{loaded.code}: {note}")


def load_file(file: Path, settings: Settings) -> Loaded:
    """Load a file into the database of `settings`, bringing that up to date first.

    Raises Problem for a file that cannot be read or has mistakes, and for a database that cannot be used.
    """
    reading = read_service(read_file(file))
    if reading.file is None:
        raise FileRefused(reading.document, list(reading.mistakes))
    with opened(settings) as unit_of_work:
        return put_in_force(reading, unit_of_work=unit_of_work, now=utc_now, tell=tell_unfit)
