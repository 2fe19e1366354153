"""The texts that keep people from being surprised: before a shift, of a gap, of what has changed for them."""

from datetime import UTC, datetime, timedelta

from oncall.contacts.send_text import Draft, send_once
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.pages.wall_clock import wall_clock
from oncall.service.config import ServiceConfig
from oncall.service.store import config_of
from oncall.shifts import ask_store as store
from oncall.shifts.ahead import changes_of, gaps_ahead
from oncall.shifts.ahead_store import Missed
from oncall.shifts.coming import coming
from oncall.shifts.texting import link_to, parts_of, span_words, text_to
from oncall.wiring import Wiring
from oncall.words import say

SOON = timedelta(days=2)


def remind(errand: Errand, w: Wiring) -> None:
    """Remind somebody of a shift that is still theirs, and ask them to confirm it unless they have."""

    def compose(work: UnitOfWork, now: datetime) -> Draft | None:
        config, missed = shift_of(work, errand, w)
        if not still_begins(config, missed, now):
            return None
        known = store.confirmation(work.session, config.id, missed.tier, missed.person, missed.start)
        sure = known is not None and known.confirmed_at is not None
        if not sure:
            store.ask_to_confirm(work.session, config.id, missed.tier, missed.person, missed.start, now)
        words = say(
            "shifts/reminder",
            tier=missed.tier,
            start=wall_clock(missed.start, config.zone),
            confirmed=sure,
            link=link_to(w, "/rota/mine"),
        )
        return text_to(work, config, missed.person, words)

    send_once(errand, compose, w)


def tell_of_gap(errand: Errand, w: Wiring) -> None:
    """Tell a keeper of the rota of a gap that is still there, and how many more there are until then."""

    def compose(work: UnitOfWork, now: datetime) -> Draft | None:
        service_id, start, days, person, tier = parts_of(errand.subject, 5)
        config = config_of(w.config_cache, work.session, int(service_id))
        began, found = _instant(start), gaps_ahead(config, now, int(days))
        gap = next((span for name, span in found if name == tier and span[0] <= began < span[1]), None)
        if gap is None:
            return None
        words = say(
            "shifts/gap",
            tier=tier,
            span=span_words(config, *gap),
            more=len(found) - 1,
            days=int(days),
            link=link_to(w, "/rota"),
        )
        return text_to(work, config, person, words)

    send_once(errand, compose, w)


def tell_of_change(errand: Errand, w: Wiring) -> None:
    """Tell somebody what a new rota changes for them."""

    def compose(work: UnitOfWork, now: datetime) -> Draft | None:
        service_id, number, person = parts_of(errand.subject, 3)
        config = config_of(w.config_cache, work.session, int(service_id))
        changed, _ = changes_of(work, config.id, int(number), now)
        theirs = [one for one in changed if one.person == person]
        if not theirs:
            return None
        first = min(theirs, key=lambda one: (one.start, not one.on))
        words = say(
            "shifts/changed",
            on=first.on,
            tier=first.tier,
            span=span_words(config, first.start, first.end),
            more=len(theirs) - 1,
            link=link_to(w, "/rota/mine"),
        )
        return text_to(work, config, person, words)

    send_once(errand, compose, w)


def shift_of(work: UnitOfWork, errand: Errand, w: Wiring) -> tuple[ServiceConfig, Missed]:
    """The shift an errand is about, and its service as it is now."""
    service_id, start, _, person, tier = parts_of(errand.subject, 5)
    config = config_of(w.config_cache, work.session, int(service_id))
    return config, Missed(config.id, tier, person, _instant(start))


def still_begins(config: ServiceConfig, missed: Missed, now: datetime) -> bool:
    """Whether the shift is still to come, and still that person's."""
    ahead = max(missed.start - now, timedelta(0)) + SOON
    return missed.start > now and any(
        (duty.tier, duty.person, duty.start) == (missed.tier, missed.person, missed.start)
        for duty in coming(config, now, ahead)
    )


def _instant(text: str) -> datetime:
    return datetime.fromtimestamp(float(text or 0), UTC)
