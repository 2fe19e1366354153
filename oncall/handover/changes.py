"""The changes of shift within a closed period: who goes, who comes, and whether it was handed over. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from oncall.handover.tables import ShiftHandoverRow
from oncall.rotas.stretches import Stretch

EARLIEST = timedelta(hours=2)
"""So long before a change it can be handed over."""


@dataclass(frozen=True, slots=True)
class Change:
    """At `at` some go off the first tier and others come on. People are ids; names by id in `names`."""

    at: datetime
    goes: tuple[str, ...]
    comes: tuple[str, ...]
    names: Mapping[str, str] = field(repr=False)
    words: str | None = field(repr=False)
    to: str | None
    handed_at: datetime | None
    accepted_at: datetime | None

    def open_at(self, now: datetime) -> bool:
        """Whether it can be handed over by now."""
        return self.handed_at is None and now >= self.at - EARLIEST

    def late_at(self, now: datetime) -> bool:
        """Whether its time has come and nobody has accepted."""
        return self.accepted_at is None and now >= self.at


def changes(
    found: Sequence[Stretch], rows: Mapping[datetime, ShiftHandoverRow], names: Mapping[str, str]
) -> tuple[Change, ...]:
    """Every change between stretches that touch, with what was kept of it, in order.

    Into and out of a gap there is nobody to hand over to, or from.
    """
    made = []
    for before, after in pairwise(found):
        goes = tuple(one for one in before.people if one not in after.people)
        comes = tuple(one for one in after.people if one not in before.people)
        if not goes or not comes:
            continue
        row = rows.get(after.start)
        made.append(
            Change(
                at=after.start,
                goes=goes,
                comes=comes,
                names={one: names.get(one, one) for one in (*goes, *comes)},
                words=None if row is None else row.words,
                to=None if row is None else row.to_person,
                handed_at=None if row is None else row.handed_at,
                accepted_at=None if row is None else row.accepted_at,
            )
        )
    return tuple(made)
