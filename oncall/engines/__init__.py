"""PostgreSQL and Valkey of our own, in the data folder, for whoever brings neither.

They listen on Unix sockets only, in a folder that nobody else may enter. Several processes share them: the
first starts them, later ones find them running, the last one out stops them. Whatever was killed is recovered
at the next start.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from oncall.engines import postgres, valkey
from oncall.engines.folder import DataFolder, prepared, removed
from oncall.engines.lock import alone, shared
from oncall.engines.owner import owner_of
from oncall.errors import Problem


class Wanted(Protocol):
    """What we must know of the settings."""

    @property
    def data_dir(self) -> Path: ...
    @property
    def database_url(self) -> str | None: ...
    @property
    def redis_url(self) -> str | None: ...


@dataclass(frozen=True)
class Engines:
    """Where the database (an SQLAlchemy address) and the queue are."""

    database_url: str
    redis_url: str


@contextmanager
def running(settings: Wanted) -> Iterator[Engines]:
    """The engines, running for as long as the block; those whose address is set are used and not started.

    Raises Problem when the data folder or the engines in it cannot be used.
    """
    if settings.database_url and settings.redis_url:
        yield Engines(settings.database_url, settings.redis_url)
        return
    folder = _folder(settings.data_dir)
    with shared(folder.path, lambda: _start(settings, folder), lambda: _stop(folder)):
        yield Engines(
            settings.database_url or postgres.url(folder.sockets),
            settings.redis_url or valkey.url(folder.sockets),
        )


def database_in_reach(settings: Wanted) -> str | None:
    """Where the database is, if its address is set or ours is running; nothing is made or started."""
    if settings.database_url or not (settings.data_dir / "postgres").is_dir():
        return settings.database_url
    folder = _folder(settings.data_dir)
    return postgres.url(folder.sockets) if postgres.is_alive(folder) else None


def revive(settings: Wanted) -> bool:
    """Start an engine that has died while in use; whether there was one. Cheap when all is well."""
    if settings.database_url and settings.redis_url:
        return False
    folder = _folder(settings.data_dir)
    died = (not settings.database_url and not postgres.is_alive(folder)) or (
        not settings.redis_url and not valkey.is_alive(folder)
    )
    if died:
        with alone(folder.path):
            _start(settings, folder)
    return died


def halt_database(settings: Wanted) -> None:
    """Stop the database of ours though it is in use, until `revive`; the queue goes on."""
    if settings.database_url:
        return
    folder = _folder(settings.data_dir)
    with alone(folder.path):
        postgres.stop(folder, owner_of(folder, postgres.PROGRAMS))


def erase(data_dir: Path) -> None:
    """Delete the data folder and everything in it; a missing one is no problem.

    Raises Problem when somebody is using its engines.
    """
    if not data_dir.exists():
        return
    folder = _folder(data_dir)
    with alone(folder.path) as nobody_else:
        if not nobody_else:
            raise Problem(f"oncall is running with the data in {data_dir}; stop it first")
        _stop(folder)
        removed(folder)


def _folder(data_dir: Path) -> DataFolder:
    try:
        return prepared(data_dir)
    except OSError as error:
        raise _unusable(data_dir, error) from error


def _start(settings: Wanted, folder: DataFolder) -> None:
    try:
        owner = owner_of(folder, postgres.PROGRAMS)
        if not settings.database_url:
            postgres.start(folder, owner)
        if not settings.redis_url:
            valkey.start(folder, owner)
    except OSError as error:
        raise _unusable(folder.path, error) from error


def _stop(folder: DataFolder) -> None:
    owner = owner_of(folder, postgres.PROGRAMS)
    valkey.stop(folder)
    postgres.stop(folder, owner)


def _unusable(data_dir: Path, error: OSError) -> Problem:
    return Problem(
        f"the data folder {data_dir} cannot be used ({error.strerror or error}); "
        "set ONCALL_DATA_DIR to a folder of this user's own"
    )
