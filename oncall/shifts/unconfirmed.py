"""A shift begins in half an hour and nobody has confirmed it: the keepers and the tier above are rung."""

from datetime import datetime, timedelta

import structlog

from oncall.contacts.ring_once import Asked, ask_for_call
from oncall.contacts.staff_leg import keep_staff_leg
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.service.config import ServiceConfig
from oncall.service.spoken import Spoken, plainly, spoken
from oncall.service.store import config_of
from oncall.shifts import ahead_store as calls
from oncall.shifts import ask_store as store
from oncall.shifts.ahead_store import Missed
from oncall.shifts.remind import shift_of, still_begins
from oncall.shifts.texting import ids, keepers, subject
from oncall.telephony.forms import KeyPressed, LegEvent
from oncall.telephony.replies import AskKey, HangUp
from oncall.wiring import Wiring
from oncall.words import say
from rota.cover import who_is_on

log = structlog.get_logger(__name__)

RING_SECONDS = 25
KEY_SECONDS = 8
AGAIN = (timedelta(0), timedelta(minutes=10), timedelta(minutes=20))
"""When everybody is rung: at once, and again while nobody has said that they see to it."""
MOST_TURNS = 3
SEES_TO_IT = "1"


def look_whether_confirmed(errand: Errand, w: Wiring) -> None:
    """Have people rung about a shift that is not confirmed; nobody if it is, or is no longer theirs."""
    now = w.now()
    with w.unit_of_work() as work:
        config, missed = shift_of(work, errand, w)
        if not _wanted(work, config, missed, now):
            return
        log.warning("shift_not_confirmed", service_id=config.id, outbox_id=errand.id)
        for round_, pause in enumerate(AGAIN):
            for person in _to_ring(config, missed):
                key = f"shift_ring:{errand.id}:{round_}:{person}"
                about = subject(
                    config.id, f"{missed.start.timestamp():.0f}", person, missed.person, missed.tier
                )
                outbox.put(work, "shift_ring", key, now=now, subject=about, due_at=now + pause)


def ring(errand: Errand, w: Wiring) -> None:
    """Ring one of them, unless somebody sees to it by now. Raises TelephonyError while that may pass."""
    now = w.now()
    callee = (errand.subject or "").split("|")[2]
    with w.unit_of_work() as work:
        config, missed = shift_of(work, errand, w)
        member = config.staff.get(callee)
        if member is None or member.phone is None or not _wanted(work, config, missed, now):
            return
        row = calls.call_for(work.session, missed, callee, errand.id, now)
    if row.provider_sid is not None:
        return
    urls = w.addresses.shift_call(row.id), w.addresses.shift_leg(row.id)
    sid = ask_for_call(errand, Asked(member.phone, config.voice_number, *urls, RING_SECONDS), w)
    if sid is not None:
        with w.unit_of_work() as work:
            calls.name_call(work.session, row.id, sid)
            keep_staff_leg(work, config, callee, sid, began=now, now=w.now())


def keep_leg(call_id: int, event: LegEvent, w: Wiring) -> None:
    """How the ringing of one of them goes."""
    with w.unit_of_work() as work:
        row = calls.call(work.session, call_id)
        if row is not None:
            config = config_of(w.config_cache, work.session, row.service_id)
            began, status = row.rang_at, event.status
            keep_staff_leg(work, config, row.staff_id, event.sid, began=began, now=w.now(), status=status)


def picked_up(call_id: int, turn: int, pressed: KeyPressed, w: Wiring) -> Spoken:
    """Say which shift is not confirmed and ask for a 1; a voicemail box never presses it."""
    with w.unit_of_work() as work:
        row = calls.call(work.session, call_id)
        if row is None:
            return plainly("calls/apology")
        config = config_of(w.config_cache, work.session, row.service_id)
        if turn and pressed.digits == SEES_TO_IT:
            calls.press(work.session, row.id, w.now())
            return spoken(HangUp((say("shifts/call_seen_to"),)), config)
        if turn >= MOST_TURNS:
            return spoken(HangUp(), config)
        clock = f"{row.start.astimezone(config.zone):%H:%M}"
        words = say("shifts/call", service=config.name, tier=row.tier, start=clock)
        return spoken(AskKey((words,), KEY_SECONDS, w.addresses.shift_key(row.id, turn + 1)), config)


def _wanted(work: UnitOfWork, config: ServiceConfig, missed: Missed, now: datetime) -> bool:
    known = store.confirmation(work.session, config.id, missed.tier, missed.person, missed.start)
    if (known is not None and known.confirmed_at is not None) or calls.seen_to(work.session, missed):
        return False
    return still_begins(config, missed, now)


def _to_ring(config: ServiceConfig, missed: Missed) -> list[str]:
    """Those who keep the rota, and whoever is on the next tier then; never the person themselves."""
    tiers = [tier.name for tier in config.rota.tiers]
    above = tiers[tiers.index(missed.tier) + 1 :][:1]
    on = [person for tier in above for person in who_is_on(config.rota, tier, missed.start)]
    return [one for one in dict.fromkeys([*ids(keepers(config)), *on]) if one != missed.person]
