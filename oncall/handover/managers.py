"""What a manager hears of outside the morning: each U0 and U1 at once, and a digest on closed days."""

from datetime import UTC, datetime, timedelta

from oncall.access.roles import Role
from oncall.contacts.send_text import Draft, send_once
from oncall.contacts.stopped_store import texts_reach
from oncall.db import outbox
from oncall.db.outbox import Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.handover import entry_store, shift_store
from oncall.handover.tables import HandoverRow
from oncall.service.config import ServiceConfig
from oncall.service.duty import roster
from oncall.service.store import config_of
from oncall.wiring import Wiring
from oncall.words import say

DAY = timedelta(days=1)
RED_WITHIN, DIGEST_WITHIN = DAY, timedelta(hours=1)


def tell_managers(work: UnitOfWork, row: HandoverRow, config: ServiceConfig, now: datetime) -> None:
    """Have managers texted of every U0 and U1 of a period, until a day after it; whoever is on then, once.

    On a day on which the office does not open they get a digest at the time of the handover.
    """
    if now < row.until + RED_WITHIN:
        for contact_id, urgency in shift_store.red(work.session, row):
            people = entry_store.who_see(work.session, [contact_id], on_call_managers(config, now))
            for place, person in enumerate(people):
                subject = f"{contact_id}:{urgency}:{person}"
                key = f"handover_red:{contact_id}:{urgency}:{place}"
                outbox.put(work, "handover_red", key, now=now, contact_id=contact_id, subject=subject)
    if not row.starts_at <= now < row.until:
        return
    day = config.hours.day_of(now)
    digest_at = config.hours.moment(day, config.handover_at)
    if not config.hours.is_working_day(day) and digest_at <= now < digest_at + DIGEST_WITHIN:
        for place, person in enumerate(on_call_managers(config, now)):
            occasion = f"{config.id}:{row.id}:{digest_at.timestamp():.0f}"
            key = f"handover_digest:{occasion}:{place}"
            outbox.put(work, "handover_digest", key, now=now, subject=f"{occasion}:{person}")


def on_call_managers(config: ServiceConfig, now: datetime) -> list[str]:
    """Ids of the managers who are on a tier now; of all managers where none is."""
    managers = [one.id for one in config.staff.values() if Role.MANAGER in one.roles]
    on_tiers = {one for tier in roster(config, now).tiers for one in tier}
    return [one for one in managers if one in on_tiers] or managers


def send_red(errand: Errand, w: Wiring) -> None:
    """Text a manager that a contact is U0 or U1: its reference and a link. Raises TelephonyError."""

    def draft(work: UnitOfWork, _now: datetime) -> Draft | None:
        _contact, urgency, person = (errand.subject or "::").split(":")
        found = entry_store.contact(work.session, errand.contact_id or 0)
        if found is None or found.urgency != urgency:
            return None
        link = f"{w.addresses.public}/contacts/{found.ref}"
        words = say("handover/red", ref=found.ref, urgency=urgency, link=link)
        return _to(work, w, found.service_id, person, words)

    send_once(errand, draft, w)


def send_digest(errand: Errand, w: Wiring) -> None:
    """Text a manager how many contacts there were in the last day that they may see: numbers and a link."""

    def draft(work: UnitOfWork, _now: datetime) -> Draft | None:
        service, handover, at, person = (errand.subject or ":::").split(":")
        end = datetime.fromtimestamp(int(at), tz=UTC)
        contacts, red = shift_store.count_since(work.session, int(service), end - DAY, end, person)
        link = f"{w.addresses.public}/handover/{handover}"
        return _to(
            work, w, int(service), person, say("handover/digest", contacts=contacts, red=red, link=link)
        )

    send_once(errand, draft, w)


def _to(work: UnitOfWork, w: Wiring, service_id: int, person: str, words: str) -> Draft | None:
    """A text to a member of staff, if they can be texted."""
    config = config_of(w.config_cache, work.session, service_id)
    member = config.staff.get(person)
    if member is None or not texts_reach(member.phone, work.session, service_id):
        return None
    sender = config.sms_number or config.voice_number
    return Draft(None, "handover", member.phone, sender, words, person)
