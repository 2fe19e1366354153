"""What the lifeline has kept is taken up, in order, as soon as the database answers again."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
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


class Recovery:
    """Takes up the spool of this machine. Of several processes one at a time does it."""

    def __init__(self, w: Wiring, ask_again: AskAgain) -> None:
        self._w = w
        self._ask_again = ask_again
        self._backlog = Backlog(w.lifeline.folder, w.lifeline.seal)

    def take_up(self) -> int:
        """Do over again what was kept, for two seconds at most; how many requests that were.

        It stops where the database does not answer, and begins there the next time. A request that fails
        for any other reason is put aside, so that it holds up nothing.
        """
        if not self._w.lifeline.spool.has_any():
            return 0
        with self._alone() as alone:
            return self._taken_up() if alone else 0

    def _taken_up(self) -> int:
        until, taken = time.monotonic() + SLICE_SECONDS, 0
        for waiting in self._backlog.waiting():
            if time.monotonic() > until or not self._did(waiting):
                break
            self._backlog.finish(waiting)
            taken += 1
        self._backlog.tidy()
        if taken:
            log.info("spool_taken_up", requests=taken)
        return taken

    def _did(self, waiting: Waiting) -> bool:
        """Whether a request is done with, done over again or put aside; not, when there is no database."""
        failure = None
        try:
            replay(waiting.record, self._w, self._ask_again)
        except Exception as error:  # noqa: BLE001  (whatever it is, the others must not wait for it)
            failure = error
        if failure is not None and is_silence(failure):
            log.warning("spool_waits", error=type(failure).__name__)
            return False
        if failure is not None:
            log.error("request_put_aside", path=waiting.record.path, error=type(failure).__name__)
            self._backlog.put_aside(waiting.line)
        return self._noted(waiting, put_aside=failure is not None)

    def _noted(self, waiting: Waiting, *, put_aside: bool) -> bool:
        try:
            with self._w.unit_of_work() as work:
                at = datetime.fromtimestamp(waiting.record.at, UTC)
                store.answered_at(work.session, at, put_aside=put_aside)
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
