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
    """One recording. `ready` once its sound can be fetched; `deleted` when the service has removed it."""

    leg: Leg
    source: str
    started: datetime
    since: float
    seconds: int = 0
    status: str = "in-progress"
    ready: bool = False
    channels: int = 1
    paused: bool = False
    sid: str = field(default_factory=lambda: new_sid("RE"))

    @property
    def url(self) -> str:
        """The address under which it can be fetched, without an extension."""
        exchange = self.leg.exchange
        return f"{exchange.url}/2010-04-01/Accounts/{exchange.account_sid}/Recordings/{self.sid}"

    def begin(self) -> None:
        """Enter it in the account's list."""
        with self.leg.exchange.clock.lock:
            self.leg.exchange.recordings[self.sid] = self

    def finish(self, seconds: float, reports: Reports) -> None:
        """It has ended; its sound is ready a little later, and then whoever asked is told."""
        self.seconds = max(1, round(seconds))
        self.status = "completed"
        self.leg.exchange.clock.start(self._make_ready, reports)

    def absent(self, reports: Reports) -> None:
        """Nobody spoke: there is no recording."""
        self.status = "absent"
        self._tell(reports)

    def _make_ready(self, reports: Reports) -> None:
        exchange = self.leg.exchange
        exchange.clock.sleep(exchange.switches.recording_ready_after)
        self.ready = True
        exchange.touch()
        self._tell(reports)

    def _tell(self, reports: Reports) -> None:
        if self.status not in reports.events:
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
        callback = Callback(reports.url, reports.method, params, self.status, last=True)
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
