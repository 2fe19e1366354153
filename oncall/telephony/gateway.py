"""What we need of a telephone company, in our words; how it does it is its own file's matter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class TelephonyError(Exception):
    """The company did not take the request; its words are dropped, since they quote numbers. May pass.

    `code` is the company's number for what happened, if it gave one. `unknown` is set when the request may
    have been taken all the same (a time-out): look before sending again.
    """

    def __init__(self, code: int | None = None, *, unknown: bool = False) -> None:
        super().__init__(f"telephone company answered with code {code}")
        self.code = code
        self.unknown = unknown


class NumberRefused(TelephonyError):  # noqa: N818  (the trade's word)
    """The company will never take this number, or this text to it. Not worth trying again."""


@dataclass(frozen=True, slots=True)
class OwnNumber:
    """A number the account owns and where its calls and texts are sent; addresses by their field name.

    The names are the company's own (`VoiceUrl`); what is not set is empty. Many a landline cannot be texted.
    """

    sid: str
    number: str
    addresses: Mapping[str, str]
    can_ring: bool = True
    can_text: bool = True


@dataclass(frozen=True, slots=True)
class SentText:
    """A text the company has: its id there, its state, and the code if it failed."""

    sid: str
    status: str
    error_code: int | None


@dataclass(frozen=True, slots=True)
class LoggedCall:
    """One leg in the company's own log. `from_number` may be a word; `status` is the company's."""

    sid: str
    parent_sid: str | None
    from_number: str
    to: str
    status: str
    started_at: datetime | None
    ended_at: datetime | None


class Telephony(Protocol):
    """All the service asks of the company outside a webhook's reply. Never called inside a transaction."""

    def send_text(self, *, to: str, sender: str, words: str, status_url: str, valid_seconds: int) -> SentText:
        """Text `words` from `sender` to `to` (both E.164). Raises NumberRefused, or TelephonyError."""
        ...

    def sent_texts(self, *, to: str, sender: str, since: datetime) -> list[tuple[SentText, str]]:
        """Texts from `sender` to `to` since then, with their words: to look before sending one again.

        `since` is when the first try began: the same words sent earlier are another text.
        """
        ...

    def text_status(self, sid: str) -> SentText | None:
        """How text `sid` stands now; None if the company knows no such text. Raises TelephonyError."""
        ...

    def place_call(
        self, *, to: str, caller_id: str, answer_url: str, status_url: str, ring_seconds: int
    ) -> str:
        """Ring `to`, showing `caller_id`; `answer_url` says what is said. The call's id. Raises as above."""
        ...

    def call_status(self, sid: str) -> str | None:
        """The company's word for how call `sid` stands; None if it knows no such call."""
        ...

    def calls_between(self, since: datetime, until: datetime) -> list[LoggedCall]:
        """Every leg that began in [since, until), as the company's log has it. Raises TelephonyError."""
        ...

    def cancel_call(self, sid: str) -> bool:
        """End call `sid` if nobody has picked it up; False if it is not ringing. Raises TelephonyError."""
        ...

    def redirect_call(self, sid: str, url: str) -> bool:
        """Have call `sid`, which goes on, do what `url` says; False if it is over. Raises TelephonyError."""
        ...

    def record_call(self, sid: str, status_url: str) -> str:
        """Record call `sid`, which goes on, from now on; the recording's id. Raises TelephonyError."""
        ...

    def pause_recording(self, call_sid: str, sid: str, *, paused: bool) -> bool:
        """Pause recording `sid` of a call, or go on; False if it is over. Raises TelephonyError."""
        ...

    def fetch_recording(self, sid: str) -> bytes:
        """The recording `sid` as WAV. Raises TelephonyError, also while it is not ready."""
        ...

    def delete_recording(self, sid: str) -> None:
        """Delete recording `sid` there. Deleting what is gone is done already."""
        ...

    def fetch_picture(self, text_sid: str, sid: str) -> bytes:
        """What came with a text, whatever it is. Raises TelephonyError, also while it is not ready."""
        ...

    def delete_picture(self, text_sid: str, sid: str) -> None:
        """Delete it there. Deleting what is gone is done already."""
        ...

    def own_numbers(self) -> list[OwnNumber]:
        """The numbers of the account."""
        ...

    def point_number(self, sid: str, addresses: Mapping[str, str]) -> None:
        """Set where the calls and texts of one own number are sent."""
        ...
