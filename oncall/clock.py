"""The pulse: every second it does what is due and nobody has done; now and then it mends what was lost."""

import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import FrameType

import structlog

from oncall.calls.lost import end_lost_calls
from oncall.db import outbox
from oncall.jobs import run as run_errand
from oncall.wiring import Wiring, wiring

log = structlog.get_logger(__name__)

BEAT_SECONDS = 1.0
MEND_EVERY = 15
GRACE = timedelta(seconds=2)
"""How long the worker has before the pulse does an errand itself."""
HANDS = 4


def run() -> None:
    """Beat until told to stop. A beat that fails is logged, and the next one comes all the same."""
    stop = threading.Event()

    def told(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for told_by in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told_by, told)
    beats = 0
    while not stop.wait(BEAT_SECONDS):
        try:
            beat(wiring(), mend=beats % MEND_EVERY == 0)
        except Exception:
            log.exception("beat_failed")
        beats += 1


def beat(w: Wiring, *, mend: bool) -> int:
    """Do every errand the worker has left lying; with `mend`, also end calls whose end was lost.

    How many errands were done. Two pulses at once do each errand once: a row is claimed before it is done.
    """
    with w.unit_of_work() as work:
        errands = outbox.claim_overdue(work.session, w.now(), grace=GRACE)
    with ThreadPoolExecutor(HANDS, thread_name_prefix="pulse") as hands:
        list(hands.map(lambda errand: run_errand(errand, w), errands))
    if mend:
        end_lost_calls(w)
    return len(errands)
