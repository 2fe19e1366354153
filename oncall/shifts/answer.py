"""A text of 1 from one of us when no contact waits for them: it answers what they were asked last."""

from datetime import datetime, timedelta

from oncall.contacts.send_text import Draft, send_once
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.pages.wall_clock import wall_clock
from oncall.rotas import store as rotas
from oncall.service.config import ServiceConfig
from oncall.service.store import config_of
from oncall.shifts import ask_store as store
from oncall.shifts.tables import State
from oncall.shifts.take import KEEPER, TEXT, consequences, take
from oncall.shifts.texting import link_to, span_words, text_to
from oncall.wiring import Wiring
from oncall.words import say

STILL = timedelta(hours=1)
"""So long after a shift began a 1 still confirms it."""


def answer_by_text(work: UnitOfWork, config: ServiceConfig, person: str, now: datetime) -> str | None:
    """What to answer; None if they were not asked anything, or were told of a contact since."""
    asked = store.asked_last(work.session, config.id, person, now)
    shift = store.to_confirm(work.session, config.id, person, now - STILL)
    shift_asked_at = shift.asked_at if shift is not None else None
    latest = max((at for at in (asked and asked[1], shift_asked_at) if at is not None), default=None)
    told = store.last_waiting(work.session, person)
    if latest is None or (told is not None and told > latest):
        return None
    if asked is not None and asked[1] == latest:
        row = asked[0]
        taking = take(work, config, row.id, person, now=now, how=TEXT)
        return say("shifts/answer", taking=taking, tier=row.tier, span=span_words(config, row.start, row.end))
    assert shift is not None
    store.confirm(work.session, config.id, shift.tier, person, shift.start, now=now, how=TEXT)
    return say("shifts/confirmed", tier=shift.tier, start=wall_clock(shift.start, config.zone))


def waits_text(errand: Errand, w: Wiring) -> None:
    """Text whoever an agreement waits for, unless it does no longer."""

    def compose(work: UnitOfWork, _now: datetime) -> Draft | None:
        ask_id, _, person = (errand.subject or "").partition(":")
        row = store.ask(work.session, int(ask_id or 0))
        if row is None or row.state != State.AGREED:
            return None
        config = config_of(w.config_cache, work.session, row.service_id)
        words = say(
            "shifts/waits",
            keeper=row.waits_for == KEEPER,
            breaks=bool(consequences(work, config, rotas.newest(work.session, config.id) or {}, row)),
            tier=row.tier,
            span=span_words(config, row.start, row.end),
            link=link_to(w, f"/rota/asks/{row.id}"),
        )
        return text_to(work, config, person, words)

    send_once(errand, compose, w)
