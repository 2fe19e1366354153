"""A call that comes in from a telephone to one of the service's numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oncall.practice.calls import Leg, Reports
from oncall.practice.interpreter import Session
from oncall.practice.orders import Step

if TYPE_CHECKING:
    from oncall.practice.exchange import Exchange
    from oncall.practice.numbers import ServiceNumber
    from oncall.practice.phones import Phone


class LineInUse(Exception):  # noqa: N818  (named for the fact)
    """This telephone is on a call already."""


def ring_service(
    exchange: Exchange, phone: Phone, to: str, *, shows: str = "", forwarded_from: str = ""
) -> Leg:
    """Have a telephone ring a number of the service; the call goes on by itself.

    `shows` is what the network says instead of the telephone's number when it is withheld (`anonymous`, say).
    Raises LineInUse when the telephone is on a call.
    """
    with exchange.clock.lock:
        if phone.leg is not None:
            raise LineInUse
        number = exchange.number(to)
        reports = Reports(number.status_callback, number.status_callback_method) if number else Reports()
        leg = Leg(
            exchange, direction="inbound", from_=shows or phone.number, to=to, phone=phone, reports=reports
        )
        leg.forwarded_from = forwarded_from
        leg.began, leg.status = exchange.clock.utc(), "ringing"
        phone.leg = phone.last_leg = leg
        exchange.add_call(leg)
        exchange.clock.start(_play, leg, number)
        return leg


def take_call(exchange: Exchange, *, from_: str, to: str) -> Leg:
    """Have a number of the service rung by another of its own: no telephone is at the other end."""
    with exchange.clock.lock:
        number = exchange.number(to)
        reports = Reports(number.status_callback, number.status_callback_method) if number else Reports()
        leg = Leg(exchange, direction="inbound", from_=from_, to=to, reports=reports)
        leg.began, leg.status = exchange.clock.utc(), "ringing"
        exchange.add_call(leg)
        exchange.clock.start(_play, leg, number)
        return leg


def _play(leg: Leg, number: ServiceNumber | None) -> None:
    if number is None or not number.voice_url:
        leg.finish("failed")
        return
    leg.fallback = (number.voice_fallback_url, number.voice_fallback_method)
    Session(leg).play_out(Step(number.voice_url, number.voice_method))
