"""People, children and staff as values: what a service file says of them, and what the database gives back.

Names and numbers are left out of every `repr`, so that none of them can slip into a log.
"""

from dataclasses import dataclass, field
from datetime import date

from oncall.access.roles import Role
from oncall.people.kinds import PersonKind, ServiceLevel


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who works for a service; the roles are those they have there."""

    id: str
    name: str = field(repr=False)
    phone: str | None = field(repr=False)
    email: str | None = field(repr=False)
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who rings or texts us. `sms_ok`: they have agreed to be texted."""

    id: str
    name: str = field(repr=False)
    kind: PersonKind
    phones: tuple[str, ...] = field(repr=False)
    organisation: str | None = None
    sms_ok: bool = False


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a child lives: with whom (ids of people), of what kind, since when."""

    type: str
    carers: tuple[str, ...]
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """A child. When `restricted`, only the staff in `visible_to` may see anything of them."""

    ref: str
    preferred_name: str = field(repr=False)
    born: date | None = field(default=None, repr=False)
    service_level: ServiceLevel | None = None
    legal_status: str | None = None
    placement: Placement | None = None
    social_worker: str | None = None
    supervising_social_worker: str | None = None
    risks: tuple[str, ...] = ()
    restricted: bool = False
    visible_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DirectoryEntry:
    """Somebody else we may need tonight. `hours` is for reading, not reckoned with."""

    name: str
    kind: str
    phone: str = field(repr=False)
    authority: str | None = None
    hours: str | None = None
    verified_on: date | None = None
