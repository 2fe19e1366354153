"""Somebody wants to come in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import structlog

from oncall.access import passwords, sessions, store, tries
from oncall.db.unit_of_work import OpenUnitOfWork

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What they gave: their email address, their password, and the network address they came from."""

    email: str
    password: str = field(repr=False)
    address: str


@dataclass(frozen=True, slots=True)
class SignedIn:
    """They are in; `token` is for their browser."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class WrongDetails:
    """No such address, or not its password: nobody learns which."""


@dataclass(frozen=True, slots=True)
class TooManyTries:
    """They must wait until `until`; what they gave was not even looked at."""

    until: datetime


def sign_in(
    given: Credentials,
    *,
    secret: bytes,
    replaces: str | None,
    unit_of_work: OpenUnitOfWork,
    now: Callable[[], datetime],
) -> SignedIn | WrongDetails | TooManyTries:
    """Let them in if email address and password belong together; their old session `replaces` ends.

    The try is counted before the password is looked at, so that many at once gain nothing. The hash
    takes as long for an unknown address as for a known one, and holds no connection.
    """
    email = tries.subject("email", given.email, secret)
    address = tries.subject("address", given.address, secret)
    with unit_of_work() as work:
        until = store.count_try(work.session, address, tries.PER_ADDRESS, now()) or store.count_try(
            work.session, email, tries.PER_EMAIL, now()
        )
        user = store.by_email(work.session, given.email)
    if until:
        log.warning("sign_in_throttled")
        return TooManyTries(until)
    known = user if user is not None and user.disabled_at is None else None
    if not passwords.is_right(given.password, known.password_hash if known else None) or known is None:
        log.info("sign_in_refused")
        return WrongDetails()
    with unit_of_work() as work:
        store.forgive(work.session, email, address, now())
        if known.password_hash and passwords.is_outdated(known.password_hash):
            store.keep_password(work.session, known.id, passwords.hash_password(given.password))
        token = sessions.start(work.session, known.id, now())
        if replaces is not None:
            sessions.end(work.session, replaces, now())
    log.info("signed_in", user_id=known.id)
    return SignedIn(token)


def sign_in_as(
    staff_id: str, *, replaces: str | None, unit_of_work: OpenUnitOfWork, now: Callable[[], datetime]
) -> SignedIn | None:
    """Practice only: come in as a member of staff without a password; None if they have no sign-in."""
    with unit_of_work() as work:
        user = store.by_staff(work.session, staff_id)
        if user is None:
            return None
        if replaces is not None:
            sessions.end(work.session, replaces, now())
        return SignedIn(sessions.start(work.session, user.id, now()))
