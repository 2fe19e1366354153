"""Where a lifeline stands on another machine: it is kept up to date, and what it keeps is fetched."""

import threading
import time

import structlog

from oncall.errors import Problem
from oncall.lifeline.transfer import Transfer
from oncall.wiring import Wiring

log = structlog.get_logger(__name__)

EVERY_SECONDS = 5.0


def keep_pushed(w: Wiring) -> None:
    """Push and fetch in a thread of this process, if the fallback address is another machine's."""
    url = w.settings.fallback_url
    if url is None or url == w.settings.public_url:
        return
    assert w.settings.secret_key is not None
    transfer = Transfer(url, w.lifeline, w.settings.secret_key.get_secret_value(), w.now)
    threading.Thread(target=_keep, args=(transfer,), name="push", daemon=True).start()


def _keep(transfer: Transfer) -> None:
    reached = True
    while True:
        reached = exchange(transfer, reached=reached)
        time.sleep(EVERY_SECONDS)


def exchange(transfer: Transfer, *, reached: bool) -> bool:
    """Push and fetch once; whether that succeeded. An outage is said once each way."""
    try:
        transfer.push()
        fetched = transfer.collect()
    except (Problem, OSError) as error:
        if reached:
            log.warning("lifeline_not_reached", error=type(error).__name__)
        return False
    if fetched or not reached:
        log.info("lifeline_reached", requests=fetched)
    return True
