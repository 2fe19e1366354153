"""Ringing a telephone on the service's behalf, until somebody answers or nobody does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oncall.practice.addresses import can_be_rung
from oncall.practice.calls import ENGAGED, NOT_ANSWERED, NOT_THERE, REFUSED_ON_HANDSET
from oncall.practice.orders import LegOver
from oncall.practice.phones import Reaction

if TYPE_CHECKING:
    from oncall.practice.calls import Leg


def ring_out(leg: Leg, seconds: float) -> None:
    """Ring the leg's telephone for some seconds and the network's few more; it is answered on return.

    Raises LegOver when it was not: engaged, refused, not picked up, not there, or cancelled meanwhile.
    """
    leg.become("initiated")
    phone = leg.phone
    reaction = phone.offer(leg) if phone is not None and can_be_rung(leg.to) else Reaction.OFF
    if reaction is not Reaction.RINGS:
        engaged = reaction is Reaction.ENGAGED
        leg.finish("busy" if engaged else "failed", sip_code=ENGAGED if engaged else NOT_THERE)
        raise LegOver
    leg.become("ringing")
    answered = leg.wait(lambda: leg.picked_up or leg.declined, seconds + leg.exchange.switches.timeout_buffer)
    if leg.declined or not answered:
        leg.finish(
            "busy" if leg.declined else "no-answer",
            sip_code=REFUSED_ON_HANDSET if leg.declined else NOT_ANSWERED,
        )
        raise LegOver
    leg.become("in-progress")
    if leg.over:
        raise LegOver


def phone_of(leg: Leg) -> None:
    """Find the leg's telephone; a number that nobody has, a rehearsal did not foresee."""
    exchange = leg.exchange
    leg.phone = exchange.phones.get(leg.to)
    if leg.phone is None and exchange.strict:
        exchange.unexpected(f"a call to {leg.to}, which is nobody's number", leg.sid)
