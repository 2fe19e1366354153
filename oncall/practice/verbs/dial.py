"""<Dial>: ringing others for a caller, what they hear before being connected, and being connected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oncall.practice.orders import LegOver, Ordered, Step
from oncall.practice.verbs.conference import confer
from oncall.practice.verbs.dial_attempt import Attempt

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from oncall.practice.interpreter import Session


def dial(session: Session, element: Element) -> Step | None:
    """Ring whoever is named; then ask the `action` what is next, or go on with the document without one."""
    if (noun := element.find("Conference")) is not None:
        return confer(session, element, noun)
    attempt = Attempt(session, element)
    try:
        attempt.run()
    except LegOver:
        attempt.drop("completed" if attempt.bridged else session.leg.exchange.switches.caller_left_status)
        _caller_left(session, element, attempt)
        raise
    except Ordered:
        attempt.drop("canceled")
        attempt.let_go()
        raise
    if element.get("action") is None:
        attempt.let_go()
        return None
    attempt.wait_for_callbacks()
    session.afterwards.append(attempt.let_go)
    return session.step(element, attempt.outcome(left=False))


def _caller_left(session: Session, element: Element, attempt: Attempt) -> None:
    if element.get("action") is not None and session.leg.exchange.switches.caller_left_action == "sent":
        attempt.wait_for_callbacks()
        session.tell(session.step(element, attempt.outcome(left=True)))
    attempt.let_go()
