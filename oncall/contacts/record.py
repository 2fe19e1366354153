"""Everything a page shows of one contact."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from oncall.contacts.field_store import Said
from oncall.contacts.record_fields import Line, lines
from oncall.contacts.summary import Somebody, Summary
from oncall.contacts.timeline import Entry, Leg

LATE = timedelta(minutes=60)
"""What is written up longer after the end of a contact is a late entry."""


@dataclass(frozen=True, slots=True)
class ChildCard:
    """A child a contact is about, as far as fits on a small card. `carers` are names, `age` is in years."""

    ref: str
    name: str = field(repr=False)
    restricted: bool
    age: int | None
    placement: str | None
    carers: tuple[str, ...] = field(repr=False)
    since: date | None
    service_level: str | None


@dataclass(frozen=True, slots=True)
class ChildChoice:
    """A child somebody may choose; `likely` ones are placed with whoever rang, or may have."""

    ref: str
    name: str = field(repr=False)
    restricted: bool
    likely: bool
    chosen: bool


@dataclass(frozen=True, slots=True)
class Addendum:
    """What was added to a complete record; `about_at` is when it happened, if somebody said."""

    text: str = field(repr=False)
    about_at: datetime | None
    written_by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """A message the caller left: its length if that is known, and whether its copy can be played."""

    id: int
    seconds: int | None
    left_at: datetime
    fetched: bool


@dataclass(frozen=True, slots=True)
class Record:
    """One contact in full. `said` is all its record ever said, oldest first; `written_up_by` is a name.

    `nth` tells how often the caller has been in touch in the seven days up to this, itself included.
    """

    summary: Summary
    nth: int
    candidates: tuple[Somebody, ...]
    others: tuple[Somebody, ...]
    children: tuple[ChildCard, ...]
    choices: tuple[ChildChoice, ...]
    messages: tuple[Message, ...]
    said: tuple[Said, ...]
    addenda: tuple[Addendum, ...]
    written_up_by: str | None
    timeline: tuple[Entry, ...]
    legs: tuple[Leg, ...]

    @property
    def values(self) -> dict[str, str]:
        """What each field of the record says now; fields that say nothing are left out."""
        return {one.name: one.value for one in self._newest.values() if one.value}

    def lines(self, kind: str) -> tuple[Line, ...]:
        """The lines of a kind, in the order in which they were begun."""
        return lines(self.values, kind)

    @property
    def last_saved(self) -> Said | None:
        """The latest word of anybody's."""
        return max(self.said, key=lambda one: one.saved_at, default=None)

    @property
    def earlier(self) -> tuple[Said, ...]:
        """What fields said before, and no longer say; newest first."""
        newest = self._newest
        return tuple(one for one in reversed(self.said) if newest[one.name] is not one and one.value)

    @property
    def first_urgency(self) -> str | None:
        """The urgency that was chosen first."""
        return next((one.value for one in self.said if one.name == "urgency" and one.value), None)

    @property
    def late(self) -> bool:
        """Whether the record was written up long after what it is about."""
        done, ended = self.summary.written_up_at, self.summary.ended_at
        return done is not None and ended is not None and done - ended > LATE

    @property
    def _newest(self) -> dict[str, Said]:
        return {one.name: one for one in sorted(self.said, key=lambda one: one.number)}


def age(born: date | None, today: date) -> int | None:
    """Whole years; a child born on 29 February is a year older on 1 March of a common year."""
    if born is None:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
