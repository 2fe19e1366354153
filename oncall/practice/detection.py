"""Guessing whether a person or a machine has answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from oncall.practice.callbacks import Callback
from oncall.practice.orders import LegOver
from oncall.practice.parameters import voice_parameters

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


NO_DETECTION = Detection()


def guess_who_answered(leg: Leg, detection: Detection) -> None:
    """Wait for the guess and note it, or have it reported while the call goes on. Raises LegOver."""
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
