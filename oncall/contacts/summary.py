"""A contact in a few words, as lists and the board show it."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Somebody:
    """Somebody who may have rung us."""

    id: str
    name: str = field(repr=False)
    kind: str
    organisation: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who rang, as far as it is known: nobody, one, or several who share a number.

    `match` is `confirmed` once a person has said so, `candidate` while only the number says so, else `none`.
    `given` is the number on which they asked to be rung instead.
    """

    match: str
    people: tuple[Somebody, ...]
    number: str | None = field(repr=False)
    given: str | None = field(default=None, repr=False)

    @property
    def withheld(self) -> bool:
        """Whether the caller kept their number from us."""
        return self.number is None


@dataclass(frozen=True, slots=True)
class Summary:
    """One contact. `taken_by`, `owner` and `children` are names; instants are in UTC, read in `zone`.

    `flags` say what must not wait in what was texted, in words of our own; `restricted`: only a few see it.
    """

    id: int
    ref: str
    service_id: int
    service: str
    zone: ZoneInfo
    channel: str
    in_office_hours: bool
    started_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    outcome: str
    caller: Caller
    accepted_by: str | None
    taken_by: str | None = field(repr=False)
    callback_owner: str | None
    owner: str | None = field(repr=False)
    callback_due_at: datetime | None
    called_back_at: datetime | None
    owned_at: datetime | None
    wanted_again_at: datetime | None
    urgency: str | None
    written_up_at: datetime | None
    children: tuple[str, ...] = field(repr=False)
    flags: tuple[str, ...] = ()
    restricted: bool = False
    state: str = ""

    @property
    def free(self) -> bool:
        """Whether anybody may take it: nobody has, or others are asked for what its owner has not read."""
        return self.owned_at is None or self.wanted_again_at is not None

    @property
    def live(self) -> bool:
        """Whether the call is still going on."""
        return self.ended_at is None

    @property
    def call_back_waits(self) -> bool:
        """Whether somebody is still to ring the caller back: until the contact is written up."""
        owned = self.callback_owner is not None or self.callback_due_at is not None
        return owned and not self.live and self.written_up_at is None
