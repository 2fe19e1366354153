"""<Redirect>, <Hangup>, <Reject>, <Leave>: where a call goes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oncall.practice.orders import Ending, Step

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from oncall.practice.interpreter import Session


def redirect(session: Session, element: Element) -> Step:
    """Go on with another document."""
    method = (element.get("method") or "POST").upper()
    return Step(session.documents.resolve(element.text), method)


def hangup(session: Session, element: Element) -> Ending:  # noqa: ARG001  (every verb is called alike)
    """End the call."""
    return Ending.HUNG_UP


def reject(session: Session, element: Element) -> Ending:
    """Refuse a call that has not been answered: the caller hears engaged, or that nobody is there."""
    if not session.leg.live:
        session.leg.finish("busy" if element.get("reason") == "busy" else "failed")
    return Ending.HUNG_UP


def leave(session: Session, element: Element) -> Ending:  # noqa: ARG001
    """Leave the queue, or the call where there is none."""
    return Ending.LEFT
