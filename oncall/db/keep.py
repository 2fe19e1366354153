"""Rows kept in line with a list: what is new is added, what vanished ends, what reappears comes back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from oncall.db.base import Base

Row = TypeVar("Row", bound=Base)
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Kept(Generic[Row]):
    """The rows now in force by their key, and the keys of those added, changed, brought back or ended."""

    rows: Mapping[Key, Row]
    changed: frozenset[Key]


def keep_in_line(
    session: Session,
    table: type[Row],
    wanted: Iterable[Mapping[str, Any]],
    *,
    key: tuple[str, ...],
    within: Mapping[str, Any],
    now: datetime,
) -> Kept[Row]:
    """Make the rows of `table` that lie `within` say what is `wanted`; doing it twice changes nothing.

    `key` names the columns that make a row the same one (for ever: an ended row is brought back);
    `within` is a column's value, or a list of its values. Rows are ended before others are added, so that
    what can be in force once alone may change hands. `table` has `ended_at`.
    """
    lists = {tuple(values[name] for name in key): values for values in wanted}
    found = session.scalars(select(table).where(*_conditions(table, within)))
    rows = {tuple(getattr(row, name) for name in key): row for row in found}
    vanished = [at for at, row in rows.items() if at not in lists and _get(row, "ended_at") is None]
    for at in vanished:
        _set(rows[at], {"ended_at": now})
    session.flush()
    changed = set(vanished)
    for at, values in lists.items():
        if at not in rows:
            rows[at] = table(**values)
            session.add(rows[at])
            changed.add(at)
        elif _set(rows[at], {**values, "ended_at": None}):
            changed.add(at)
    session.flush()
    return Kept({at: rows[at] for at in lists}, frozenset(changed))


def _conditions(table: type[Base], within: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    return [
        getattr(table, name).in_(value)
        if isinstance(value, Sequence) and not isinstance(value, str)
        else getattr(table, name) == value
        for name, value in within.items()
    ]


def _get(row: Base, name: str) -> Any:
    return getattr(row, name)


def _set(row: Base, values: Mapping[str, Any]) -> bool:
    """Set what differs; whether anything did."""
    different = {name: value for name, value in values.items() if getattr(row, name) != value}
    for name, value in different.items():
        setattr(row, name, value)
    return bool(different)
