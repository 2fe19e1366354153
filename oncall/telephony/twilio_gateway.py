"""Twilio as our telephone company: its official client, with its errors made ours and its words dropped.

Nothing is retried in here, since the outbox does that; every request gives up after 5 s. Neither a number,
nor a word, nor the token reaches a log or an exception: Twilio's own messages quote them.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Self, TypeVar

from twilio.base.exceptions import TwilioException
from twilio.rest import Client

from oncall.errors import Problem
from oncall.settings import Settings
from oncall.telephony.gateway import LoggedCall, NumberRefused, OwnNumber, SentText, TelephonyError
from oncall.telephony.numbers import refusal
from oncall.telephony.twilio_http import SECONDS, Line

T = TypeVar("T")

LEG_EVENTS = ["initiated", "ringing", "answered", "completed"]
RECORDING_EVENTS = ["in-progress", "completed", "absent"]
NOT_THERE = (404, 20404)
NOT_GOING_ON = 21220
CLOCKS_DIFFER = timedelta(seconds=30)
"""Twilio stamps whole seconds of its own clock."""
MOST_TEXTS = 100
MOST_NUMBERS = 5000
MOST_CALLS, PAGE_OF_CALLS = 20_000, 1000
PAGE = 100

FIELDS = {
    "VoiceUrl": "voice_url",
    "VoiceMethod": "voice_method",
    "VoiceFallbackUrl": "voice_fallback_url",
    "VoiceFallbackMethod": "voice_fallback_method",
    "VoiceApplicationSid": "voice_application_sid",
    "TrunkSid": "trunk_sid",
    "StatusCallback": "status_callback",
    "StatusCallbackMethod": "status_callback_method",
    "SmsUrl": "sms_url",
    "SmsMethod": "sms_method",
    "SmsFallbackUrl": "sms_fallback_url",
    "SmsFallbackMethod": "sms_fallback_method",
    "SmsApplicationSid": "sms_application_sid",
}
"""Where a number's calls and texts are sent: Twilio's name of the field, the client's."""


class TwilioTelephony:
    """`Telephony` over Twilio's REST API. Threads may share one; make it after forking."""

    def __init__(
        self, account_sid: str, token: str, api_url: str | None = None, *, seconds: float = SECONDS
    ) -> None:
        self._line = Line(api_url, seconds=seconds)
        self._recordings = f"/2010-04-01/Accounts/{account_sid}/Recordings"
        self._messages = f"/2010-04-01/Accounts/{account_sid}/Messages"
        self._auth = (account_sid, token)
        # An environment of its own: the client would otherwise read its edge and region from the process's.
        self._client = Client(account_sid, token, http_client=self._line, environment={"": ""})

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """The account of the settings; the first of its tokens signs. Raises Problem when it is not set."""
        settings.require("twilio_account_sid", "twilio_auth_token")
        if not settings.twilio_auth_tokens:
            raise Problem("set TWILIO_AUTH_TOKEN, in the environment or in a .env file")
        assert settings.twilio_account_sid is not None
        return cls(settings.twilio_account_sid, settings.twilio_auth_tokens[0], settings.twilio_api_url)

    def send_text(self, *, to: str, sender: str, words: str, status_url: str, valid_seconds: int) -> SentText:
        """Text `words`, which Twilio drops when it could not deliver them within `valid_seconds`."""
        message = _ours(
            lambda: self._client.messages.create(
                to=to,
                from_=sender,
                body=words,
                status_callback=status_url,
                validity_period=valid_seconds,
            )
        )
        return _sent(message)

    def sent_texts(self, *, to: str, sender: str, since: datetime) -> list[tuple[SentText, str]]:
        """The latest 100 texts between the two, from `since` on; one that bears no time is among them.

        Twilio's own filter goes by the time of sending, which a text that still waits has not got.
        """
        messages = _ours(
            lambda: self._client.messages.list(to=to, from_=sender, limit=MOST_TEXTS, page_size=PAGE)
        )
        return [
            (_sent(message), message.body or "")
            for message in messages
            if message.date_created is None or message.date_created >= since - CLOCKS_DIFFER
        ]

    def text_status(self, sid: str) -> SentText | None:
        """The text as Twilio has it now."""
        try:
            return _sent(_ours(lambda: self._client.messages(sid).fetch()))
        except TelephonyError as error:
            if error.code in NOT_THERE:
                return None
            raise

    def place_call(
        self, *, to: str, caller_id: str, answer_url: str, status_url: str, ring_seconds: int
    ) -> str:
        """Ring `to` for `ring_seconds` (5 to 600; Twilio adds about 5); 999 and the like never."""
        if refusal(to) is not None:
            raise NumberRefused
        call = _ours(
            lambda: self._client.calls.create(
                to=to,
                from_=caller_id,
                url=answer_url,
                method="POST",
                status_callback=status_url,
                status_callback_method="POST",
                status_callback_event=LEG_EVENTS,
                timeout=ring_seconds,
            )
        )
        return _known(call.sid)

    def call_status(self, sid: str) -> str | None:
        """Twilio's word for how the call stands."""
        try:
            call = _ours(lambda: self._client.calls(sid).fetch())
        except TelephonyError as error:
            if error.code in NOT_THERE:
                return None
            raise
        return _known(call.status)

    def calls_between(self, since: datetime, until: datetime) -> list[LoggedCall]:
        """The account's call log for a span, page by page."""
        legs = _ours(
            lambda: self._client.calls.list(
                start_time_after=since, start_time_before=until, limit=MOST_CALLS, page_size=PAGE_OF_CALLS
            )
        )
        return [
            LoggedCall(
                sid=_known(leg.sid),
                parent_sid=leg.parent_call_sid or None,
                from_number=leg._from or "",  # so does the client name it
                to=leg.to or "",
                status=_known(leg.status),
                started_at=leg.start_time,
                ended_at=leg.end_time,
            )
            for leg in legs
            if leg.start_time is None or since <= leg.start_time < until
        ]

    def cancel_call(self, sid: str) -> bool:
        """End a call that is queued or ringing; one that goes on is left alone."""
        return self._update_call(sid, status="canceled")

    def redirect_call(self, sid: str, url: str) -> bool:
        """Send a call in progress to another document."""
        return self._update_call(sid, url=url, method="POST")

    def _update_call(self, sid: str, **fields: str) -> bool:
        try:
            _ours(lambda: self._client.calls(sid).update(**fields))
        except TelephonyError as error:
            if error.code == NOT_GOING_ON or error.code in NOT_THERE:
                return False
            raise
        return True

    def record_call(self, sid: str, status_url: str) -> str:
        """Record the whole call in one channel; silence is kept, so that times stay true."""
        recording = _ours(
            lambda: self._client.calls(sid).recordings.create(
                recording_status_callback=status_url,
                recording_status_callback_method="POST",
                recording_status_callback_event=RECORDING_EVENTS,
            )
        )
        return _known(recording.sid)

    def pause_recording(self, call_sid: str, sid: str, *, paused: bool) -> bool:
        """Pause a recording, or resume it."""
        status = "paused" if paused else "in-progress"
        try:
            _ours(lambda: self._client.calls(call_sid).recordings(sid).update(status=status))
        except TelephonyError as error:
            if error.code == NOT_GOING_ON or error.code in NOT_THERE:
                return False
            raise
        return True

    def fetch_recording(self, sid: str) -> bytes:
        """The recording as WAV, asked for with our name and token, whatever the account demands."""
        return self._line.fetch(f"{self._recordings}/{sid}.wav", auth=self._auth)

    def delete_recording(self, sid: str) -> None:
        """Delete the recording; it may be gone."""
        try:
            _ours(lambda: self._client.recordings(sid).delete())
        except TelephonyError as error:
            if error.code not in NOT_THERE:
                raise

    def fetch_picture(self, text_sid: str, sid: str) -> bytes:
        """What came with a text, from the address we know; never from one that a request has told us."""
        return self._line.fetch(f"{self._messages}/{text_sid}/Media/{sid}", auth=self._auth)

    def delete_picture(self, text_sid: str, sid: str) -> None:
        """Delete it; it may be gone."""
        try:
            _ours(lambda: self._client.messages(text_sid).media(sid).delete())
        except TelephonyError as error:
            if error.code not in NOT_THERE:
                raise

    def own_numbers(self) -> list[OwnNumber]:
        """Every number of the account, page by page."""
        numbers = _ours(lambda: self._client.incoming_phone_numbers.list(limit=MOST_NUMBERS, page_size=PAGE))
        return [
            OwnNumber(
                sid=_known(number.sid),
                number=number.phone_number or "",
                addresses={name: getattr(number, field) or "" for name, field in FIELDS.items()},
                can_ring=_can(number.capabilities, "voice"),
                can_text=_can(number.capabilities, "sms"),
            )
            for number in numbers
        ]

    def point_number(self, sid: str, addresses: Mapping[str, str]) -> None:
        """Set the fields of `addresses` (Twilio's names; empty clears), leaving the others as they are."""
        fields = {FIELDS[name]: value for name, value in addresses.items()}
        _ours(lambda: self._client.incoming_phone_numbers(sid).update(**fields))


def _ours(ask: Callable[[], T]) -> T:
    """What `ask` answers; an answer the client cannot read becomes our error, whose outcome is unknown.

    The error is raised outside the handler, so that nothing of Twilio's hangs on it.
    """
    try:
        return ask()
    except (TwilioException, ValueError, TypeError, AttributeError, KeyError):
        pass
    raise TelephonyError(unknown=True)


def _sent(message: Any) -> SentText:
    code = message.error_code
    return SentText(_known(message.sid), message.status or "", code if isinstance(code, int) else None)


def _known(word: str | None) -> str:
    """A word without which an answer tells nothing."""
    if not word:
        raise TelephonyError(unknown=True)
    return word


def _can(capabilities: Any, what: str) -> bool:
    """Whether a number is said to be able to do `what`; able, when nothing is said."""
    said = {str(name).lower(): able for name, able in capabilities.items()} if capabilities else {}
    return said.get(what) is not False
