"""A leg of a call: its record, its state, and what the person at its far end can do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oncall.practice.addresses import new_sid
from oncall.practice.callbacks import Callback
from oncall.practice.clock import Bell
from oncall.practice.orders import LegOver, Ordered, Step
from oncall.practice.parameters import progress_parameters

if TYPE_CHECKING:
    from datetime import datetime

    from oncall.practice.exchange import Exchange
    from oncall.practice.phones import Phone
    from oncall.practice.recordings import Recording

FINAL = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})
STATUS_OF_EVENT = {"initiated": "initiated", "ringing": "ringing", "answered": "in-progress"}
REFUSED_ON_HANDSET, NOT_ANSWERED, ENGAGED, NOT_THERE = 603, 487, 486, 404


@dataclass(frozen=True, slots=True)
class Heard:
    """Something said or played to the person at the far end, `at` practice seconds."""

    words: str
    at: float
    said: bool = True


@dataclass(frozen=True, slots=True)
class Reports:
    """Where a leg's status callbacks go and for which events."""

    url: str = ""
    method: str = "POST"
    events: frozenset[str] = frozenset({"completed"})


class Leg:
    """One telephone's part in a call. `status` is the provider's word; times are practice seconds."""

    def __init__(
        self,
        exchange: Exchange,
        *,
        direction: str,
        from_: str,
        to: str,
        phone: Phone | None = None,
        parent: Leg | None = None,
        reports: Reports = Reports(),
    ) -> None:
        self.exchange = exchange
        self.sid = new_sid("CA")
        self.direction = direction
        self.from_, self.to = from_, to
        self.phone = phone
        self.parent = parent
        self.reports = reports
        self.status = "queued"
        self.forwarded_from = ""
        self.answered_by = ""
        self.fallback: tuple[str, str] = ("", "POST")
        self.created = self.updated = exchange.clock.utc()
        self.began: datetime | None = None
        self.ended: datetime | None = None
        self.answered_at: float | None = None
        self.ended_at: float | None = None
        self.sip_code = 0
        self.sequence = 0
        self.bell = Bell(exchange.clock)
        self.order: Step | None = None
        # The person at the far end.
        self.picked_up = self.declined = self.machine = False
        self.keys = ""
        self.speech: list[tuple[float, float]] = []
        self.questions = self.questions_answered = 0
        self.asking = False
        self.heard: list[Heard] = []
        self.others: list[Leg] = []
        self.met: list[Leg] = []
        self.recording: Recording | None = None  # by <Record>, which listens to this person
        self.running: list[Recording] = []  # of the whole call
        self.ringing_others = False

    @property
    def over(self) -> bool:
        """Whether the leg has ended, in whatever way."""
        return self.status in FINAL

    @property
    def live(self) -> bool:
        """Whether somebody is on the line."""
        return self.status == "in-progress"

    @property
    def connected(self) -> bool:
        """Whether the person is through to another person."""
        return bool(self.others)

    @property
    def duration(self) -> int:
        """Whole seconds from answer to end (or to now), 0 if it was never answered."""
        if self.answered_at is None:
            return 0
        return round((self.ended_at or self.exchange.clock.now()) - self.answered_at)

    def wait(self, until: Callable[[], bool], seconds: float | None = None) -> bool:
        """Wait as the network. Raises LegOver when the leg ends, Ordered when it is sent elsewhere."""
        self.bell.wait(lambda: until() or self.over or self.order is not None, seconds)
        with self.exchange.clock.lock:
            if self.over:
                raise LegOver
            if self.order is not None:
                step, self.order = self.order, None
                raise Ordered(step)
            return until()

    def watch(self, until: Callable[[], bool], seconds: float | None = None) -> bool:
        """Wait as the person at the far end: raises LegOver when the leg ends."""
        self.bell.wait(lambda: until() or self.over, seconds)
        if self.over:
            raise LegOver
        return until()

    def become(self, status: str) -> None:
        """Take a new status; whoever subscribed to it is told. A leg that has ended keeps its end."""
        with self.exchange.clock.lock:
            if self.over or status == self.status:
                return
            self.status = status
            self.updated = self.exchange.clock.utc()
            if status in ("ringing", "in-progress") and self.began is None:
                self.began = self.updated
            if status == "in-progress":
                self.answered_at = self.exchange.clock.now()
            self._report(next((e for e, s in STATUS_OF_EVENT.items() if s == status), "completed"))
            self.notify()

    def answer(self) -> None:
        """The call is answered, if it has not been already."""
        if not self.live:
            self.become("in-progress")

    def finish(self, status: str = "completed", *, sip_code: int = 0) -> None:
        """End the leg. Ending it again changes nothing."""
        with self.exchange.clock.lock:
            if self.over:
                return
            self.ended_at, self.ended = self.exchange.clock.now(), self.exchange.clock.utc()
            self.sip_code = sip_code
            for recording in list(self.running):
                recording.stop()
            for other in self.others:
                other.others.remove(self)
                other.notify()
            self.others = []
            self.become(status)
            if self.phone is not None:
                self.phone.release(self)

    def join(self, other: Leg) -> None:
        """The two people hear each other."""
        with self.exchange.clock.lock:
            self.others.append(other)
            other.others.append(self)
            self.met.append(other)
            other.met.append(self)
            self.notify()
            other.notify()

    def part(self, other: Leg) -> None:
        """The two people no longer hear each other."""
        with self.exchange.clock.lock:
            if other in self.others:
                self.others.remove(other)
                other.others.remove(self)
                other.notify()
                self.notify()

    def hear(self, words: str, *, said: bool = True) -> None:
        """Something is said (or played) to the person at the far end."""
        with self.exchange.clock.lock:
            self.heard.append(Heard(words, self.exchange.clock.now(), said))
            self.exchange.touch()

    def notify(self) -> None:
        """Have everybody who waits for something about this leg look again."""
        self.bell.ring()
        if self.parent is not None:
            self.parent.bell.ring()
        self.exchange.touch()

    def send_to(self, step: Step) -> None:
        """The service orders the call to another document."""
        with self.exchange.clock.lock:
            self.order = step
            self.notify()

    # What the person at the far end can do.

    def pick_up(self, *, machine: bool = False) -> None:
        """Answer the ringing telephone."""
        self._person(picked_up=True, machine=machine)

    def decline(self) -> None:
        """Refuse the call on the handset."""
        self._person(declined=True)

    def _person(self, *, picked_up: bool = False, declined: bool = False, machine: bool = False) -> None:
        with self.exchange.clock.lock:
            if not (self.over or self.picked_up or self.declined):
                self.picked_up, self.declined, self.machine = picked_up, declined, machine
                self.notify()

    def press(self, keys: str) -> None:
        """Press keys; they reach whatever is listening, and nothing otherwise."""
        with self.exchange.clock.lock:
            if self.asking or self.recording is not None or self.connected:
                self.keys += keys
                self.notify()

    def speak(self, seconds: float) -> None:
        """Talk for some seconds."""
        with self.exchange.clock.lock:
            now = self.exchange.clock.now()
            self.speech.append((now, now + seconds))
            self.notify()

    def spoken(self, since: float, until: float) -> float:
        """For how many seconds the person talked in a span."""
        return sum(max(0.0, min(end, until) - max(start, since)) for start, end in self.speech)

    def hang_up(self) -> None:
        """Put the receiver down; on a telephone that is only ringing this refuses the call."""
        if self.direction != "inbound" and not self.picked_up:
            self.decline()
        else:
            unanswered = self.exchange.switches.caller_left_call_status
            self.finish("completed" if self.live else unanswered)

    def _report(self, event: str) -> None:
        if event not in self.reports.events or not self.reports.url:
            return
        params = progress_parameters(
            self, status=self.status, sequence=self.sequence, at=self.exchange.clock.utc()
        )
        self.sequence += 1
        self.exchange.callbacks.post(
            self.sid,
            Callback(self.reports.url, self.reports.method, params, self.status, last=self.over),
        )
