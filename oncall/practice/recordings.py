"""Recordings: what was said after the beep, kept until it is deleted."""

from __future__ import annotations

import io
import math
import struct
import wave
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from oncall.practice.addresses import new_sid
from oncall.practice.callbacks import Callback
from oncall.practice.parameters import rfc2822

if TYPE_CHECKING:
    from datetime import datetime

    from oncall.practice.calls import Leg, Reports

SAMPLES_A_SECOND = 8000
HUM = 330


@dataclass(slots=True)
class Recording:
    """One recording. `ready` once its sound can be fetched; `seconds` leave out what was paused."""

    leg: Leg
    source: str
    reports: Reports
    started: datetime
    since: float
    seconds: int = 0
    status: str = "in-progress"
    ready: bool = False
    channels: int = 1
    kept: float = 0.0
    running_since: float | None = None
    sid: str = field(default_factory=lambda: new_sid("RE"))

    @classmethod
    def of(cls, leg: Leg, source: str, reports: Reports) -> Recording:
        """A recording of a leg that begins now."""
        clock = leg.exchange.clock
        return cls(leg, source, reports, clock.utc(), clock.now())

    @property
    def url(self) -> str:
        """The address under which it can be fetched, without an extension."""
        exchange = self.leg.exchange
        return f"{exchange.url}/2010-04-01/Accounts/{exchange.account_sid}/Recordings/{self.sid}"

    def run(self) -> None:
        """Record the leg until it ends or `stop`; whoever asked is told that it has begun."""
        with self.leg.exchange.clock.lock:
            self.running_since = self.leg.exchange.clock.now()
            self.leg.running.append(self)
            self._enter()
        self._tell()

    def pause(self) -> None:
        """Leave out what follows."""
        if self.running_since is not None:
            self.kept += self.leg.exchange.clock.now() - self.running_since
            self.running_since, self.status = None, "paused"

    def resume(self) -> None:
        """Go on after a pause."""
        if self.status == "paused":
            self.running_since, self.status = self.leg.exchange.clock.now(), "in-progress"

    def stop(self) -> None:
        """End a recording that runs; ending it again changes nothing."""
        if self in self.leg.running:
            self.leg.running.remove(self)
            self.pause()
            self.finish(self.kept)

    def finish(self, seconds: float) -> None:
        """It has ended; its sound is ready a little later, and then whoever asked is told."""
        with self.leg.exchange.clock.lock:
            self._enter()
            self.seconds = max(1, round(seconds))
            self.status = "completed"
            self.leg.exchange.clock.start(self._make_ready)

    def absent(self) -> None:
        """Nobody spoke: there is no recording."""
        self.status = "absent"
        self._tell()

    def _enter(self) -> None:
        self.leg.exchange.recordings[self.sid] = self
        self.leg.exchange.touch()

    def _make_ready(self) -> None:
        exchange = self.leg.exchange
        exchange.clock.sleep(exchange.switches.recording_ready_after)
        self.ready = True
        exchange.touch()
        self._tell()

    def _tell(self) -> None:
        if self.status not in self.reports.events:
            return
        exchange = self.leg.exchange
        params = {
            "AccountSid": exchange.account_sid,
            "CallSid": self.leg.sid,
            "RecordingSid": self.sid,
            "RecordingUrl": self.url,
            "RecordingStatus": self.status,
            "RecordingDuration": str(self.seconds),
            "RecordingChannels": str(self.channels),
            "RecordingStartTime": rfc2822(self.started),
            "RecordingSource": self.source,
        }
        last = self.status in ("completed", "absent")
        callback = Callback(self.reports.url, self.reports.method, params, self.status, last=last)
        exchange.callbacks.post(self.sid, callback)


def wav(seconds: int) -> bytes:
    """A real sound file of some length: a quiet hum, mono, 8 kHz, 16 bit."""
    one_second = b"".join(
        struct.pack("<h", int(2000 * math.sin(2 * math.pi * HUM * n / SAMPLES_A_SECOND)))
        for n in range(SAMPLES_A_SECOND)
    )
    kept = io.BytesIO()
    with wave.open(kept, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(SAMPLES_A_SECOND)
        sound.writeframes(one_second * seconds)
    return kept.getvalue()
