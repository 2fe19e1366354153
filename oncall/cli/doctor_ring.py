"""`oncall doctor --ring`: a call through the whole path, from the telephone company to whoever is on call."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from oncall.calls.self_test import came_through, place
from oncall.service.config import ServiceConfig
from oncall.service.connect import said
from oncall.service.findings import Finding, ok, problem, warning
from oncall.settings import Settings
from oncall.telephony.gateway import TelephonyError
from oncall.wiring import utc_now, wire

LOOKS, LOOK_EVERY = 80, 0.5
"""Forty seconds in all."""


def ring_through(
    settings: Settings,
    configs: Sequence[ServiceConfig],
    now: Callable[[], datetime] = utc_now,
    pause: Callable[[float], None] = time.sleep,
) -> Iterator[Finding]:
    """Ring every service's own number, one after another; the service must be running."""
    w = wire(settings)
    try:
        for config in configs:
            about = f"{config.code} test call"
            if config.sms_number is None:
                yield warning(about, "not made: it needs a second number to ring from")
                continue
            began = now()
            try:
                place(config, w)
            except TelephonyError as error:
                yield problem(about, f"could not be made: {said(error)}")
                continue
            through = False
            for _ in range(LOOKS):
                if through := came_through(config, began, w):
                    break
                pause(LOOK_EVERY)
            if through:
                yield ok(about, "came through, and a carer's would ring somebody")
            else:
                yield problem(
                    about, "did not come through, or a carer's would ring nobody; is oncall up running?"
                )
    finally:
        w.sessions.kw["bind"].dispose()
