"""Ringing somebody to bring them straight into a conference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oncall.practice.interpreter import Session
from oncall.practice.orders import LegOver, Ordered
from oncall.practice.ringing import phone_of, ring_out
from oncall.practice.verbs.conference import take_part

if TYPE_CHECKING:
    from oncall.practice.calls import Leg
    from oncall.practice.conferences import Conference, Part


def bring_in(leg: Leg, conference: Conference, part: Part, seconds: float) -> None:
    """Ring a leg's telephone for some seconds; whoever answers is in the conference at once."""
    phone_of(leg)
    leg.exchange.clock.start(_ring_and_join, leg, conference, part, seconds)


def _ring_and_join(leg: Leg, conference: Conference, part: Part, seconds: float) -> None:
    session = Session(leg)
    try:
        ring_out(leg, seconds)
        take_part(session, conference, part)
    except LegOver:
        return
    except Ordered as ordered:
        session.play_out(ordered.step)
        return
    leg.finish("completed")
