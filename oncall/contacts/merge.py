"""Two people may write on one record, and one person's words may come late: what is kept of both. Pure."""

from dataclasses import dataclass, field
from enum import Enum, auto

from triage.model import Urgency, most_urgent


@dataclass(frozen=True, slots=True)
class Change:
    """What a page says of one field: what it said when the writer saw it, and what it says now."""

    name: str
    was: str = field(repr=False)
    now: str = field(repr=False)


class Fate(Enum):
    """What becomes of a change."""

    NOTHING_NEW = auto()
    KEEP = auto()
    OVERTAKEN = auto()


def merge(change: Change, current: str, *, own: bool) -> tuple[Fate, str]:
    """What becomes of a change to a field that says `current`, and what the field says then.

    A field the writer has not touched stays as it is, whatever it says by now. `own` tells that `current`
    came from the same page: then nobody was overtaken. Of two urgencies chosen at once the more urgent
    stands, whoever chose it.
    """
    if change.now in (current, change.was):
        return Fate.NOTHING_NEW, current
    if own or current == change.was:
        return Fate.KEEP, change.now
    if change.name == "urgency" and current and change.now:
        worse = most_urgent([Urgency(current), Urgency(change.now)])
        return (Fate.OVERTAKEN, current) if worse == current else (Fate.KEEP, change.now)
    return Fate.OVERTAKEN, current
