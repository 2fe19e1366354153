"""What the telephone company posts, as our own values: missing, odd and unknown fields never break one.

Only the id that says what a post is about must be there; without it the post is a `BadForm`, which a webhook
answers with 400. Words of the company's (a status, an opt-out) are kept as they came, known or not, and a
number that is none becomes None. Text is cleaned of what PostgreSQL cannot keep: NUL characters are dropped,
half characters (lone surrogates) become U+FFFD.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from oncall.telephony.numbers import caller_number

Form = Mapping[str, str]

SID = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""An id: it may become part of an address or a file's name, so nothing else is taken for one."""
RECORDING = re.compile(r"/Recordings/([A-Za-z0-9]{1,64})(?:\.\w+)?$")
WHOLE = re.compile(r"([0-9]{1,9})(\.[0-9]{0,9})?")
MOST_MEDIA = 10
LONGEST_SENDER = 64
"""No number or name has more; PostgreSQL finds nobody again by thousands of characters."""
OVER = frozenset({"completed", "busy", "no-answer", "failed", "canceled"})
"""The company's words for a call that has ended."""


class BadForm(Exception):  # noqa: N818  (it names the thing, as our other errors do)
    """A post does not say what it is about. Its text names the missing field and holds no value."""


@dataclass(frozen=True, slots=True)
class InboundCall:
    """A call has come in. `from_number` is None when withheld; `to_number` is as the company spells it."""

    sid: str
    from_number: str | None
    to_number: str
    forwarded_from: str | None


@dataclass(frozen=True, slots=True)
class LegEvent:
    """How the ringing of one telephone goes. `sequence` orders the events of a leg; `duration` in seconds."""

    sid: str
    parent_sid: str | None
    status: str
    sequence: int | None
    duration: int | None
    sip_code: int | None
    timestamp: datetime | None


@dataclass(frozen=True, slots=True)
class DialEnded:
    """A `Dial` is over: `call_sid` is the caller's leg, `dial_sid` one that was rung; seconds."""

    call_sid: str
    call_status: str
    dial_status: str
    dial_sid: str | None
    bridged: bool | None
    duration: int | None


@dataclass(frozen=True, slots=True)
class KeyPressed:
    """Somebody was asked to press a key; `digits` is empty when they pressed none."""

    call_sid: str
    digits: str


@dataclass(frozen=True, slots=True)
class CallEnded:
    """An incoming call has ended; `duration` in seconds."""

    call_sid: str
    status: str
    duration: int | None


@dataclass(frozen=True, slots=True)
class MessageLeft:
    """The caller has finished leaving a message (`duration` in seconds), perhaps by hanging up."""

    call_sid: str
    recording_sid: str | None
    duration: int | None
    hung_up: bool


@dataclass(frozen=True, slots=True)
class RecordingReady:
    """A recording can be fetched (`completed`) or there is none (`absent`, `failed`); seconds."""

    recording_sid: str
    call_sid: str | None
    status: str
    duration: int | None


@dataclass(frozen=True, slots=True)
class InboundText:
    """A text has come in. `from_raw` may be a word or a short number; media are (address, content type)."""

    sid: str
    from_raw: str
    from_number: str | None
    to_number: str
    body: str
    media: tuple[tuple[str, str], ...]
    segments: int
    opt_out: str | None


@dataclass(frozen=True, slots=True)
class TextStatus:
    """What became of a text we sent."""

    sid: str
    status: str
    error_code: int | None


def inbound_call(form: Form) -> InboundCall:
    """A post to `Addresses.voice`, or its fallback. Raises BadForm."""
    return InboundCall(
        sid=_sid(form, "CallSid"),
        from_number=caller_number(_text(form, "From", "Caller")),
        to_number=_text(form, "To", "Called").strip(),
        forwarded_from=caller_number(_text(form, "ForwardedFrom")),
    )


def leg_event(form: Form) -> LegEvent:
    """A post to `Addresses.leg`. Raises BadForm."""
    return LegEvent(
        sid=_sid(form, "CallSid"),
        parent_sid=_sid_or_none(form, "ParentCallSid"),
        status=_text(form, "CallStatus"),
        sequence=_whole(form, "SequenceNumber"),
        duration=_whole(form, "CallDuration"),
        sip_code=_whole(form, "SipResponseCode"),
        timestamp=_instant(form, "Timestamp"),
    )


def dial_ended(form: Form) -> DialEnded:
    """A post to `Addresses.next_after`. Raises BadForm."""
    return DialEnded(
        call_sid=_sid(form, "CallSid"),
        call_status=_text(form, "CallStatus"),
        dial_status=_text(form, "DialCallStatus"),
        dial_sid=_sid_or_none(form, "DialCallSid"),
        bridged={"true": True, "false": False}.get(_text(form, "DialBridged").lower()),
        duration=_whole(form, "DialCallDuration"),
    )


def key_pressed(form: Form) -> KeyPressed:
    """A post to `Addresses.key`. Raises BadForm."""
    return KeyPressed(_sid(form, "CallSid"), _text(form, "Digits"))


def call_ended(form: Form) -> CallEnded:
    """A post to `Addresses.voice_ended`. Raises BadForm."""
    return CallEnded(_sid(form, "CallSid"), _text(form, "CallStatus"), _whole(form, "CallDuration"))


def message_left(form: Form) -> MessageLeft:
    """A post to `Addresses.message_left`. Raises BadForm."""
    return MessageLeft(
        call_sid=_sid(form, "CallSid"),
        recording_sid=_recording_sid(form),
        duration=_whole(form, "RecordingDuration"),
        hung_up=_text(form, "Digits") == "hangup",
    )


def recording_ready(form: Form) -> RecordingReady:
    """A post to `Addresses.recording`. Raises BadForm."""
    sid = _recording_sid(form)
    if sid is None:
        raise BadForm("RecordingSid is missing or no id")
    return RecordingReady(
        recording_sid=sid,
        call_sid=_sid_or_none(form, "CallSid"),
        status=_text(form, "RecordingStatus"),
        duration=_whole(form, "RecordingDuration"),
    )


def inbound_text(form: Form) -> InboundText:
    """A post to `Addresses.text`, or its fallback. Raises BadForm."""
    sender = _text(form, "From").strip()[:LONGEST_SENDER]
    addresses = [
        (_text(form, f"MediaUrl{n}"), _text(form, f"MediaContentType{n}")) for n in range(MOST_MEDIA)
    ]
    return InboundText(
        sid=_sid(form, "MessageSid", "SmsSid", "SmsMessageSid"),
        from_raw=sender,
        from_number=caller_number(sender),
        to_number=_text(form, "To").strip(),
        body=_text(form, "Body"),
        media=tuple((address, kind) for address, kind in addresses if address),
        segments=_whole(form, "NumSegments") or 1,
        opt_out=_text(form, "OptOutType") or None,
    )


def text_status(form: Form) -> TextStatus:
    """A post to `Addresses.text_status`. Raises BadForm."""
    return TextStatus(
        sid=_sid(form, "MessageSid", "SmsSid"),
        status=_text(form, "MessageStatus", "SmsStatus"),
        error_code=_whole(form, "ErrorCode") or None,
    )


def _text(form: Form, *names: str) -> str:
    """The first of the fields `names` that is there and not blank, fit to be kept; else the empty text."""
    for name in names:
        value = form.get(name)
        if value:
            return value.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return ""


def _sid(form: Form, *names: str) -> str:
    sid = _sid_or_none(form, *names)
    if sid is None:
        raise BadForm(f"{names[0]} is missing or no id")
    return sid


def _sid_or_none(form: Form, *names: str) -> str | None:
    return next((sid for name in names if SID.fullmatch(sid := _text(form, name).strip())), None)


def _recording_sid(form: Form) -> str | None:
    """The recording's id; a `Record` action may give it only as the last part of the recording's address."""
    address = RECORDING.search(_text(form, "RecordingUrl"))
    return _sid_or_none(form, "RecordingSid") or (address[1] if address else None)


def _whole(form: Form, name: str) -> int | None:
    """A whole number that PostgreSQL keeps; a fraction of a second is cut off."""
    match = WHOLE.fullmatch(_text(form, name).strip())
    return int(match[1]) if match else None


def _instant(form: Form, name: str) -> datetime | None:
    """An RFC 2822 time in UTC; one that names no zone is meant so."""
    try:
        instant = parsedate_to_datetime(_text(form, name))
        return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
