"""A night on the practice network whose database can be taken away and given back."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest

from oncall.app import ask_again
from oncall.db.engine import make_engine, make_sessions
from oncall.lifeline.taking_up import Backlog
from oncall.recovery.take_snapshot import keep_snapshot
from oncall.recovery.take_up import Recovery
from tests.scenarios.conftest import night, night_at
from tests.scenarios.night import Night

__all__ = ["night", "night_at"]

NOWHERE = "postgresql+psycopg://oncall@127.0.0.1:1/oncall"


@dataclass
class Dark:
    """A night, and the switch of its database."""

    night: Night

    def __post_init__(self) -> None:
        self.wiring = self.night.wiring
        self.recovery = Recovery(self.wiring, ask_again)
        self._sessions = self.wiring.sessions
        self._none = make_sessions(make_engine(NOWHERE))
        keep_snapshot(self.wiring, every=timedelta(0))

    def goes(self) -> None:
        """The database is gone."""
        self.wiring.sessions = self._none

    def comes_back(self) -> None:
        """The database is back; nothing has been taken up yet."""
        self.wiring.sessions = self._sessions

    @contextmanager
    def gone(self) -> Iterator[None]:
        """The database is gone during the block."""
        self.goes()
        yield
        self.night.network.quiet()
        self.comes_back()

    def recovers(self) -> int:
        """The database is back and everything is taken up; how many requests that were."""
        self.comes_back()
        taken, give_up_at = 0, time.monotonic() + 20
        while self.wiring.lifeline.spool.has_any():
            taken += self.recovery.take_up()
            assert time.monotonic() < give_up_at, "the spool is not emptied"
        return taken

    @property
    def aside(self) -> int:
        """How many requests were put aside."""
        return Backlog(self.wiring.lifeline.folder, self.wiring.lifeline.seal).aside()


@pytest.fixture
def dark(night: Night) -> Dark:
    """Thursday night, the database there for now."""
    return Dark(night)


@pytest.fixture
def dark_at(night_at: Callable[..., Night]) -> Callable[..., Dark]:
    """A night that begins at another time, or with options of the network."""
    return lambda *args, **options: Dark(night_at(*args, **options))
