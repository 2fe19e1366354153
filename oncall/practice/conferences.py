"""Conferences: several people who hear each other, some of them held or muted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from oncall.practice.addresses import new_sid
from oncall.practice.callbacks import Callback
from oncall.practice.calls import Reports
from oncall.practice.parameters import rfc2822

if TYPE_CHECKING:
    from datetime import datetime

    from oncall.practice.calls import Leg
    from oncall.practice.exchange import Exchange

NO_EVENTS = Reports(events=frozenset())


@dataclass(slots=True)
class Part:
    """One person's part in a conference. `out` once they have been sent away or it has ended."""

    leg: Leg
    label: str = ""
    muted: bool = False
    hold: bool = False
    starts: bool = True
    ends: bool = False
    beeps: bool = True
    wait_url: str | None = None
    wait_method: str = "POST"
    out: bool = False


@dataclass(slots=True)
class Conference:
    """One conference, from the first who comes to the last who leaves."""

    exchange: Exchange
    name: str
    created: datetime
    reports: Reports = NO_EVENTS
    status: str = "init"
    updated: datetime | None = None
    parts: dict[str, Part] = field(default_factory=dict)
    sequence: int = 0
    ended_by: str = ""
    sid: str = field(default_factory=lambda: new_sid("CF"))

    def enter(self, part: Part) -> None:
        """Somebody comes in."""
        with self.exchange.clock.lock:
            for other in self.parts.values():
                if part.beeps:
                    other.leg.hear("beep", said=False)
            self.parts[part.leg.sid] = part
            self._tell("participant-join", "join", part)
            wanted = any(one.starts for one in self.parts.values())
            if self.status == "init" and wanted and len(self.parts) > 1:
                self._start()
            self._connect()

    def leave(self, part: Part) -> None:
        """Somebody goes; with them may end the whole. Leaving again changes nothing."""
        with self.exchange.clock.lock:
            if self.parts.pop(part.leg.sid, None) is None:
                return
            part.out = True
            for other in self.parts.values():
                other.leg.part(part.leg)
            self._tell("participant-leave", "leave", part)
            if part.ends or not self.parts:
                self.end(part.leg.sid)
            part.leg.notify()
            self._connect()

    def end(self, by: str = "") -> None:
        """Send everybody away. Ending it again changes nothing."""
        with self.exchange.clock.lock:
            if self.status == "completed":
                return
            self.status, self.ended_by = "completed", by
            for part in list(self.parts.values()):
                self.leave(part)
            self._tell("conference-end", "end")

    def change(self, part: Part, *, muted: bool | None = None, hold: bool | None = None) -> None:
        """Mute or hold somebody, or let them be heard again."""
        with self.exchange.clock.lock:
            if muted is not None and muted is not part.muted:
                part.muted = muted
                self._tell("participant-mute" if muted else "participant-unmute", "mute", part)
            if hold is not None and hold is not part.hold:
                part.hold = hold
                self._tell("participant-hold" if hold else "participant-unhold", "hold", part)
            self._connect()

    def waits(self, part: Part) -> bool:
        """Whether somebody hears music instead of people."""
        return not part.out and (part.hold or self.status == "init")

    def _start(self) -> None:
        self.status = "in-progress"
        self._tell("conference-start", "start")

    def _connect(self) -> None:
        """Let those hear each other who should, and tell everybody who waits to look again."""
        parts = list(self.parts.values())
        for turn, one in enumerate(parts):
            for other in parts[turn + 1 :]:
                apart = self.status != "in-progress" or one.hold or other.hold
                if apart:
                    one.leg.part(other.leg)
                elif other.leg not in one.leg.others:
                    one.leg.join(other.leg)
        self.updated = self.exchange.clock.utc()
        for part in parts:
            part.leg.notify()
        self.exchange.touch()

    def _tell(self, event: str, subscribed: str, part: Part | None = None) -> None:
        if subscribed not in self.reports.events or not self.reports.url:
            return
        form = {
            "AccountSid": self.exchange.account_sid,
            "ConferenceSid": self.sid,
            "FriendlyName": self.name,
            "StatusCallbackEvent": event,
            "SequenceNumber": str(self.sequence),
            "Timestamp": rfc2822(self.exchange.clock.utc()),
        }
        if part is not None:
            form |= {
                "CallSid": part.leg.sid,
                "ParticipantLabel": part.label,
                "Muted": str(part.muted).lower(),
                "Hold": str(part.hold).lower(),
                "Coaching": "false",
                "StartConferenceOnEnter": str(part.starts).lower(),
                "EndConferenceOnExit": str(part.ends).lower(),
            }
        self.sequence += 1
        self.exchange.callbacks.post(
            self.sid, Callback(self.reports.url, self.reports.method, form, event, last=subscribed == "end")
        )


def conference_named(exchange: Exchange, name: str) -> Conference:
    """The conference of this name that is going on, or a new one."""
    with exchange.clock.lock:
        for conference in exchange.conferences.values():
            if conference.name == name and conference.status != "completed":
                return conference
        conference = Conference(exchange, name, exchange.clock.utc())
        exchange.conferences[conference.sid] = conference
        return conference
