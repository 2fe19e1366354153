"""A call that the service asks for by REST."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from oncall.practice.detection import NO_DETECTION, Detection, guess_who_answered
from oncall.practice.inbound import take_call
from oncall.practice.interpreter import Session
from oncall.practice.orders import LegOver, Step
from oncall.practice.ringing import phone_of, ring_out

if TYPE_CHECKING:
    from oncall.practice.calls import Leg


LOOK_EVERY = 0.2


@dataclass(frozen=True, slots=True)
class Order:
    """What the service asked for: the first document, how long to ring, when to cut off (seconds)."""

    first: Step
    seconds: float = 60.0
    limit: float | None = None
    detection: Detection = NO_DETECTION


def place(leg: Leg, order: Order) -> None:
    """Ring the leg's telephone as soon as the account's rate allows, and play the documents to it."""
    exchange = leg.exchange
    ours = exchange.number(leg.to)
    if ours is None:
        phone_of(leg)
    with exchange.clock.lock:
        rate = exchange.switches.rest_calls_per_second
        turn = max(exchange.next_rest_call_at, exchange.clock.now())
        exchange.next_rest_call_at = turn + (1 / rate if rate else 0)
        exchange.clock.start(_run if ours is None else _ring_ourselves, leg, order, turn)


def _run(leg: Leg, order: Order, turn: float) -> None:
    try:
        leg.wait(lambda: False, turn - leg.exchange.clock.now())
        ring_out(leg, order.seconds)
        guess_who_answered(leg, order.detection)
    except LegOver:
        return
    if order.limit is not None:
        leg.exchange.clock.start(_cut_off, leg, order.limit)
    Session(leg).play_out(order.first)


def _ring_ourselves(leg: Leg, order: Order, turn: float) -> None:
    """Ring a number of the service itself: its other end comes in like any call, without a telephone."""
    try:
        leg.wait(lambda: False, turn - leg.exchange.clock.now())
        leg.become("initiated")
        leg.become("ringing")
        other = take_call(leg.exchange, from_=leg.from_, to=leg.to)
        until = leg.exchange.clock.now() + order.seconds
        while not other.live and not other.over and leg.exchange.clock.now() < until:
            leg.wait(lambda: False, LOOK_EVERY)
        if not other.live:
            other.finish("no-answer")
            leg.finish("no-answer")
            return
        leg.become("in-progress")
    except LegOver:
        return
    Session(leg).play_out(order.first)
    other.finish("completed")


def _cut_off(leg: Leg, seconds: float) -> None:
    try:
        leg.watch(lambda: False, seconds)
    except LegOver:
        return
    leg.finish("completed")
