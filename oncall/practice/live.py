"""Tells open pages that something has changed, by server-sent events."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from flask import Blueprint, Response

from oncall.practice.rest import exchange

if TYPE_CHECKING:
    from oncall.practice.exchange import Exchange

live = Blueprint("live", __name__)

SILENCE = 15.0
SETTLING = 0.05


@live.get("/events")
def events() -> Response:
    """A stream with one event for each change (those close together share one)."""
    return Response(_changes(exchange()), mimetype="text/event-stream", headers={"Cache-Control": "no-store"})


def _changes(of: Exchange) -> Iterator[str]:
    told = -1
    while not of.closed:
        version = _next_version(of, told)
        yield f"data: {version}\n\n" if version != told else ": still here\n\n"
        told = version
        time.sleep(SETTLING)


def _next_version(of: Exchange, told: int) -> int:
    with of.clock.lock:
        of.changed.wait_for(lambda: of.version != told or of.closed, SILENCE)
        return of.version
