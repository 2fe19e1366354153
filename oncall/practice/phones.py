"""Telephones: who has one, what it is doing, and how it takes an incoming call."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import TYPE_CHECKING

from oncall.practice import plans

if TYPE_CHECKING:
    from oncall.practice.calls import Leg
    from oncall.practice.exchange import Exchange


class Reaction(Enum):
    """What the network hears from a telephone when it is rung."""

    RINGS = auto()
    ENGAGED = auto()
    OFF = auto()


@dataclass(frozen=True, slots=True)
class Rung:
    """One time a telephone was rung: by which number, and when (UTC)."""

    from_: str
    at: datetime
    leg: Leg


@dataclass(frozen=True, slots=True)
class Text:
    """A text as it lies on a telephone."""

    sid: str
    from_: str
    to: str
    body: str
    at: datetime
    media: tuple[str, ...] = ()
    incoming: bool = True
    from_network: bool = False


@dataclass(slots=True)
class Expectations:
    """Which texts a rehearsal foresees: any, or those that hold certain words."""

    any_text: bool = False
    holding: list[str] = field(default_factory=list)
    arrived: set[str] = field(default_factory=set)

    def foresees(self, body: str) -> bool:
        """Whether a text was foreseen; what it was foreseen by counts as arrived."""
        found = {words for words in self.holding if words.casefold() in body.casefold()}
        self.arrived |= found
        return self.any_text or bool(found)


class Phone:
    """One telephone. A person presses its keys in the browser, or a plan does so in a test."""

    def __init__(self, exchange: Exchange, number: str, name: str = "", who: str = "other") -> None:
        self.exchange = exchange
        self.number = number
        self.name = name or number
        self.who = who
        self.withheld = False
        self.rings = ""  # which number of the service; the first when empty
        self.engaged = False
        self.off = False
        self.voicemail_after: float | None = None
        self.leg: Leg | None = None
        self.last_leg: Leg | None = None
        self.rung: list[Rung] = []
        self.texts: list[Text] = []
        self.plans: deque[plans.Plan] = deque()
        self.expects = Expectations()
        self.texts_fail: list[int] = []
        self.texts_refused: list[int] = []

    def offer(self, leg: Leg) -> Reaction:
        """The network rings this telephone; what is planned for it begins."""
        with self.exchange.clock.lock:
            self.rung.append(Rung(leg.from_, self.exchange.clock.utc(), leg))
            reaction, plan = self._reaction()
            if reaction is Reaction.RINGS:
                self.leg = self.last_leg = leg
                if plan is not None:
                    self.exchange.clock.start(plan.perform, leg)
            self.exchange.touch()
            return reaction

    def release(self, leg: Leg) -> None:
        """The line is free again after a call."""
        if self.leg is leg:
            self.leg = None
            self.exchange.touch()

    def receive(self, text: Text) -> None:
        """A text arrives."""
        with self.exchange.clock.lock:
            self.texts.append(text)
            foreseen = text.from_network or self.expects.foresees(text.body)
            if self.exchange.strict and not foreseen:
                self.exchange.unexpected(f"a text from {text.from_} to {self.number}: {text.body}", text.sid)
            self.exchange.touch()

    def _reaction(self) -> tuple[Reaction, plans.Plan | None]:
        if self.off:
            return Reaction.OFF, None
        if self.engaged or self.leg is not None:
            return Reaction.ENGAGED, None
        plan = self._next_plan()
        if plan is None:
            return Reaction.RINGS, None
        return {"busy": Reaction.ENGAGED, "off": Reaction.OFF}.get(plan.line, Reaction.RINGS), plan

    def _next_plan(self) -> plans.Plan | None:
        if self.voicemail_after is not None:
            return plans.voicemail(self.voicemail_after)
        if not self.plans:
            if self.exchange.strict:
                self.exchange.unexpected(f"a call to {self.number}", self.number)
            return None
        return self.plans.popleft() if len(self.plans) > 1 else self.plans[0]
