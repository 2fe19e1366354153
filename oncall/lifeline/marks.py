"""What one request of a call must know of another though nothing is looked up: that somebody has taken it.

A mark is a file named by the provider's id of the call, empty or with a short note; all processes of a
machine see it.
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

    def put(self, what: str, call: str, now: int, note: str = "") -> None:
        """Mark a call (its id has been checked to be one). A disk that is full leaves it unmarked."""
        mark = self._folder / f"{call}.{what}"
        with suppress(OSError):
            try:
                _touch(mark, now, note)
            except FileNotFoundError:
                self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                _touch(mark, now, note)

    def has(self, what: str, call: str) -> bool:
        """Whether a call has been marked so."""
        return call.isalnum() and (self._folder / f"{call}.{what}").exists()

    def note(self, what: str, call: str) -> str:
        """The note of a mark; empty if there is none."""
        try:
            return (self._folder / f"{call}.{what}").read_text() if call.isalnum() else ""
        except (OSError, UnicodeDecodeError):
            return ""

    def forget_old(self, now: int) -> None:
        """Remove the marks of yesterday's calls."""
        with suppress(OSError):
            for mark in self._folder.iterdir():
                if mark.stat().st_mtime < now - KEPT_SECONDS:
                    mark.unlink(missing_ok=True)


def _touch(mark: Path, now: int, note: str) -> None:
    file = os.open(mark, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if note:
            os.write(file, note.encode())
    finally:
        os.close(file)
    os.utime(mark, (now, now))
