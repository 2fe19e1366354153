"""`oncall up`, and the three processes it is made of: `web`, `worker` and `clock`."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import click

from oncall import engines, logs
from oncall.errors import Problem
from oncall.reading_in import read_in
from oncall.settings import Settings
from oncall.supervisor import Child, refuse_taken, supervise

LOOK_AFTER_ENGINES = 3.0  # seconds

already_migrated = click.option(
    "--migrated", is_flag=True, help="The database has the tables of this release: do not look."
)


@click.command()
def up() -> None:
    """Run the service on this machine: web, worker and clock, until Ctrl-C."""
    settings = Settings.from_env()
    if settings.practice:
        raise Problem("ONCALL_PRACTICE is for oncall demo alone; unset it, then oncall up answers real calls")
    settings.require("secret_key", "twilio_account_sid", "twilio_auth_token")
    refuse_taken(settings.host, settings.port)
    logs.configure()
    end_in_order()
    with engines.running(settings) as running:
        migrate(running.database_url)
        read_all_in()
        say(f"answering on http://{settings.bind}; Ctrl-C stops everything")
        supervise(service(running), say=say, meanwhile=look_after(settings))


@click.command()
@already_migrated
def web(migrated: bool) -> None:
    """Answer the telephone company and show the pages."""
    from oncall.web import serve

    with joined(migrated=migrated) as settings:
        refuse_taken(settings.host, settings.port)
        serve(settings)


@click.command()
@already_migrated
def worker(migrated: bool) -> None:
    """Do what the queue announces: texts, calls, recordings."""
    from oncall.worker import work

    read_in("oncall.jobs")  # before the first bell, which somebody may be waiting for
    with joined(migrated=migrated) as settings:
        work(settings)


@click.command()
@already_migrated
def clock(migrated: bool) -> None:
    """Find what is due and what was missed, every second."""
    read_in("oncall.app")
    from oncall.app import ask_again
    from oncall.clock import run

    with joined(migrated=migrated):
        run(ask_again)


def service(running: engines.Engines) -> list[Child]:
    """The three processes of the service, on a database that has been migrated."""
    env = {"ONCALL_DATABASE_URL": running.database_url, "ONCALL_REDIS_URL": running.redis_url}
    return [Child(name, partial(oncall, name, "--migrated"), env) for name in ("web", "worker", "clock")]


def oncall(*words: str) -> None:
    """Do what the command `oncall words` does, in a process of its own."""
    from oncall.cli import main

    sys.argv[1:] = words
    main()


def read_all_in() -> None:
    """Read in what the three processes need: they then start at once, also when one has died."""
    for module in ("oncall.app", "oncall.jobs", "oncall.clock", "oncall.worker", "oncall.web"):
        read_in(module)


def end_in_order() -> None:
    """Leave the engines also when told to stop while starting; later, each process has its own way."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(0))


def migrate(database_url: str) -> None:
    """Bring the database to the shape of this release."""
    from oncall.db.migrate import upgrade

    upgrade(database_url)


def say(sentence: str) -> None:
    """Tell the operator something, in one line on standard error."""
    click.echo(f"oncall: {sentence}", err=True)


def look_after(settings: Settings) -> "partial[None]":
    """What a supervisor does meanwhile: start an engine of ours that has died, and say so."""
    return partial(_look_after, settings, [time.monotonic()])


def _look_after(settings: Settings, last: list[float]) -> None:
    if time.monotonic() - last[0] < LOOK_AFTER_ENGINES:
        return
    last[0] = time.monotonic()
    try:
        if engines.revive(settings):
            say("an engine had died and was started again")
    except Problem as problem:
        say(str(problem))


@contextmanager
def joined(*, migrated: bool) -> Iterator[Settings]:
    """One process of the service: its settings, with the addresses of the engines it has joined.

    The environment tells them to whatever this process starts. A database that does not answer stops nobody.
    """
    settings = Settings.from_env()
    logs.configure()
    end_in_order()
    with engines.running(settings) as running:
        os.environ["ONCALL_DATABASE_URL"] = running.database_url
        os.environ["ONCALL_REDIS_URL"] = running.redis_url
        if not migrated:
            try:
                migrate(running.database_url)
            except Problem as problem:
                say(f"{problem}; starting without it")
        yield settings.model_copy(
            update={"database_url": running.database_url, "redis_url": running.redis_url}
        )
