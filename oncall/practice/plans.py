"""What somebody has been asked to do when their telephone rings. Seconds are practice seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from oncall.practice.orders import LegOver

if TYPE_CHECKING:
    from oncall.practice.calls import Leg

Action = Callable[["Leg"], None]
BOX_LISTENS_FOR = 120.0


@dataclass(slots=True)
class Plan:
    """How one incoming call is taken: whether it rings at all, and then one action after another."""

    line: Literal["rings", "busy", "off"] = "rings"
    actions: list[Action] = field(default_factory=list)

    def perform(self, leg: Leg) -> None:
        """Do it all, or as much as there is time for until the call is over."""
        try:
            for action in self.actions:
                action(leg)
        except LegOver:
            pass


def pick_up(after: float, *, machine: bool = False) -> Action:
    """Answer after some seconds of ringing."""

    def action(leg: Leg) -> None:
        leg.watch(lambda: False, after)
        leg.pick_up(machine=machine)

    return action


def decline(after: float) -> Action:
    """Refuse on the handset after some seconds of ringing."""

    def action(leg: Leg) -> None:
        leg.watch(lambda: False, after)
        leg.decline()

    return action


def press(keys: str, after: float) -> Action:
    """Press keys some seconds after the next question has begun (or while connected)."""

    def action(leg: Leg) -> None:
        answered = leg.questions_answered
        leg.watch(
            lambda: (leg.asking and leg.questions > answered) or leg.connected or leg.recording is not None
        )
        leg.questions_answered = leg.questions
        leg.watch(lambda: False, after)
        leg.press(keys)

    return action


def hang_up(after: float) -> Action:
    """Hang up some seconds after having been connected to somebody."""

    def action(leg: Leg) -> None:
        leg.watch(lambda: leg.connected)
        leg.watch(lambda: False, after)
        leg.hang_up()

    return action


def put_down(after: float) -> Action:
    """Hang up some seconds from now, connected or not."""

    def action(leg: Leg) -> None:
        leg.watch(lambda: False, after)
        leg.hang_up()

    return action


def leave_message(seconds: float, ends_with: str) -> Action:
    """Speak after the next beep, then press the key `ends_with`, fall silent (`silence`) or `hang up`."""

    def action(leg: Leg) -> None:
        leg.watch(lambda: leg.recording is not None)
        leg.speak(seconds)
        leg.watch(lambda: False, seconds)
        if ends_with == "hang up":
            leg.hang_up()
        elif ends_with != "silence":
            leg.press(ends_with)

    return action


def voicemail(after: float) -> Plan:
    """A voicemail box picks up, listens without pressing anything, and hangs up when it is full."""
    return Plan(actions=[pick_up(after, machine=True), put_down(BOX_LISTENS_FOR)])
