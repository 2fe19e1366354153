"""A service as a call needs it: read once, kept by a process until the service's version changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from oncall.people.model import Staff
from oncall.rotas.rules_store import Learning
from rota.hours import OfficeHours
from rota.model import Rota


class Announce(StrEnum):
    """When the emergency line is spoken: while the first telephone rings, or before any does."""

    AFTER_FIRST_RING = "after_first_ring"
    BEFORE = "before"


@dataclass(frozen=True, slots=True)
class Speech:
    """How the service speaks. An empty `greeting` or `emergency` leaves the words to the templates.

    `names` lets staff hear and read a carer's name; a child's is never spoken.
    """

    language: str = "en-GB"
    voice: str = "Polly.Amy-Neural"
    greeting: str = ""
    emergency: str = ""
    announce: Announce = Announce.AFTER_FIRST_RING
    names: bool = False


@dataclass(frozen=True, slots=True)
class ServiceConfig:
    """One version of a service. Numbers are E.164; `handover_at` is local to `zone`, on each working day.

    `learning` are people and the tiers on which they are not yet on alone; with `approve_swaps` every swap
    waits for whoever keeps the rota. With `hunt_again` everybody is rung once more, from the top, before a
    message is taken.
    """

    id: int
    code: str
    name: str
    version: int
    zone: ZoneInfo
    voice_number: str
    sms_number: str | None
    office_line: str | None
    last_resort: str | None
    handover_at: time
    hunt_again: bool
    speech: Speech
    hours: OfficeHours = field(repr=False)
    rota: Rota = field(repr=False)
    staff: Mapping[str, Staff] = field(repr=False)
    proclaimed: frozenset[date] = frozenset()
    learning: Learning = frozenset()
    approve_swaps: bool = False
