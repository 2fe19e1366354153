"""The handover document of a period, as one reader may see it; always current while the night goes on."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from oncall.access.store import Person
from oncall.db.unit_of_work import UnitOfWork
from oncall.handover import store
from oncall.handover.store import Item
from oncall.handover.tables import HandoverRow, HandoverState
from oncall.service.config import ServiceConfig
from oncall.service.store import cached_config
from oncall.wiring import Wiring
from rota.cover import cover


@dataclass(frozen=True, slots=True)
class OnDuty:
    """Somebody's time on a tier within the closed period."""

    tier: str
    name: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Document:
    """Everything on the page: banner, what was signed, what came after, and who has done what."""

    id: int
    service: str
    zone: ZoneInfo
    state: HandoverState
    closed_from: datetime
    until: datetime
    on_duty: tuple[OnDuty, ...]
    gap_minutes: int
    items: tuple[Item, ...]
    since_signed: tuple[Item, ...]
    going_on: int
    signed_by: str | None
    signed_at: datetime | None
    acknowledged_by: str | None
    acknowledged_at: datetime | None
    readback: str | None

    @property
    def nil_return(self) -> bool:
        """Nobody has been in touch in this period."""
        return not self.items and not self.since_signed

    @property
    def not_written_up(self) -> tuple[Item, ...]:
        """Contacts whose record is not complete yet."""
        return tuple(item for item in (*self.items, *self.since_signed) if item.written_up_at is None)

    @property
    def call_backs(self) -> tuple[Item, ...]:
        """Contacts that nobody has answered and that wait for a call back."""
        waiting = (
            item for item in self.not_written_up if item.outcome in ("voicemail", "missed", "abandoned")
        )
        return tuple(item for item in waiting if item.callback_owner is not None)


def documents_now(reader: Person, w: Wiring) -> list[Document]:
    """What each of the reader's services has to hand over: last night's until it is owned, and the next."""
    now = w.now()
    with w.unit_of_work() as work:
        made = []
        for service in store.services_of(work.session, reader.staff_id):
            config = cached_config(w.config_cache, work.session, service.id, service.version)
            rows = [of_instant(work, config, now)]
            if (began := rows[0].starts_at) > store.in_force_since(work.session, service.id):
                last = of_instant(work, config, began - timedelta(microseconds=1))
                rows = [last, *rows] if last.state != HandoverState.ACKNOWLEDGED else rows
            made += [make(work, row, config, reader.staff_id) for row in rows]
        return made


def document(handover_id: int, reader: Person, w: Wiring) -> Document | None:
    """One document by its id; None if there is none, or it is of a service the reader does not work for."""
    with w.unit_of_work() as work:
        row = store.by_id(work.session, handover_id)
        if row is None:
            return None
        for service in store.services_of(work.session, reader.staff_id):
            if service.id == row.service_id:
                config = cached_config(w.config_cache, work.session, service.id, service.version)
                return make(work, row, config, reader.staff_id)
        return None


def earlier(reader: Person, w: Wiring, limit: int = 10) -> list[tuple[str, HandoverRow]]:
    """The documents before the current ones, newest first, with the name of the service."""
    now = w.now()
    with w.unit_of_work() as work:
        found = []
        for service in store.services_of(work.session, reader.staff_id):
            config = cached_config(w.config_cache, work.session, service.id, service.version)
            period = config.hours.handover_period(now, config.handover_at)
            rows = store.latest(work.session, service.id, before=period.end, limit=limit)
            found += [(config.name, row) for row in rows]
        return sorted(found, key=lambda pair: pair[1].until, reverse=True)[:limit]


def of_instant(work: UnitOfWork, config: ServiceConfig, at: datetime) -> HandoverRow:
    """The handover that an instant belongs to, made if it is not there yet."""
    period = config.hours.handover_period(at, config.handover_at)
    return store.find_or_make(work.session, config.id, period)


def make(work: UnitOfWork, row: HandoverRow, config: ServiceConfig, reader: str | None) -> Document:
    """The document as `reader` (a staff id) may see it; for nobody in particular, all but the restricted."""
    everything = store.items(work.session, row, reader)
    signed = None if row.signed_contacts is None else set(row.signed_contacts)
    on_duty, gap_minutes = _cover(config, row)
    return Document(
        id=row.id,
        service=config.name,
        zone=config.zone,
        state=HandoverState(row.state),
        closed_from=row.closed_from,
        until=row.until,
        on_duty=on_duty,
        gap_minutes=gap_minutes,
        items=tuple(item for item in everything if signed is None or item.ref in signed),
        since_signed=tuple(item for item in everything if signed is not None and item.ref not in signed),
        going_on=store.still_going_on(work.session, row),
        signed_by=store.name_of(work.session, row.signed_by),
        signed_at=row.signed_at,
        acknowledged_by=store.name_of(work.session, row.acknowledged_by),
        acknowledged_at=row.acknowledged_at,
        readback=row.readback,
    )


def _cover(config: ServiceConfig, row: HandoverRow) -> tuple[tuple[OnDuty, ...], int]:
    """Who is on each tier in the closed period by the rota, and for how many minutes the first has nobody."""
    if row.closed_from >= row.until:
        return (), 0
    on_duty: list[OnDuty] = []
    gap_minutes = 0
    for number, tier in enumerate(config.rota.tiers):
        covered = cover(config.rota, tier.name, row.closed_from, row.until)
        for shift in covered.shifts:
            member = config.staff.get(shift.person)
            name = member.name if member else shift.person
            on_duty.append(OnDuty(tier.name, name, shift.start, shift.end))
        if number == 0:
            gap_minutes = sum(int((gap.end - gap.start).total_seconds() // 60) for gap in covered.gaps)
    return tuple(on_duty), gap_minutes
