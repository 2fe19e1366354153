"""Plays voice documents to one leg of a call, verb by verb."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from oncall.practice.calls import Reports
from oncall.practice.documents import Documents
from oncall.practice.orders import Broken, Ending, LegOver, Ordered, Step
from oncall.practice.parameters import voice_parameters
from oncall.practice.problems import Kind
from oncall.practice.recordings import Recording
from oncall.practice.twiml_check import ALLOWED_IN_WHISPER
from oncall.practice.verbs.dial import dial
from oncall.practice.verbs.gather import gather
from oncall.practice.verbs.moving import hangup, leave, redirect, reject
from oncall.practice.verbs.record import record
from oncall.practice.verbs.speaking import pause, play, say
from oncall.practice.words import apology

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from oncall.practice.calls import Leg

Verb = Callable[["Session", "Element"], Step | Ending | None]
VERBS: dict[str, Verb] = {
    "Say": say,
    "Play": play,
    "Pause": pause,
    "Gather": gather,
    "Record": record,
    "Dial": dial,
    "Redirect": redirect,
    "Hangup": hangup,
    "Reject": reject,
    "Leave": leave,
}


class Session:
    """One leg and the documents it is led through.

    A whisper is what a called person hears before being connected.
    """

    def __init__(self, leg: Leg, *, whisper: bool = False) -> None:
        self.leg = leg
        self.whisper = whisper
        self.documents = Documents(leg.exchange, fallback=leg.fallback, whisper=whisper)
        self.afterwards: list[Callable[[], None]] = []  # done once the next document has been asked for

    def for_leg(self, leg: Leg, *, whisper: bool = False) -> Session:
        """The same for another leg."""
        return Session(leg, whisper=whisper)

    def play_out(self, first: Step) -> None:
        """Play one document after another until the call is over, and end it."""
        try:
            self.run(first)
        except LegOver:
            return
        except Broken:
            self._apologise()
        self.leg.finish("completed")

    def run(self, first: Step) -> Ending:
        """Play one document after another; how they ended. Raises LegOver and Broken."""
        step: Step | Ending = first
        while isinstance(step, Step):
            try:
                step = self._perform(self._fetch(step))
            except Ordered as ordered:
                step = ordered.step
        return step

    def tell(self, step: Step) -> None:
        """Ask an address as the call's last words; the answer is not played."""
        self.documents.tell(step, voice_parameters(self.leg))
        self._asked()

    def step(self, element: Element, extra: dict[str, str]) -> Step:
        """The step to an element's `action`; the current document again when it has none."""
        method = (element.get("method") or "POST").upper()
        return Step(self.documents.resolve(element.get("action")), method, extra)

    def reports(self, element: Element, name: str) -> Reports:
        """Where an element's callbacks go: `name` is `statusCallback` or `recordingStatusCallback`."""
        url = element.get(name)
        method = (element.get(f"{name}Method") or "POST").upper()
        events = (element.get(f"{name}Event") or "completed").split()
        return Reports(self.documents.resolve(url) if url else "", method, frozenset(events))

    def record(self, element: Element, source: str) -> Recording:
        """Record the whole leg from now on, as an element asks."""
        recording = Recording.of(self.leg, source, self.reports(element, "recordingStatusCallback"))
        recording.channels = 2 if (element.get("record") or "").endswith("-dual") else 1
        recording.run()
        return recording

    def _fetch(self, step: Step) -> Element:
        try:
            return self.documents.fetch(step, voice_parameters(self.leg))
        finally:
            self._asked()

    def _asked(self) -> None:
        while self.afterwards:
            self.afterwards.pop()()

    def _perform(self, document: Element) -> Step | Ending:
        self.leg.wait(lambda: True)  # whoever hung up meanwhile hears nothing more
        for element in document:
            if self.whisper and element.tag not in ALLOWED_IN_WHISPER:
                continue
            verb = VERBS.get(element.tag)
            if verb is None:
                self.leg.exchange.problem(
                    Kind.TWIML, f"<{element.tag}> is not played here", about=self.leg.sid
                )
            elif (led_to := verb(self, element)) is not None:
                return led_to
        return Ending.RAN_OUT

    def _apologise(self) -> None:
        words = apology()
        try:
            self.leg.answer()
            self.leg.hear(words)
            self.leg.wait(lambda: False, 3)
        except (LegOver, Ordered):
            return
