"""The handover document of a period, as one reader may see it; always current while the night goes on."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from oncall.access.store import Person
from oncall.db.unit_of_work import UnitOfWork
from oncall.followups.due_times import end_of_day
from oncall.followups.list_store import open_of_service
from oncall.followups.record import FollowUp
from oncall.handover import disclosure_store, entry_store, review_store, store, watch_store
from oncall.handover.banner import Banner, banner
from oncall.handover.changes import Change
from oncall.handover.entries import RED, UNANSWERED, Entry, tag
from oncall.handover.hand_shift import changes_of
from oncall.handover.items import Item, items
from oncall.handover.review_store import Review
from oncall.handover.seal import is_as_signed
from oncall.handover.tables import HandoverRow, HandoverState
from oncall.handover.today import Contingency, Watched, contingencies, due_by, watch_now
from oncall.handover.watch_store import Addendum
from oncall.rotas.store import in_force_since
from oncall.service.config import ServiceConfig
from oncall.service.store import cached_config
from oncall.wiring import Wiring

ANYBODY = Person(user_id=0, session_id=0, name="", staff_id=None, roles=frozenset())
"""Nobody in particular: sees all but the restricted."""


@dataclass(frozen=True, slots=True)
class Signature:
    """Who has signed, or acknowledged, and when; `words` are the read-back of a nil return."""

    by: str
    at: datetime
    words: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Document:
    """Everything on the page: banner, items, what is still open, and who has done what.

    `as_signed` is false when what is kept is not what was signed, though nothing of ours changes that: then
    it must not be relied on. `copies` say who has taken it out as a PDF, and when; `reviews` what leads say
    of contacts, by their ids.
    """

    id: int
    service: str
    zone: ZoneInfo
    state: HandoverState
    closed_from: datetime
    until: datetime
    banner: Banner
    entries: tuple[Entry, ...]
    items: tuple[Item, ...]
    follow_ups: tuple[FollowUp, ...]
    going_on: bool
    signed: Signature | None
    as_signed: bool
    acknowledged: Signature | None
    addenda: tuple[Addendum, ...]
    shifts: tuple[Change, ...]
    copies: tuple[tuple[str, datetime], ...]
    reviews: Mapping[int, Review] = field(repr=False)

    @property
    def nil_return(self) -> bool:
        """Nobody has been in touch in this period."""
        return not self.entries

    @property
    def by_urgency(self) -> dict[str, int]:
        """How many contacts there are of each urgency, the worst first; "" for those without one yet."""
        counts = Counter(entry.summary.urgency or "" for entry in self.entries)
        return dict(sorted(counts.items(), key=lambda pair: pair[0] or "U9"))

    @property
    def not_written_up(self) -> tuple[Entry, ...]:
        """Contacts whose record is not complete yet."""
        return tuple(one for one in self.entries if one.summary.written_up_at is None)

    @property
    def still_open(self) -> tuple[Entry, ...]:
        """Texts and calls whose sender or caller still waits for us."""
        return tuple(one for one in self.not_written_up if one.still_open and _waits(one))

    @property
    def watch_now(self) -> tuple[Watched, ...]:
        """Whoever must not wait."""
        return watch_now(self.entries, self.follow_ups)

    @property
    def due_today(self) -> tuple[FollowUp, ...]:
        """Follow-ups of all nights that are overdue, or due on the day of the handover."""
        return due_by(self.follow_ups, end_of_day(self.until, self.zone))

    @property
    def contingencies(self) -> tuple[Contingency, ...]:
        """What may happen, and what follows then."""
        return contingencies(self.entries, self.follow_ups)

    @property
    def red_read(self) -> bool:
        """Whether there are urgent items and whoever may take them on has opened every one."""
        red = [item for item in self.items if item.urgency in RED]
        return bool(red) and all(item.opened_at is not None for item in red)

    @property
    def accepted(self) -> int:
        """How many items have been taken on."""
        return sum(item.accepted_at is not None for item in self.items)

    @property
    def next_item(self) -> Item | None:
        """The next one to be taken on, those that wait for an answer last."""
        left = [item for item in self.items if item.accepted_at is None]
        return next((item for item in left if not item.waits_for_answer), next(iter(left), None))

    @property
    def next_close(self) -> Item | None:
        """The next one that is kept close to its reader and a few others, who do not lead."""
        return next((item for item in self.items if item.close and item.accepted_at is None), None)

    @property
    def tag(self) -> str:
        """What its reader has read, as a form sends it back."""
        return tag(self.entries)


def documents_now(reader: Person, w: Wiring) -> list[Document]:
    """What each of the reader's services has to hand over: last night's until it is owned, and the next."""
    now = w.now()
    with w.unit_of_work() as work:
        made = []
        for service in store.services_of(work.session, reader.staff_id):
            config = cached_config(w.config_cache, work.session, service.id, service.version)
            row = of_instant(work, config, now)
            documents = [make(work, row, config, reader, now)]
            if row.starts_at > in_force_since(work.session, service.id):
                before = of_instant(work, config, row.starts_at - timedelta(microseconds=1))
                last = make(work, before, config, reader, now)
                if last.state != HandoverState.ACKNOWLEDGED or last.next_item is not None:
                    documents.insert(0, last)
            made += documents
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
                return make(work, row, config, reader, w.now())
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


def make(
    work: UnitOfWork, row: HandoverRow, config: ServiceConfig, reader: Person, now: datetime
) -> Document:
    """The document as `reader` may see it, as it is `now`."""
    entries = entry_store.entries(work.session, row, reader)
    follow_ups = open_of_service(work.session, reader, config.id, now)
    signed_by = store.name_of(work.session, row.signed_by)
    owned_by = store.name_of(work.session, row.acknowledged_by)
    return Document(
        id=row.id,
        service=config.name,
        zone=config.zone,
        state=HandoverState(row.state),
        closed_from=row.closed_from,
        until=row.until,
        banner=banner(work, row, config),
        entries=tuple(entries),
        items=items(work, row, entries, follow_ups, reader),
        follow_ups=follow_ups,
        going_on=entry_store.still_going_on(work.session, row, reader),
        signed=_signature(signed_by, row.signed_at, None),
        as_signed=is_as_signed(row, entries, entry_store.still_kept(work.session, row)),
        acknowledged=_signature(owned_by, row.acknowledged_at, row.readback),
        shifts=changes_of(work, row, config),
        addenda=tuple(watch_store.addenda(work.session, row)),
        copies=disclosure_store.copies_of(work.session, row.id),
        reviews=review_store.reviews(work.session, [entry.summary.id for entry in entries]),
    )


def _signature(by: str | None, at: datetime | None, words: str | None) -> Signature | None:
    return None if at is None else Signature(by or "", at, words)


def _waits(entry: Entry) -> bool:
    """Whether somebody who called in vain, or texted, has not been answered."""
    summary = entry.summary
    return summary.live or summary.channel == "sms" or summary.outcome in UNANSWERED
