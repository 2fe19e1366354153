"""Saying something to people in a conference, over whatever they hear."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oncall.practice.documents import Documents
from oncall.practice.orders import Broken, Step
from oncall.practice.parameters import voice_parameters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from oncall.practice.calls import Leg

ANNOUNCED = ("Say", "Play")


def announce(legs: Sequence[Leg], url: str, method: str) -> None:
    """Fetch what is to be said once for each of them, and say it."""
    for leg in legs:
        leg.exchange.clock.start(_announce_to, leg, Step(url, method))


def _announce_to(leg: Leg, step: Step) -> None:
    try:
        document = Documents(leg.exchange).fetch(step, voice_parameters(leg))
    except Broken:
        return
    for element in document:
        if element.tag in ANNOUNCED:
            leg.hear(" ".join("".join(element.itertext()).split()), said=element.tag == "Say")
