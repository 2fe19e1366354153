"""A sign-in for a member of staff."""

import re
from collections.abc import Callable
from datetime import datetime

from oncall.access import passwords, store
from oncall.access.roles import Role
from oncall.db.unit_of_work import OpenUnitOfWork
from oncall.errors import Problem

ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def check_email(email: str) -> None:
    """Raise Problem for what is not an email address."""
    if not ADDRESS.fullmatch(email):
        raise Problem("that is not an email address")


def add_user(
    *,
    email: str,
    name: str,
    roles: list[Role],
    password: str | None,
    staff_id: str | None,
    unit_of_work: OpenUnitOfWork,
    now: Callable[[], datetime],
) -> int:
    """Add a sign-in and return its id; without a password it serves in practice alone.

    Raises Problem for what is not an email address, for a password that is too short, and when the
    address or the member of staff already has a sign-in: nothing is changed then.
    """
    check_email(email)
    if not roles:
        raise Problem("a sign-in needs at least one role")
    password_hash = None if password is None else passwords.hash_password(password)
    with unit_of_work() as work:
        user_id = store.add_user(
            work.session,
            email=email,
            name=name,
            roles=sorted(set(roles)),
            now=now(),
            staff_id=staff_id,
            password_hash=password_hash,
        )
    if user_id is None:
        raise Problem("this email address or member of staff has a sign-in already")
    return user_id


def add_for_practice(
    staff_id: str,
    name: str,
    roles: list[Role],
    *,
    unit_of_work: OpenUnitOfWork,
    now: Callable[[], datetime],
) -> None:
    """See that a member of staff can be practised: a sign-in without a password, unless they have one."""
    with unit_of_work() as work:
        store.add_user(
            work.session,
            email=f"{staff_id}@practice.invalid",
            name=name,
            roles=sorted(set(roles)),
            now=now(),
            staff_id=staff_id,
        )
