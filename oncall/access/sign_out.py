"""Somebody leaves."""

from collections.abc import Callable
from datetime import datetime

from oncall.access import sessions
from oncall.db.unit_of_work import OpenUnitOfWork


def sign_out(token: str, *, unit_of_work: OpenUnitOfWork, now: Callable[[], datetime]) -> None:
    """End the session of `token`, here and wherever it may have been copied. Repeating it changes nothing."""
    with unit_of_work() as work:
        sessions.end(work.session, token, now())
