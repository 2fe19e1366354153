"""Ringing somebody about a contact, through the telephone company, outside every transaction."""

from collections.abc import Callable
from datetime import timedelta

import structlog

from oncall.contacts import store as contacts
from oncall.contacts.ring_once import Asked, ring_once
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.paging import store
from oncall.paging.after import give_up, look_later, placed, release
from oncall.paging.choose import LISTENING, Moment, next_of_lane, this_person
from oncall.paging.steps import wanted
from oncall.paging.tables import PageCallRow
from oncall.service.config import ServiceConfig
from oncall.service.store import config_of
from oncall.telephony.gateway import TelephonyError
from oncall.wiring import Wiring

log = structlog.get_logger(__name__)

UNHEARD_OF = timedelta(seconds=10)
"""After that a ringing of which the company has told us nothing is looked for in its log."""
CLOCKS_APART = timedelta(seconds=30)
MOST_TIMES = 3
"""How often somebody is rung whose telephone, by the company's own log, has not rung."""


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


def look_for(errand: Errand, w: Wiring) -> None:
    """The company did not say whether it rings somebody: look in its log, and ring them if it never did.

    Where the log cannot be read either, the next person is rung instead: this one's telephone may ring.
    """
    page_call_id, times = map(int, (errand.subject or "0:0").split(":"))
    with w.unit_of_work() as work:
        found = contacts.lock(work.session, errand.contact_id or 0)
        call = store.call(work.session, page_call_id)
        if found is None or call is None or call.ended_at is not None:
            return
        config = config_of(w.config_cache, work.session, found[0].service_id)
        goes_on = wanted(found[0])
    try:
        sid = call.provider_sid or _in_the_log(call, config, w)
    except TelephonyError as error:
        log.warning("log_not_read", page_call_id=call.id, code=error.code)
        give_up(call, w)
        return
    if sid is not None:
        placed(call, sid, w)
        if call.provider_sid is None:  # what nobody told us may be over by now
            look_later(call, w, timedelta())
    elif goes_on and times < MOST_TIMES and _line_is_theirs(call, w):
        _place(errand, call, config, w, times=times + 1)
    else:
        give_up(call, w)


def _in_the_log(call: PageCallRow, config: ServiceConfig, w: Wiring) -> str | None:
    """The id of a ringing that nobody has told us of. Raises TelephonyError."""
    begun = w.telephony.calls_between(call.rang_at - CLOCKS_APART, w.now() + CLOCKS_APART)
    ours = (call.number, config.voice_number, None)
    theirs = [one.sid for one in begun if (one.to, one.from_number, one.parent_sid) == ours]
    with w.unit_of_work() as work:
        return next((sid for sid in theirs if not contacts.has_leg(work.session, sid)), None)


def _line_is_theirs(call: PageCallRow, w: Wiring) -> bool:
    """Whether somebody's telephone is still ours to ring about this; kept so until they have heard it."""
    now = w.now()
    until = now + timedelta(seconds=call.seconds) + LISTENING
    with w.unit_of_work() as work:
        return contacts.keep_line(work.session, call.staff_id, call.contact_id, now=now, until=until)


def _place(errand: Errand, call: PageCallRow, config: ServiceConfig, w: Wiring, *, times: int = 1) -> None:
    """Ask the company for the call, and write down what came of it."""
    assert call.number is not None
    urls = w.addresses.page(call.id), w.addresses.page_leg(call.id)
    asked = ring_once(errand, Asked(call.number, config.voice_number, *urls, call.seconds), w)
    if asked.sid is not None:
        placed(call, asked.sid, w)
    elif asked.unknown:
        _look_for_it(call, times, w)
    else:
        give_up(call, w)


def _look_for_it(call: PageCallRow, times: int, w: Wiring) -> None:
    subject, now = f"{call.id}:{times}", w.now()
    due, contact_id = now + UNHEARD_OF, call.contact_id
    with w.unit_of_work() as work:
        key = f"page_unheard:{subject}"
        outbox.put(work, "page_unheard", key, now=now, contact_id=contact_id, subject=subject, due_at=due)
