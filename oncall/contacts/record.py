"""Everything a page shows of one contact."""

from dataclasses import dataclass, field
from datetime import date, datetime

from oncall.contacts.summary import Somebody, Summary
from oncall.contacts.timeline import Entry, Leg


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
class SavedNote:
    """A note as it was saved once, by whom and when; the first has number 1."""

    number: int
    text: str = field(repr=False)
    urgency: str | None
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class Addendum:
    """What was added to a complete note."""

    text: str = field(repr=False)
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
    """One contact in full. `notes` are newest first; `written_up_by` is a name."""

    summary: Summary
    candidates: tuple[Somebody, ...]
    others: tuple[Somebody, ...]
    children: tuple[ChildCard, ...]
    choices: tuple[ChildChoice, ...]
    messages: tuple[Message, ...]
    notes: tuple[SavedNote, ...]
    addenda: tuple[Addendum, ...]
    written_up_by: str | None
    timeline: tuple[Entry, ...]
    legs: tuple[Leg, ...]

    @property
    def note(self) -> SavedNote | None:
        """The note as it stands."""
        return self.notes[0] if self.notes else None


def age(born: date | None, today: date) -> int | None:
    """Whole years; a child born on 29 February is a year older on 1 March of a common year."""
    if born is None:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
