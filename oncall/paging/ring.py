"""Ringing somebody about a contact, through the telephone company, outside every transaction."""

from collections.abc import Callable
from datetime import timedelta

from oncall.contacts import store as contacts
from oncall.contacts.ring_once import Asked, ring_once
from oncall.db.outbox import Errand
from oncall.paging import store
from oncall.paging.after import give_up, look_later, placed, release
from oncall.paging.choose import Moment, next_of_lane, this_person
from oncall.paging.steps import wanted
from oncall.paging.tables import PageCallRow
from oncall.service.config import ServiceConfig
from oncall.service.store import config_of
from oncall.wiring import Wiring

UNHEARD_OF = timedelta(seconds=25)
"""After that a ringing of which the company has told us nothing is taken for one that never was."""


def ring_next(errand: Errand, w: Wiring) -> None:
    """Ring the next person of a lane. Raises TelephonyError if that may pass: the errand is tried again."""
    _ring(errand, w, next_of_lane)


def ring_person(errand: Errand, w: Wiring) -> None:
    """Ring the person the errand names. Raises as `ring_next`."""
    _ring(errand, w, this_person)


def _ring(errand: Errand, w: Wiring, choose: Callable[[Moment], PageCallRow | None]) -> None:
    now = w.now()
    with w.unit_of_work() as work:
        found = contacts.lock(work.session, errand.contact_id or 0)
        if found is None:
            return
        call = store.call_of_errand(work.session, errand.id)
        config = config_of(w.config_cache, work.session, found[0].service_id)
        if not wanted(found[0]):
            if call is not None and call.provider_sid is None:
                release(work, call, now)
            return
        if call is None:
            call = choose(Moment(work, errand, found[0], config, now))
    # A call whose id we know has been placed by an earlier try: its own callbacks told us.
    if call is not None and call.ended_at is None and call.provider_sid is None:
        _place(errand, call, config, w)


def _place(errand: Errand, call: PageCallRow, config: ServiceConfig, w: Wiring) -> None:
    """Ask the company for the call, and write down what came of it."""
    assert call.number is not None
    urls = w.addresses.page(call.id), w.addresses.page_leg(call.id)
    asked = ring_once(errand, Asked(call.number, config.voice_number, *urls, call.seconds), w)
    if asked.sid is not None:
        placed(call, asked.sid, w)
    elif asked.unknown:
        look_later(call, w, UNHEARD_OF)
    else:
        give_up(call, w)
