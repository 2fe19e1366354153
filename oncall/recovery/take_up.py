"""What the lifeline has kept is taken up, in order, as soon as the database answers again."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from oncall.db.silence import is_silence
from oncall.lifeline.taking_up import Backlog, Waiting
from oncall.recovery import store
from oncall.recovery.replay import AskAgain, replay
from oncall.wiring import Wiring

log = structlog.get_logger(__name__)

LOCK = "taking_up.lock"
SLICE_SECONDS = 2.0
"""How long one go may last: whoever takes up has other things to do each second."""


@dataclass(frozen=True, slots=True)
class _Done:
    """A request that was done over again, or failed to be."""

    waiting: Waiting
    failed: bool


class Recovery:
    """Takes up the spool of this machine. Of several processes one at a time does it."""

    def __init__(self, w: Wiring, ask_again: AskAgain) -> None:
        self._w = w
        self._ask_again = ask_again
        self._backlog = Backlog(w.lifeline.folder, w.lifeline.seal)
        self.is_behind = False
        """Whether the last go came to the end of its time before it came to the end of the spool."""

    def take_up(self) -> int:
        """Do over again what was kept, for two seconds at most; how many requests that were.

        It stops where the database does not answer, and begins there the next time. A request that fails
        for any other reason is put aside, so that it holds up nothing.
        """
        self.is_behind = False
        if not self._w.lifeline.spool.has_any():
            return 0
        with self._alone() as alone:
            return self._taken_up() if alone else 0

    def _taken_up(self) -> int:
        until, done = time.monotonic() + SLICE_SECONDS, list[_Done]()
        for waiting in self._backlog.waiting():
            if time.monotonic() > until:
                self.is_behind = True
                break
            failed = self._failed(waiting)
            if failed is None:
                break
            done.append(_Done(waiting, failed))
        self._finish(done)
        self._backlog.tidy()
        if done:
            log.info("spool_taken_up", requests=len(done))
        return len(done)

    def _failed(self, waiting: Waiting) -> bool | None:
        """Whether a request failed when it was done over again, and not for want of a database; None then."""
        try:
            replay(waiting.record, self._w, self._ask_again)
        except Exception as error:  # noqa: BLE001  (whatever it is, the others must not wait for it)
            if is_silence(error):
                log.warning("spool_waits", error=type(error).__name__)
                return None
            log.error("request_put_aside", path=waiting.record.path, error=type(error).__name__)  # noqa: TRY400
            return True
        return False

    def _finish(self, done: list[_Done]) -> None:
        """Note when these were answered, then be done with them; unless the database has gone meanwhile."""
        if not done or not self._noted(done):
            return
        for one in done:
            if one.failed:
                self._backlog.put_aside(one.waiting.line)
            self._backlog.finish(one.waiting)

    def _noted(self, done: list[_Done]) -> bool:
        try:
            with self._w.unit_of_work() as work:
                for one in done:
                    at = datetime.fromtimestamp(one.waiting.record.at, UTC)
                    store.answered_at(work.session, at, put_aside=one.failed)
        except Exception as error:
            if is_silence(error):
                return False
            raise
        return True

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Whether nobody else takes up; nobody does during the block then."""
        file = os.open(self._w.lifeline.folder / LOCK, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield True
        except BlockingIOError:
            yield False
        finally:
            os.close(file)
