"""Times of duty → an iCalendar feed, as RFC 5545 writes it: what calendars on phones and desks subscribe to.

Only what such a feed needs: events with an id, two instants in UTC, and words. Nothing of it depends on the
time zone tables of whoever reads it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

OCTETS = 75
"""The longest a line may be, without its end."""
PRODUCT = "-//oncall//rota//EN"
REFRESH = timedelta(hours=1)
ESCAPES = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\r\n": "\\n", "\r": "\\n", "\n": "\\n"}


@dataclass(frozen=True, slots=True)
class Event:
    """One entry from `start` up to `end` (aware). `uid` is the same for the same entry in every feed."""

    uid: str
    start: datetime
    end: datetime
    summary: str
    description: str = ""


def calendar(name: str, events: Iterable[Event], *, stamp: datetime) -> bytes:
    """A whole calendar in UTF-8. `stamp` (aware) is when it was made; readers ask again after an hour."""
    refresh = f"PT{REFRESH // timedelta(hours=1)}H"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{refresh}",
        f"X-PUBLISHED-TTL:{refresh}",
    ]
    for event in events:
        lines += _event(event, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(folded + b"\r\n" for line in lines for folded in _folded(line))


def _event(event: Event, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{_utc(stamp)}"
    yield f"DTSTART:{_utc(event.start)}"
    yield f"DTEND:{_utc(event.end)}"
    yield f"SUMMARY:{_text(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{_text(event.description)}"
    yield "END:VEVENT"


def _utc(at: datetime) -> str:
    """An instant in the form that needs no time zone. Raises ValueError for a naive one."""
    if at.utcoffset() is None:
        raise ValueError("a naive datetime is no instant")
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(words: str) -> str:
    """Words with what has a meaning in this format taken out of it; other control characters are dropped."""
    for plain, escaped in ESCAPES.items():
        words = words.replace(plain, escaped)
    return "".join(letter for letter in words if letter >= " " and letter != "\x7f")


def _folded(line: str) -> Iterator[bytes]:
    """A line in pieces of at most 75 octets, every one but the first begun with a space, no letter cut."""
    piece = b""
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > OCTETS:
            yield piece
            piece = b" "
        piece += octets
    yield piece
