"""Setting the scene: on a database of its own, or in one transaction that leaves nothing behind."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session, sessionmaker

from oncall.access.store import Person
from oncall.settings import Settings
from oncall.wiring import Wiring, use
from tests.fakes import Clock, FakeTelephony
from tests.house import engine_at
from tests.oncall.contacts.scene import STARTS_AT, Scene


def _wiring(sessions: sessionmaker[Session], data_dir: Path, **given) -> tuple[Wiring, Clock, FakeTelephony]:
    """A process's wiring with the clock and the telephone company of a test."""
    clock = Clock(STARTS_AT)
    telephony = FakeTelephony(clock)
    settings = Settings(
        data_dir=data_dir,
        secret_key=SecretStr("a secret for tests, long enough"),
        twilio_account_sid="AC" + "0" * 32,
        twilio_auth_token=SecretStr("token"),
        **given,
    )
    return Wiring(settings, sessions, lambda _row: None, lambda: telephony, clock), clock, telephony


@contextmanager
def committing(url: str, data_dir: Path, **given) -> Iterator[Scene]:
    """A scene on a database of its own with the service in it, for tests with several connections."""
    with engine_at(url) as engine:
        w, clock, telephony = _wiring(sessionmaker(engine, expire_on_commit=False), data_dir, **given)
        use(w)
        yield Scene(w, clock, telephony)
        use(None)


@contextmanager
def rolled_back(engine: Engine, data_dir: Path) -> Iterator[Scene]:
    """A scene in one transaction of a database where the service is loaded; it leaves nothing behind."""
    with engine.connect() as connection:
        outer = connection.begin()
        made = sessionmaker(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
        w, clock, telephony = _wiring(made, data_dir)
        use(w)
        yield Scene(w, clock, telephony)
        use(None)
        outer.rollback()


@dataclass(frozen=True)
class Begun:
    """A scene whose beginning has been played, on a database of its own: tests go on from there."""

    engine: Engine
    at: datetime
    calls: int
    people: dict[str, Person]


def begun(url: str, data_dir: Path, begin: Callable[[Scene], object]) -> Begun:
    """Play a beginning in which nothing is sent and nobody rung: only what is in the database is kept."""
    with committing(url, data_dir) as scene:
        begin(scene)
        assert (scene.telephony.texts, scene.telephony.calls) == ([], [])
        return Begun(create_engine(url), scene.clock(), scene.calls, dict(scene.people))


@contextmanager
def taken_up(beginning: Begun, data_dir: Path) -> Iterator[Scene]:
    """A scene that goes on from its beginning, in one transaction; it leaves nothing behind."""
    with rolled_back(beginning.engine, data_dir) as scene:
        scene.clock.at, scene.calls = beginning.at, beginning.calls
        scene.people.update(beginning.people)
        yield scene
