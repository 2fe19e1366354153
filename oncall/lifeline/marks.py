"""What one request of a call must know of another though nothing is looked up: that somebody has taken it.

A mark is an empty file named by the provider's id of the call; all processes of a machine see it.
"""

import os
from contextlib import suppress
from pathlib import Path

FOLDER = "marks"
KEPT_SECONDS = 24 * 3600


class Marks:
    """The marks of a lifeline folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER

    def put(self, what: str, call: str, now: int) -> None:
        """Mark a call (its id has been checked to be one). A disk that is full leaves it unmarked."""
        mark = self._folder / f"{call}.{what}"
        with suppress(OSError):
            try:
                _touch(mark, now)
            except FileNotFoundError:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                _touch(mark, now)

    def has(self, what: str, call: str) -> bool:
        """Whether a call has been marked so."""
        return call.isalnum() and (self._folder / f"{call}.{what}").exists()

    def forget_old(self, now: int) -> None:
        """Remove the marks of yesterday's calls."""
        with suppress(OSError):
            for mark in self._folder.iterdir():
                if mark.stat().st_mtime < now - KEPT_SECONDS:
                    mark.unlink(missing_ok=True)


def _touch(mark: Path, now: int) -> None:
    os.close(os.open(mark, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))
    os.utime(mark, (now, now))
