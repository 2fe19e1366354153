"""Texts about shifts to one of us: written when they are sent, so that none says what is no longer so."""

from collections.abc import Iterable
from datetime import datetime

from oncall.access.roles import Role
from oncall.contacts.send_text import Draft
from oncall.contacts.stopped_store import texts_reach
from oncall.db.unit_of_work import UnitOfWork
from oncall.pages.wall_clock import wall_clock
from oncall.people.model import Staff
from oncall.service.config import ServiceConfig
from oncall.wiring import Wiring

KIND = "shift"
KEEPERS = (Role.ROTA, Role.MANAGER, Role.TEAM_LEAD)
"""Whoever has the first of these that anybody has keeps the rota."""


def keepers(config: ServiceConfig, but: str | None = None) -> list[Staff]:
    """Those who keep a service's rota; without `but`, whose place the next in line takes."""
    staff = [one for one in config.staff.values() if one.id != but]
    return next((found for role in KEEPERS if (found := [one for one in staff if role in one.roles])), [])


def managers(config: ServiceConfig) -> list[Staff]:
    """The managers, or whoever keeps the rota if there is none."""
    found = [one for one in config.staff.values() if Role.MANAGER in one.roles]
    return found or keepers(config)


def text_to(work: UnitOfWork, config: ServiceConfig, person: str, body: str) -> Draft | None:
    """A text to one of us; None if none can reach them."""
    member = config.staff.get(person)
    phone = None if member is None else member.phone
    if not texts_reach(phone, work.session, config.id):
        return None
    return Draft(None, KIND, phone, config.sms_number or config.voice_number, body, person)


def span_words(config: ServiceConfig, start: datetime, end: datetime) -> str:
    """A span in few words: "Fri 6 Nov 17:00 to Sat 7 Nov 09:00"."""
    return f"{wall_clock(start, config.zone)} to {wall_clock(end, config.zone)}"


def link_to(w: Wiring, path: str) -> str:
    """The address of one of our pages."""
    return f"{w.settings.public_url.rstrip('/')}{path}"


def subject(*parts: object) -> str:
    """Ids for an errand, in one line; the last may hold anything."""
    return "|".join(str(part) for part in parts)


def parts_of(text: str | None, number: int) -> list[str]:
    """Those ids again, `number` of them."""
    found = (text or "").split("|", number - 1)
    return found + [""] * (number - len(found))


def ids(people: Iterable[Staff]) -> list[str]:
    """Their ids."""
    return [one.id for one in people]
