"""The two borders at which tests use something else than the real thing: the telephone and the clock."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

from oncall.telephony.gateway import LoggedCall, NumberRefused, OwnNumber, SentText, TelephonyError


class Clock:
    """A clock that stands until it is moved: call it for the time."""

    def __init__(self, at: datetime = datetime(2026, 11, 5, 22, 0, tzinfo=UTC)) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **units: float) -> datetime:
        """Move it, by `minutes=5` or any other unit that a timedelta takes."""
        self.at += timedelta(**units)
        return self.at


@dataclass(frozen=True)
class FakeText:
    """A text that was asked for."""

    sid: str
    to: str
    sender: str
    words: str
    status_url: str
    valid_seconds: int
    created_at: datetime
    status: str = "queued"
    error_code: int | None = None


@dataclass(frozen=True)
class FakeCall:
    """A call that was asked for."""

    sid: str
    to: str
    caller_id: str
    answer_url: str
    status_url: str
    ring_seconds: int


@dataclass
class FakeTelephony:
    """A telephone company that does as it is told and remembers what it was asked; ids count from 1.

    `refuses` are numbers it never takes; `fail` makes the next request fail, `down` every one.
    """

    now: Callable[[], datetime] = field(default_factory=Clock)
    texts: list[FakeText] = field(default_factory=list)
    calls: list[FakeCall] = field(default_factory=list)
    call_statuses: dict[str, str] = field(default_factory=dict)
    text_statuses: dict[str, SentText] = field(default_factory=dict)
    recordings: dict[str, bytes] = field(default_factory=dict)
    pictures: dict[tuple[str, str], bytes] = field(default_factory=dict)
    deleted: list[str] = field(default_factory=list)
    numbers: list[OwnNumber] = field(default_factory=list)
    pointed: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    log: list[LoggedCall] = field(default_factory=list)
    redirected: list[tuple[str, str]] = field(default_factory=list)
    recorded: list[tuple[str, str]] = field(default_factory=list)
    paused: list[tuple[str, bool]] = field(default_factory=list)
    refuses: dict[str, int] = field(default_factory=dict)
    down: bool = False
    failures: list[tuple[TelephonyError, bool]] = field(default_factory=list)
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    def fail(self, error: TelephonyError, *, taken: bool = False, times: int = 1) -> None:
        """Make the next `times` requests fail with `error`; `taken`: though they were done all the same."""
        self.failures += [(error, taken)] * times

    @property
    def texted(self) -> list[str]:
        """To whom it was asked to text, in order."""
        return [text.to for text in self.texts]

    @property
    def rung(self) -> list[str]:
        """Whom it was asked to ring, in order."""
        return [call.to for call in self.calls]

    def send_text(self, *, to: str, sender: str, words: str, status_url: str, valid_seconds: int) -> SentText:
        taken_but = self._obey(to)
        sid = f"SM{next(self._ids):032x}"
        self.texts.append(FakeText(sid, to, sender, words, status_url, valid_seconds, self.now()))
        self._then(taken_but)
        return SentText(sid, "queued", None)

    def sent_texts(self, *, to: str, sender: str, since: datetime) -> list[tuple[SentText, str]]:
        self._then(self._obey())
        return [
            (SentText(text.sid, text.status, text.error_code), text.words)
            for text in self.texts
            if (text.to, text.sender) == (to, sender) and text.created_at >= since
        ]

    def text_status(self, sid: str) -> SentText | None:
        self._then(self._obey())
        text = next((text for text in self.texts if text.sid == sid), None)
        return (
            None if text is None else self.text_statuses.get(sid, SentText(sid, text.status, text.error_code))
        )

    def place_call(
        self, *, to: str, caller_id: str, answer_url: str, status_url: str, ring_seconds: int
    ) -> str:
        taken_but = self._obey(to)
        sid = f"CA{next(self._ids):032x}"
        self.calls.append(FakeCall(sid, to, caller_id, answer_url, status_url, ring_seconds))
        self.call_statuses[sid] = "queued"
        self._then(taken_but)
        return sid

    def call_status(self, sid: str) -> str | None:
        self._then(self._obey())
        return self.call_statuses.get(sid)

    def calls_between(self, since: datetime, until: datetime) -> list[LoggedCall]:
        self._then(self._obey())
        return [one for one in self.log if one.started_at is None or since <= one.started_at < until]

    def cancel_call(self, sid: str) -> bool:
        taken_but = self._obey()
        if self.call_statuses.get(sid) not in ("queued", "ringing"):
            return False
        self.call_statuses[sid] = "canceled"
        self._then(taken_but)
        return True

    def redirect_call(self, sid: str, url: str) -> bool:
        taken_but = self._obey()
        self.redirected.append((sid, url))
        self._then(taken_but)
        return True

    def record_call(self, sid: str, status_url: str) -> str:
        taken_but = self._obey()
        self.recorded.append((sid, status_url))
        self._then(taken_but)
        return f"RE{next(self._ids):032x}"

    def pause_recording(self, call_sid: str, sid: str, *, paused: bool) -> bool:
        taken_but = self._obey()
        self.paused.append((sid, paused))
        self._then(taken_but)
        return True

    def fetch_recording(self, sid: str) -> bytes:
        self._then(self._obey())
        if sid not in self.recordings:
            raise TelephonyError(20404)
        return self.recordings[sid]

    def delete_recording(self, sid: str) -> None:
        taken_but = self._obey()
        self.recordings.pop(sid, None)
        self.deleted.append(sid)
        self._then(taken_but)

    def fetch_picture(self, text_sid: str, sid: str) -> bytes:
        self._then(self._obey())
        if (text_sid, sid) not in self.pictures:
            raise TelephonyError(20404)
        return self.pictures[text_sid, sid]

    def delete_picture(self, text_sid: str, sid: str) -> None:
        taken_but = self._obey()
        self.pictures.pop((text_sid, sid), None)
        self.deleted.append(sid)
        self._then(taken_but)

    def own_numbers(self) -> list[OwnNumber]:
        self._then(self._obey())
        return list(self.numbers)

    def point_number(self, sid: str, addresses: Mapping[str, str]) -> None:
        taken_but = self._obey()
        own = next((own for own in self.numbers if own.sid == sid), None)
        if own is None:
            raise TelephonyError(20404)
        self.numbers[self.numbers.index(own)] = replace(own, addresses={**own.addresses, **addresses})
        self.pointed.append((sid, dict(addresses)))
        self._then(taken_but)

    def _obey(self, to: str = "") -> TelephonyError | None:
        """Raise what was asked for; the error to raise afterwards, if the request is to be done first."""
        if self.down:
            raise TelephonyError
        if to in self.refuses:
            raise NumberRefused(self.refuses[to])
        if not self.failures:
            return None
        error, taken = self.failures.pop(0)
        if not taken:
            raise error
        return error

    def _then(self, error: TelephonyError | None) -> None:
        if error is not None:
            raise error
