"""Whose telephone is in use for which call, as far as this machine's lifeline has had it rung.

One small file for each person, named by a digest of their id and locked while it is looked at, so that of two
callers at once only one rings them. A disk that takes nothing keeps no caller from anybody.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

FOLDER = "lines"
LONGEST_NOTE = 100
FLAGS = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC


class Lines:
    """The telephones in use of a lifeline folder; times are in seconds since 1970."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER

    def take(self, person: str, call: str, *, now: int, until: int) -> bool:
        """Have a person's telephone in use for a call until then; False while it is in use for another."""
        try:
            with _opened(self._path(person)) as file:
                holder, ends = _read(file)
                if holder not in ("", call) and now < ends:
                    return False
                _write(file, f"{call} {until}")
        except OSError:
            pass
        return True

    def free(self, call: str, person: str | None = None) -> None:
        """A person's telephone, or everybody's, is no longer in use for a call."""
        with suppress(OSError):
            for path in [self._path(person)] if person is not None else list(self._folder.iterdir()):
                with _opened(path) as file:
                    if _read(file)[0] == call:
                        os.ftruncate(file, 0)

    def _path(self, person: str) -> Path:
        return self._folder / sha256(person.encode()).hexdigest()[:32]


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """The file of one person, nobody else's until the block ends."""
    try:
        file = os.open(path, FLAGS, 0o600)
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = os.open(path, FLAGS, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
    finally:
        os.close(file)


def _read(file: int) -> tuple[str, int]:
    """For which call the telephone is in use, and until when at most."""
    call, _, until = os.pread(file, LONGEST_NOTE, 0).decode("ascii", "replace").partition(" ")
    return (call, int(until)) if until.isdecimal() else ("", 0)


def _write(file: int, note: str) -> None:
    os.ftruncate(file, 0)
    os.pwrite(file, note.encode("ascii", "replace"), 0)
