"""A follow-up as a page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from oncall.followups.ladder import Standing


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One follow-up. People and children come by id and name; `late_by` is for how long it is overdue."""

    id: int
    version: int
    kind: str
    title: str = field(repr=False)
    contact: str
    service_id: int
    service: str
    zone: ZoneInfo
    urgency: str | None
    child_ref: str | None
    child: str | None = field(repr=False)
    restricted: bool
    organisation: str
    role: str
    our_part: tuple[str, ...]
    statutory: bool
    sure: bool
    source: str
    owner: str | None
    owner_name: str | None = field(repr=False)
    offered_to: str | None
    offered_name: str | None = field(repr=False)
    anchor: str
    anchor_is: str
    anchor_at: datetime | None
    due_at: datetime | None
    standing: Standing
    late_by: timedelta | None
    rings: bool
    in_call: bool
    repeats: bool
    status: str
    told: str | None = field(repr=False)
    how: str | None = field(repr=False)
    reference: str | None = field(repr=False)
    done_at: datetime | None
    overdue_reason: str | None
    reason: str | None = field(repr=False)
    asked_by: int | None
    asked_name: str | None = field(repr=False)
    second_name: str | None = field(repr=False)
    closed_at: datetime | None

    @property
    def open(self) -> bool:
        """Whether anything can still be done about it."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a follow-up's history; `by` is a name, None for what happened by itself."""

    at: datetime
    by: str | None = field(repr=False)
    what: str
    facts: Mapping[str, Any] = field(repr=False)
