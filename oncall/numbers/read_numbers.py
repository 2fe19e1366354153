"""The page of numbers: what is restricted, what waits for a second person, and who must not reach whom."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from oncall.access.store import Person
from oncall.numbers import store
from oncall.numbers.restrict import DAYS, restricted
from oncall.service.reader_store import services_of
from oncall.service.store import config_of
from oncall.wiring import Wiring


@dataclass(frozen=True, slots=True)
class Restriction:
    """One restriction as a reader sees it; `may_approve` unless they have asked for it themselves."""

    id: int
    service: str
    zone: ZoneInfo
    number: str = field(repr=False)
    reason: str = field(repr=False)
    asked_by: str = field(repr=False)
    until: datetime
    approved_by: str | None = field(repr=False)
    may_approve: bool
    calls: int


@dataclass(frozen=True, slots=True)
class NoContact:
    """One entry of a child's list."""

    id: int
    child: str = field(repr=False)
    number: str = field(repr=False)
    reason: str = field(repr=False)
    added_by: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NumbersPage:
    """Everything on the page. `services` are code and name, `children` ref and preferred name."""

    services: tuple[tuple[str, str], ...]
    days: tuple[int, ...]
    restrictions: tuple[Restriction, ...]
    children: tuple[tuple[str, str], ...] = field(repr=False)
    no_contact: tuple[NoContact, ...] = field(repr=False)


def read_numbers(reader: Person, w: Wiring) -> NumbersPage:
    """The page for a reader: of their own services, and of the children they may see."""
    now = w.now()
    with w.unit_of_work() as work:
        found = services_of(work.session, reader.staff_id)
        configs = {one.id: config_of(w.config_cache, work.session, one.id) for one in found}
        ids = list(configs)
        return NumbersPage(
            services=tuple((one.code, one.name) for one in configs.values()),
            days=DAYS,
            restrictions=tuple(
                Restriction(
                    id=one.row.id,
                    service=configs[one.row.service_id].name,
                    zone=configs[one.row.service_id].zone,
                    number=one.row.number,
                    reason=one.row.reason,
                    asked_by=one.asked_by,
                    until=one.row.until,
                    approved_by=one.approved_by,
                    may_approve=one.row.approved_at is None and one.row.asked_by != reader.user_id,
                    calls=one.calls,
                )
                for one in restricted(work, ids, now)
            ),
            children=tuple(store.children(work.session, ids, reader.staff_id)),
            no_contact=tuple(
                NoContact(row.id, child, row.number, row.reason, by)
                for row, child, by in store.no_contacts(work.session, ids, reader.staff_id)
            ),
        )
