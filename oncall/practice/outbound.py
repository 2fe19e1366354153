"""A call that the service asks for by REST."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from oncall.practice.callbacks import Callback
from oncall.practice.interpreter import Session
from oncall.practice.orders import LegOver, Step
from oncall.practice.parameters import voice_parameters
from oncall.practice.ringing import phone_of, ring_out

if TYPE_CHECKING:
    from oncall.practice.calls import Leg

DETECTION_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Detection:
    """Whether to guess if a person or a machine answered, and where to say so."""

    mode: str = ""
    report_to: str = ""
    method: str = "POST"
    meanwhile: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """What the service asked for: the first document, how long to ring, when to cut off (seconds)."""

    first: Step
    seconds: float = 60.0
    limit: float | None = None
    detection: Detection = Detection()


def place(leg: Leg, order: Order) -> None:
    """Ring the leg's telephone as soon as the account's rate allows, and play the documents to it."""
    exchange = leg.exchange
    phone_of(leg)
    with exchange.clock.lock:
        rate = exchange.switches.rest_calls_per_second
        turn = max(exchange.next_rest_call_at, exchange.clock.now())
        exchange.next_rest_call_at = turn + (1 / rate if rate else 0)
        exchange.clock.start(_run, leg, order, turn)


def _run(leg: Leg, order: Order, turn: float) -> None:
    try:
        leg.wait(lambda: False, turn - leg.exchange.clock.now())
        ring_out(leg, order.seconds)
        _guess_who_answered(leg, order.detection)
    except LegOver:
        return
    if order.limit is not None:
        leg.exchange.clock.start(_cut_off, leg, order.limit)
    Session(leg).play_out(order.first)


def _cut_off(leg: Leg, seconds: float) -> None:
    try:
        leg.watch(lambda: False, seconds)
    except LegOver:
        return
    leg.finish("completed")


def _guess_who_answered(leg: Leg, detection: Detection) -> None:
    if not detection.mode:
        return
    if detection.meanwhile:
        leg.exchange.clock.start(_report_later, leg, detection)
        return
    leg.wait(lambda: False, DETECTION_SECONDS)
    leg.answered_by = _guess(leg, detection)


def _guess(leg: Leg, detection: Detection) -> str:
    if not leg.machine:
        return "human"
    return "machine_end_beep" if detection.mode == "DetectMessageEnd" else "machine_start"


def _report_later(leg: Leg, detection: Detection) -> None:
    try:
        leg.watch(lambda: False, DETECTION_SECONDS)
    except LegOver:
        return
    params = voice_parameters(leg) | {
        "AnsweredBy": _guess(leg, detection),
        "MachineDetectionDuration": str(round(DETECTION_SECONDS * 1000)),
    }
    leg.exchange.callbacks.post(
        f"{leg.sid}/amd", Callback(detection.report_to, detection.method, params, "amd", last=True)
    )
