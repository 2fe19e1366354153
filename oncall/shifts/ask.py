"""Asking for somebody to be on: in one's place, for a gap, or because one is ill."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from oncall.contacts.send_text import Draft, send_once
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.errors import Problem
from oncall.rotas import store as rotas
from oncall.rotas.stretches import cut, stretches
from oncall.service.closed import out_of_hours
from oncall.service.config import ServiceConfig
from oncall.service.hand_rules import away
from oncall.service.store import config_of
from oncall.shifts import ask_store as store
from oncall.shifts.candidates import candidates
from oncall.shifts.change import change_rota, checked
from oncall.shifts.tables import AskRow, State
from oncall.shifts.texting import ids, link_to, managers, span_words, text_to
from oncall.wiring import Wiring
from oncall.words import say
from rota.checks import Kind

SWAP, ILL, GAP = "swap", "ill", "gap"
BETWEEN = timedelta(minutes=2)
"""So long each has before the next is asked as well."""
UNANSWERED = timedelta(minutes=20)
LONGEST_ILL = timedelta(days=14)
NEVER_ASKED = frozenset({Kind.DOUBLE_DUTY, Kind.NOT_ALONE})
"""Whoever it would put on two tiers, or on alone before they are ready, is not asked with everybody."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """For what somebody is wanted: a tier from `start` up to `end`, in place of `person` or for a gap."""

    tier: str
    start: datetime
    end: datetime
    why: str
    person: str | None = None
    asked_of: str | None = None


def ask_for(work: UnitOfWork, config: ServiceConfig, wanted: Wanted, *, by: str, now: datetime) -> AskRow:
    """Ask colleagues by text, in fair order, or the one who is named. Asking again asks nobody anew."""
    rotas.lock_newest(work.session, config.id)
    start = max(wanted.start, now)
    known = store.same_open(work.session, config.id, wanted.tier, start, wanted.end, wanted.person)
    if known is not None:
        return known
    row = AskRow(
        service_id=config.id,
        tier=wanted.tier,
        start=start,
        end=wanted.end,
        why=wanted.why,
        person=wanted.person,
        asked_of=wanted.asked_of,
        approval=wanted.why == SWAP and config.approve_swaps,
        asked_by=by,
        asked_at=now,
        state=State.OPEN,
    )
    work.session.add(row)
    work.session.flush()
    _text(work, row, _whom(work, config, row), now)
    if wanted.why != SWAP:
        outbox.put(
            work,
            "shift_unanswered",
            f"shift_unanswered:{row.id}",
            now=now,
            subject=str(row.id),
            due_at=now + UNANSWERED,
        )
    return row


def ill(
    work: UnitOfWork, config: ServiceConfig, person: str, until: datetime, *, by: str, now: datetime
) -> list[AskRow]:
    """Somebody is ill from now `until`: they are away at once, and colleagues are asked for each gap.

    What another layer fills by itself nobody is asked for. Saying it twice changes nothing more. Raises
    Problem for a time that is past or over two weeks away.
    """
    if not now < until <= now + LONGEST_ILL:
        raise Problem("Say until when, at most two weeks from now. It can be said again.")
    start = now.replace(microsecond=0)
    if not _is_away(config, person, start, until):
        change_rota(work, config, away(config, person, start, until, "ill"), now=now, by=by, origin=ILL)
    newest = rotas.newest(work.session, config.id) or {}
    after = replace(config, rota=checked(config, newest))
    return [
        ask_for(work, after, Wanted(tier, *span, ILL, person), by=by, now=now)
        for tier, span in _left_open(config, after, person, start, until)
    ]


def ask_text(errand: Errand, w: Wiring) -> None:
    """Text one of those who are asked, unless somebody has taken it by now."""

    def compose(work: UnitOfWork, now: datetime) -> Draft | None:
        ask_id, _, person = (errand.subject or "").partition(":")
        row = store.ask(work.session, int(ask_id or 0))
        if row is None or row.state != State.OPEN or row.end <= now:
            return None
        config = config_of(w.config_cache, work.session, row.service_id)
        words = say(
            "shifts/ask",
            tier=row.tier,
            span=span_words(config, row.start, row.end),
            alone=row.asked_of is not None,
            link=link_to(w, f"/rota/asks/{row.id}"),
        )
        return text_to(work, config, person, words)

    send_once(errand, compose, w)


def unanswered(errand: Errand, w: Wiring) -> None:
    """Nobody has taken it in twenty minutes: the managers are told, each by a text of their own."""
    now = w.now()
    with w.unit_of_work() as work:
        row = store.ask(work.session, int(errand.subject or 0))
        if row is None or row.state != State.OPEN or row.end <= now:
            return
        config = config_of(w.config_cache, work.session, row.service_id)
        for person in ids(managers(config)):
            outbox.put(
                work,
                "shift_unanswered_text",
                f"shift_unanswered_text:{row.id}:{person}",
                now=now,
                subject=f"{row.id}:{person}",
            )


def unanswered_text(errand: Errand, w: Wiring) -> None:
    """Tell one manager, unless somebody has taken it by now."""

    def compose(work: UnitOfWork, _now: datetime) -> Draft | None:
        ask_id, _, person = (errand.subject or "").partition(":")
        row = store.ask(work.session, int(ask_id or 0))
        if row is None or row.state != State.OPEN:
            return None
        config = config_of(w.config_cache, work.session, row.service_id)
        span, link = span_words(config, row.start, row.end), link_to(w, f"/rota/asks/{row.id}")
        return text_to(work, config, person, say("shifts/unanswered", tier=row.tier, span=span, link=link))

    send_once(errand, compose, w)


def open_spans(config: ServiceConfig, row: AskRow) -> list[tuple[datetime, datetime]]:
    """When, of the time of a gap that was asked about, nobody is on by the rota in force."""
    found = stretches(config.rota, row.tier, row.start, row.end)
    return [(one.start, one.end) for one in found if not one.people]


def _whom(work: UnitOfWork, config: ServiceConfig, row: AskRow) -> Sequence[str]:
    if row.asked_of is not None:
        return [row.asked_of]
    definition = rotas.newest(work.session, config.id) or {}
    but = {row.person} if row.person else set()
    found = candidates(work.session, config, definition, row.tier, (row.start, row.end), but=but)
    return [one.person for one in found if not NEVER_ASKED.intersection(one.breaks)]


def _text(work: UnitOfWork, row: AskRow, people: Sequence[str], now: datetime) -> None:
    times = [(person, now + BETWEEN * place) for place, person in enumerate(people)]
    store.add_asked(work.session, row.id, times)
    for person, due_at in times:
        key, subject = f"shift_ask_text:{row.id}:{person}", f"{row.id}:{person}"
        outbox.put(work, "shift_ask_text", key, now=now, subject=subject, due_at=due_at)


def _is_away(config: ServiceConfig, person: str, start: datetime, until: datetime) -> bool:
    absences = config.rota.absences
    return any(one.person == person and one.start <= start and until <= one.end for one in absences)


def _left_open(
    before: ServiceConfig, after: ServiceConfig, person: str, start: datetime, until: datetime
) -> list[tuple[str, tuple[datetime, datetime]]]:
    """The gaps out of hours, tier by tier, where somebody was on before they fell ill."""
    closed = out_of_hours(before, start, until)
    return [
        (tier.name, (gap.start, gap.end))
        for tier in before.rota.tiers
        for was in stretches(before.rota, tier.name, start, until)
        if person in was.people or not was.people
        for gap in cut(stretches(after.rota, tier.name, was.start, was.end), closed)
        if not gap.people
    ]
