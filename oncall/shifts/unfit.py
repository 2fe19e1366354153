"""A change of hands that no longer fits the rota: its keepers and both people are told, each once."""

from collections.abc import Iterable
from datetime import datetime

from oncall.contacts.send_text import Draft, send_once
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.service.config import ServiceConfig
from oncall.service.follow import concerned, still_unfit
from oncall.service.store import config_of
from oncall.shifts.texting import ids, keepers, link_to, parts_of, span_words, subject, text_to
from oncall.wiring import Wiring
from oncall.words import say
from rota.model import Override


def tell_unfit(
    work: UnitOfWork, config: ServiceConfig, unfit: Iterable[Override], *, by: str, now: datetime
) -> None:
    """Have it told to whom it concerns; whoever made the rota so (`by`) has seen it."""
    for one in unfit:
        both = set(concerned(one))
        for person in sorted({*both, *ids(keepers(config))} - ({by} - both)):
            start, end = f"{one.start.timestamp():.0f}", f"{one.end.timestamp():.0f}"
            about = subject(config.id, start, end, one.person, person, one.tier)
            key = f"shift_unfit:{now.timestamp():.0f}:{about}"
            outbox.put(work, "shift_unfit_text", key, now=now, subject=about)


def unfit_text(errand: Errand, w: Wiring) -> None:
    """Tell one of them, unless it has been seen to by now."""

    def compose(work: UnitOfWork, now: datetime) -> Draft | None:
        service_id, start, end, taken_by, person, tier = parts_of(errand.subject, 6)
        config = config_of(w.config_cache, work.session, int(service_id))
        one = next(
            (
                one
                for one in config.rota.overrides
                if (one.tier, one.person) == (tier, taken_by)
                and (f"{one.start.timestamp():.0f}", f"{one.end.timestamp():.0f}") == (start, end)
            ),
            None,
        )
        if one is None or not still_unfit(config, one, now):
            return None
        theirs = person in concerned(one)
        words = say(
            "shifts/unfit",
            theirs=theirs,
            tier=tier,
            span=span_words(config, one.start, one.end),
            link=link_to(w, "/rota/mine" if theirs else "/rota/edit"),
        )
        return text_to(work, config, person, words)

    send_once(errand, compose, w)
