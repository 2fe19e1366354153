"""The pulse: every second it does what is due and nobody has done; now and then it mends what was lost."""

import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from types import FrameType

import structlog

from oncall.calls.lost import end_lost_calls
from oncall.calls.nightly import Nightly
from oncall.db import outbox
from oncall.db.migrate import LATER
from oncall.db.release import is_of_later_release
from oncall.db.silence import is_silence
from oncall.errors import Problem
from oncall.followups.away import return_to_tray
from oncall.handover.watch import keep_handovers
from oncall.jobs import run as run_errand
from oncall.recovery.push import keep_pushed
from oncall.recovery.replay import AskAgain
from oncall.recovery.take_snapshot import keep_snapshot
from oncall.recovery.take_up import Recovery
from oncall.shifts.ahead import look_ahead
from oncall.shifts.keep_records import keep_records
from oncall.texts.lost import look_for_lost
from oncall.wiring import Wiring, wiring

log = structlog.get_logger(__name__)

BEAT_SECONDS = 1.0
MEND_EVERY = 15
GRACE = timedelta(seconds=2)
"""How long the worker has before the pulse does an errand itself."""
HANDS = 4
MENDED: tuple[Callable[[Wiring], object], ...] = (
    end_lost_calls,
    look_for_lost,
    look_ahead,
    return_to_tray,
    keep_handovers,
    keep_records,
)
"""What is looked after now and then, whether or not anything is due."""


def run(ask_again: AskAgain) -> None:
    """Beat until told to stop. What fails in a beat is logged, and the next one comes all the same.

    `ask_again` does over again what the lifeline has kept. Raises Problem as soon as a later release has
    migrated the database: its own pulse does what is due, by rules that this one does not know.
    """
    stop = threading.Event()

    def told(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for told_by in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told_by, told)
    w = wiring()
    keep_pushed(w)
    recovery, keep, beats = Recovery(w, ask_again), partial(keep_snapshot, w), 0
    nightly = Nightly(w)
    while not stop.wait(0 if recovery.is_behind else BEAT_SECONDS):
        if _is_old(w):
            raise Problem(LATER)
        for part in (recovery.take_up, keep, partial(beat, w, mend=beats % MEND_EVERY == 0), nightly.put):
            _safely(part)
        beats += 1


def beat(w: Wiring, *, mend: bool) -> int:
    """Do every errand the worker has left lying; with `mend`, also end lost calls, ask for lost texts,
    look ahead at shifts, give back to the lead's tray what people own who are away, and record who is on.

    How many errands were done. Two pulses at once do each errand once: a row is claimed before it is done.
    """
    with w.unit_of_work() as work:
        errands = outbox.claim_overdue(work.session, w.now(), grace=GRACE)
    with ThreadPoolExecutor(HANDS, thread_name_prefix="pulse") as hands:
        list(hands.map(lambda errand: run_errand(errand, w), errands))
    for mended in MENDED if mend else ():
        _safely(partial(mended, w))
    return len(errands)


def _is_old(w: Wiring) -> bool:
    """Whether a later release has the database now; while that does not answer, nobody can know."""
    try:
        with w.unit_of_work() as work:
            return is_of_later_release(work.session)
    except Exception as error:
        if not is_silence(error):
            log.exception("release_not_known")
        return False


def _safely(part: Callable[[], object]) -> None:
    """Do one part of a beat; when it fails that is logged, and the parts after it come all the same."""
    try:
        part()
    except Exception as error:
        if is_silence(error):
            log.warning("beat_without_database", error=type(error).__name__)
        else:
            log.exception("beat_failed")
