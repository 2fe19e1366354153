"""How the telephones of those on the rota have answered their test calls."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from oncall.service.config import ServiceConfig
from oncall.service.findings import Finding, ok, warning
from oncall.shifts import phone_test_store as store
from oncall.shifts.tables import PhoneTestRow


class PhoneState(StrEnum):
    """What is known of a telephone."""

    ANSWERED = "answered"
    UNANSWERED = "unanswered"
    UNTRIED = "untried"


@dataclass(frozen=True, slots=True)
class Phone:
    """Somebody's telephone: `at` is when it answered, or did not; `test_id` is its test, if there is one."""

    staff_id: str
    state: PhoneState
    at: datetime | None
    test_id: int | None


def phones(session: Session, config: ServiceConfig) -> list[Phone]:
    """The telephones of everybody whom the rota names and who has one, by id."""
    on_it = sorted(config.rota.people() & config.staff.keys())
    known = {(row.staff_id, row.fingerprint): row for row in store.tests_of(session, on_it)}
    return [
        _phone(person, known.get((person, store.fingerprint(number))))
        for person in on_it
        if (number := config.staff[person].phone) is not None
    ]


def examine_phones(session: Session, config: ServiceConfig) -> Iterator[Finding]:
    """For `doctor`: who did not answer, and how many have not been tried."""
    about, found = f"{config.code} phones", phones(session, config)
    for one in found:
        if one.state is PhoneState.UNANSWERED and one.at is not None:
            when = f"{one.at.astimezone(config.zone):%a %d %b %Y %H:%M %Z}"
            yield warning(about, f"{one.staff_id} did not answer the test call of {when}")
    answered = sum(one.state is PhoneState.ANSWERED for one in found)
    yield ok(
        about,
        f"{answered} of {len(found)} on the rota answered a test call; others are tried at their next shift",
    )


def _phone(person: str, row: PhoneTestRow | None) -> Phone:
    if row is None:
        return Phone(person, PhoneState.UNTRIED, None, None)
    if row.answered_at is not None:
        return Phone(person, PhoneState.ANSWERED, row.answered_at, row.id)
    state = PhoneState.UNTRIED if row.unanswered_at is None else PhoneState.UNANSWERED
    return Phone(person, state, row.unanswered_at, row.id)
