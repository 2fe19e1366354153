"""<Gather>: a question, and the keys pressed in answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oncall.practice.orders import LegOver, Step
from oncall.practice.verbs.speaking import pause, play, say

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from oncall.practice.calls import Leg
    from oncall.practice.interpreter import Session

NESTED = {"Say": say, "Play": play, "Pause": pause}


def gather(session: Session, element: Element) -> Step | None:
    """Ask, and listen. Without a key the document goes on, unless `actionOnEmptyResult` is true."""
    leg = session.leg
    leg.answer()
    with leg.exchange.clock.lock:
        leg.keys = ""
        leg.questions += 1
        leg.asking = True
        leg.notify()
    try:
        _ask(session, element)
        finished_by = _listen(leg, element)
    except LegOver:
        if leg.keys and leg.exchange.switches.gather_on_hangup:
            session.tell(session.step(element, {"Digits": leg.keys}))
        raise
    finally:
        leg.asking = False
        leg.exchange.touch()
    digits = leg.keys.partition(finished_by)[0] if finished_by else leg.keys
    if not digits and (element.get("actionOnEmptyResult") or "").lower() != "true":
        return None
    extra = {"Digits": digits, "msg": "Gather End"}
    if finished_by:
        extra["FinishedOnKey"] = finished_by
    return session.step(element, extra)


def _ask(session: Session, element: Element) -> None:
    for nested in element:
        if nested.tag in NESTED:
            NESTED[nested.tag](session, nested, lambda: bool(session.leg.keys))
        if session.leg.keys:
            return


def _listen(leg: Leg, element: Element) -> str:
    """Wait for keys; the finish key that ended it, or nothing. Each key gives the full time again."""
    finish_key = element.get("finishOnKey", "#")
    most = int(element.get("numDigits") or 0)
    seconds = float(element.get("timeout") or 5)

    def complete() -> bool:
        return bool(finish_key and finish_key in leg.keys) or bool(most and len(leg.keys) >= most)

    while not complete() and _another_key(leg, seconds):
        pass
    if most:
        leg.keys = leg.keys[:most]
    return finish_key if finish_key and finish_key in leg.keys else ""


def _another_key(leg: Leg, seconds: float) -> bool:
    heard = len(leg.keys)
    return leg.wait(lambda: len(leg.keys) > heard, seconds)
