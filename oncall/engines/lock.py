"""Who is using the engines: locks that the kernel lets go of when their holder dies, however it dies."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

GATE = "engines.gate"  # held while somebody comes or goes
USERS = "engines.users"  # shared by everybody who uses the engines


@contextmanager
def shared(folder: Path, start: Callable[[], None], stop: Callable[[], None]) -> Iterator[None]:
    """Be one of the users for as long as the block: call `start` on coming, and `stop` if the last one out.

    Only one process at a time comes or goes, so `start` must do nothing when everything is running.
    """
    with _opened(folder / GATE) as gate, _opened(folder / USERS) as users:
        try:
            with _held(gate):
                fcntl.flock(users, fcntl.LOCK_SH)
                start()
            yield
        finally:
            with _held(gate):
                if _is_only_holder(users):
                    stop()


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Nobody comes or goes during the block; whether nobody is using the engines either."""
    with _opened(folder / GATE) as gate, _opened(folder / USERS) as users, _held(gate):
        yield _is_only_holder(users)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if os.geteuid() == 0:  # root's visit must not shut out the user whose data these are
            os.fchown(descriptor, path.parent.stat().st_uid, path.parent.stat().st_gid)
        yield descriptor
    finally:
        os.close(descriptor)


@contextmanager
def _held(descriptor: int) -> Iterator[None]:
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


def _is_only_holder(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
