"""The demo's database, which a visitor may stop from the practice page and start again.

The page asks by a word in one file, and is told by a word in another (`oncall/practice/database_switch.py`).
"""

from pathlib import Path

from oncall import engines
from oncall.cli.run import look_after, say
from oncall.errors import Problem
from oncall.files import write_whole
from oncall.settings import Settings

ASKED, TOLD = "database.asked", "database.told"
STOPPED, RUNNING = "stopped", "running"


class DemoDatabase:
    """Does what the page asks for; the night begins with a database that runs."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self._settings = settings
        self._asked, self._told = folder / ASKED, folder / TOLD
        self._asked.unlink(missing_ok=True)
        self._look_after = look_after(settings)
        self._stopped = False
        self._tell()

    def look(self) -> None:
        """What the supervisor does meanwhile: what is asked for; and start what has died by itself."""
        try:
            self._obey()
        except Problem as problem:
            say(str(problem))
        if not self._stopped:
            self._look_after()

    def _obey(self) -> None:
        asked = self._word()
        if asked == STOPPED and not self._stopped:
            self._stopped = True
            engines.halt_database(self._settings)
            say("the database is stopped, as the practice page asks; calls are answered without it")
            self._tell()
        elif asked == RUNNING and self._stopped:
            engines.revive(self._settings)
            self._stopped = False
            say("the database runs again")
            self._tell()

    def _word(self) -> str:
        try:
            return self._asked.read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            return ""

    def _tell(self) -> None:
        write_whole(self._told, (STOPPED if self._stopped else RUNNING).encode())
