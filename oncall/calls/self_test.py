"""Ringing our own number through the telephone company: does a call still reach us, and somebody on call?

The call goes the whole way: company, public address, signature, database, rota, words. It is known by coming
from a number of our own, opens no contact and rings nobody. When it does not come through, or would have
rung nobody, it is tried once more, and then the managers and team leads are texted.
"""

from datetime import datetime, timedelta

import structlog

from oncall.access.roles import Role
from oncall.calls import self_test_store as store
from oncall.contacts import store as contacts
from oncall.contacts.send_text import Draft, send_once
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.people.model import Staff
from oncall.service.config import ServiceConfig
from oncall.service.store import config_of
from oncall.telephony.forms import InboundCall
from oncall.telephony.gateway import TelephonyError
from oncall.wiring import Wiring
from oncall.words import say

log = structlog.get_logger(__name__)

WITHIN = timedelta(seconds=40)
RING_SECONDS = 15
MOST_TRIES = 3
AGAIN = ":again"
TOLD = (Role.MANAGER, Role.TEAM_LEAD)


def is_our_own(config: ServiceConfig, call: InboundCall) -> bool:
    """Whether we are ringing ourselves."""
    return call.from_number is not None and call.from_number in (config.voice_number, config.sms_number)


def keep_our_own(
    work: UnitOfWork, config: ServiceConfig, call: InboundCall, now: datetime, *, reaches: bool
) -> None:
    """Our own call has come in; `reaches` tells whether a carer's would now ring somebody."""
    key = f"self_test:{call.sid}"
    contacts.add_event(work.session, key, None, now, _what(config) if reaches else "self test rings nobody")


def place(config: ServiceConfig, w: Wiring) -> None:
    """Ring our voice number from the other one. Raises TelephonyError."""
    assert config.sms_number is not None
    w.telephony.place_call(
        to=config.voice_number,
        caller_id=config.sms_number,
        answer_url=w.addresses.self_test(),
        status_url=w.addresses.self_test_leg(),
        ring_seconds=RING_SECONDS,
    )


def came_through(config: ServiceConfig, since: datetime, w: Wiring) -> bool:
    """Whether a call of our own has come in since then, and a carer's would have rung somebody."""
    with w.unit_of_work() as work:
        return store.came_through(work.session, _what(config), since)


def ring_ourselves(errand: Errand, w: Wiring) -> None:
    """Try the line, and look a little later whether it came through. Raises TelephonyError."""
    config, now = _config(errand, w), w.now()
    if config.sms_number is None:
        return
    try:
        place(config, w)
    except TelephonyError as error:
        if errand.tries < MOST_TRIES and not error.unknown:
            raise
        log.warning("self_test_not_placed", service=config.code, code=error.code)
    second = AGAIN in (errand.subject or "")
    subject = f"{config.id}:{int(now.timestamp())}{AGAIN if second else ''}"
    with w.unit_of_work() as work:
        key = f"self_test_look:{subject}"
        outbox.put(work, "self_test_look", key, now=now, subject=subject, due_at=now + WITHIN)


def look(errand: Errand, w: Wiring) -> None:
    """Try once more when our own call has not come through; then sound the alarm."""
    config, now = _config(errand, w), w.now()
    asked_at = datetime.fromtimestamp(int((errand.subject or "").split(":")[1]), now.tzinfo)
    if came_through(config, asked_at, w):
        log.info("self_test_came_through", service=config.code)
        return
    log.error("self_test_failed", service=config.code)
    with w.unit_of_work() as work:
        if AGAIN not in (errand.subject or ""):
            key = f"self_test:{errand.subject}{AGAIN}"
            outbox.put(work, "self_test", key, now=now, subject=f"{errand.subject}{AGAIN}")
            return
        for member in _keepers(config):
            subject = f"{config.id}:{member.id}"
            key = f"self_test_alarm:{errand.subject}:{member.id}"
            outbox.put(work, "self_test_alarm", key, now=now, subject=subject)


def alarm(errand: Errand, w: Wiring) -> None:
    """Text one of those who keep the service. Raises as `send_once`."""
    config, staff_id = _config(errand, w), (errand.subject or "").partition(":")[2]
    member = config.staff.get(staff_id)
    if member is None or member.phone is None:
        return
    sender, body = config.sms_number or config.voice_number, say("texts/self_test_failed")
    send_once(
        errand, lambda _work, _now: Draft(None, "alarm", member.phone or "", sender, body, member.id), w
    )


def _keepers(config: ServiceConfig) -> list[Staff]:
    return [one for one in config.staff.values() if one.phone and any(role in one.roles for role in TOLD)]


def _config(errand: Errand, w: Wiring) -> ServiceConfig:
    with w.unit_of_work() as work:
        service_id = int((errand.subject or "").partition(":")[0])
        return config_of(w.config_cache, work.session, service_id)


def _what(config: ServiceConfig) -> str:
    return f"self test {config.code}"
