"""Waiting, in a test, for something to happen on the network."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oncall.practice.exchange import Exchange

LOOK_AGAIN_AFTER = 0.02


class Waiting:
    """Waits on one exchange for at most `patience` seconds of ours."""

    def __init__(self, exchange: Exchange, patience: float) -> None:
        self._exchange = exchange
        self._patience = patience

    def until(
        self,
        holds: Callable[[], bool],
        complaint: Callable[[], str],
        hopeless: Callable[[], bool] | None = None,
    ) -> None:
        """Wait for `holds()`. Raises AssertionError with `complaint()` when it does not, or never can."""
        give_up_at = time.monotonic() + self._patience
        clock = self._exchange.clock
        while not holds():
            # What can never come may have come in the moment between the two looks.
            beyond_hope = hopeless is not None and hopeless() and not holds()
            if time.monotonic() > give_up_at or beyond_hope:
                raise AssertionError(complaint())
            with clock.lock, clock.let_run():
                self._exchange.changed.wait(LOOK_AGAIN_AFTER)
