"""A service file as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from oncall.people.model import Child, DirectoryEntry, Person, Staff
from oncall.service.config import Speech
from rota.hours import Hours


@dataclass(frozen=True, slots=True)
class ServiceFile:
    """Everything one file says. `office_hours` are by `monday` or `2026-12-24`, None for a closed day.

    `rota` is the rota as written, with the timezone, holidays and closures it is reckoned by.
    """

    code: str
    name: str
    timezone: str
    voice_number: str
    sms_number: str | None
    office_line: str | None
    last_resort: str | None
    handover_at: time
    hunt_again: bool
    holidays: str | None
    speech: Speech
    office_hours: Mapping[str, Hours | None]
    closures: frozenset[date]
    rota: Mapping[str, Any]
    staff: tuple[Staff, ...]
    people: tuple[Person, ...]
    children: tuple[Child, ...]
    directory: tuple[DirectoryEntry, ...]
