"""What somebody on the telephone hears next, without markup."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Voice:
    """How our words are spoken: a language tag and the name of a voice."""

    language: str
    name: str


PLAIN_VOICE = Voice("en-GB", "Polly.Amy-Neural")
"""For words that no service of ours speaks."""


@dataclass(frozen=True, slots=True)
class Ring:
    """Say `words`, then ring `number` for `seconds`, showing `caller_id`; then ask `next_url`.

    With a `whisper_url` whoever picks up hears that first, and is connected only if it lets them. With a
    `key_url` any key pressed while the words are said is told there, and nobody rings yet.
    """

    words: tuple[str, ...]
    number: str
    caller_id: str
    seconds: int
    next_url: str
    leg_url: str
    whisper_url: str | None
    key_url: str | None = None


@dataclass(frozen=True, slots=True)
class AskKey:
    """Say `words`, wait `seconds` for one key and tell `key_url`; without a key, hang up."""

    words: tuple[str, ...]
    seconds: int
    key_url: str


@dataclass(frozen=True, slots=True)
class AskDigits:
    """Say `words`, wait `seconds` for up to `most` digits and tell `key_url`; without any, ask `else_url`.

    `#` ends what is entered; alone it enters nothing.
    """

    words: tuple[str, ...]
    seconds: int
    most: int
    key_url: str
    else_url: str


@dataclass(frozen=True, slots=True)
class Connect:
    """Say `words` to whoever picked up, then put them through to the caller."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TakeMessage:
    """Say `words`, record a message and tell `done_url`; after silence ask `silence_url` what to say."""

    words: tuple[str, ...]
    longest_seconds: int
    done_url: str
    silence_url: str
    recording_url: str


@dataclass(frozen=True, slots=True)
class Meet:
    """Say `words`, then join the conference `room` until it ends or one leaves; then ask `over_url`.

    Alone in it one hears `wait_url` again and again. With `ends_for_all` nobody stays when this one goes.
    """

    words: tuple[str, ...]
    room: str
    wait_url: str
    over_url: str
    ends_for_all: bool


@dataclass(frozen=True, slots=True)
class Wait:
    """What is heard while waiting: each of `words` with a short pause after it. It is asked for again."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HangUp:
    """Say `words`, if any, and end the call."""

    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GoOn:
    """Say `words`; once they have been said to the end, ask `next_url` what is heard then."""

    words: tuple[str, ...]
    next_url: str


Reply = Ring | AskKey | AskDigits | Connect | TakeMessage | Meet | Wait | HangUp | GoOn
