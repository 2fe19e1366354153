"""Trouble with the account's REST addresses, made on purpose: refusals, errors, silence, lost answers."""

from __future__ import annotations

import time
from dataclasses import dataclass
from socket import SHUT_RDWR
from typing import TYPE_CHECKING, Literal

from flask import g, request

from oncall.practice.rest import Refused, exchange

if TYPE_CHECKING:
    from flask import Flask, Response

TOO_MANY, INTERNAL = 20429, 20500

TroubleKind = Literal["too many", "error", "silence", "cut off", "lost answer"]


@dataclass(slots=True)
class Trouble:
    """What happens to the next requests: `times` of them, of those whose path holds `path`.

    `too many` is 429 and nothing is done; `error` 500 and nothing is done; `silence` answers after
    `seconds` of ours, having done nothing; `cut off` breaks the connection before doing anything;
    `lost answer` does what was asked and breaks the connection instead of answering.
    """

    kind: TroubleKind
    times: int = 1
    path: str = ""
    method: str = "POST"
    seconds: float = 10.0


def make_trouble(app: Flask) -> None:
    """Have the troubles that an exchange is told of happen to its requests."""
    app.before_request(_before)
    app.after_request(_after)


def _before() -> None:
    trouble = _next()
    if trouble is None:
        return
    if trouble.kind == "too many":
        raise Refused(TOO_MANY, "too many requests", 429)
    if trouble.kind == "silence":
        time.sleep(trouble.seconds)
    if trouble.kind in ("error", "silence"):
        raise Refused(INTERNAL, "something went wrong", 500)
    g.cut_off = True
    if trouble.kind == "cut off":
        raise Refused(INTERNAL, "nobody will read this", 500)


def _after(response: Response) -> Response:
    if g.get("cut_off"):
        request.environ["werkzeug.socket"].shutdown(SHUT_RDWR)
    return response


def _next() -> Trouble | None:
    if not request.path.startswith("/2010-04-01/"):
        return None
    troubles = exchange().rest_troubles
    with exchange().clock.lock:
        for trouble in troubles:
            if trouble.path in request.path and trouble.method == request.method:
                trouble.times -= 1
                if not trouble.times:
                    troubles.remove(trouble)
                return trouble
    return None
