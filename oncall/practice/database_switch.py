"""The switch of the service's database, for a visitor who wants to see what happens without one.

Two files in a folder: in one the page asks for a word, in the other whoever looks after the database tells
how it is. So neither needs to know anything else of the other.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ASKED, TOLD = "database.asked", "database.told"
STOPPED, RUNNING = "stopped", "running"
PATIENCE = 20.0
LOOK_EVERY = 0.05


class DatabaseSwitch:
    """The switch whose two files are in a folder; pressing it twice is pressing it once."""

    def __init__(self, folder: Path) -> None:
        self._asked, self._told = folder / ASKED, folder / TOLD

    @property
    def is_stopped(self) -> bool:
        """Whether the database is stopped, as far as we have been told."""
        return _word(self._told) == STOPPED

    @property
    def is_turning(self) -> bool:
        """Whether something was asked for that has not been done yet."""
        return _word(self._asked) not in ("", _word(self._told))

    def ask(self, word: str, patience: float = PATIENCE) -> bool:
        """Ask for STOPPED or RUNNING and wait until it is so; whether it is."""
        new = self._asked.with_name(f"{ASKED}.new")
        new.write_text(word, encoding="ascii")
        new.replace(self._asked)
        give_up_at = time.monotonic() + patience
        while self.is_turning and time.monotonic() < give_up_at:
            time.sleep(LOOK_EVERY)
        return not self.is_turning


def _word(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
