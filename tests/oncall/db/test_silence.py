"""What counts as a database that did not answer: what it refuses for want of room, too."""

import psycopg
import pytest
from sqlalchemy.exc import DBAPIError

from oncall.db.silence import is_silence


def raised(error):
    """What the database library makes of an error of PostgreSQL's."""
    return DBAPIError.instance("SELECT 1", {}, error, psycopg.Error)


@pytest.mark.parametrize(
    "error",
    [
        psycopg.errors.DiskFull,
        psycopg.errors.OutOfMemory,
        psycopg.errors.TooManyConnections,
        psycopg.errors.AdminShutdown,
        psycopg.errors.CrashShutdown,
        psycopg.errors.CannotConnectNow,
        psycopg.errors.LockNotAvailable,
        psycopg.errors.QueryCanceled,
    ],
)
def test_full_hung_locked_or_going_down_is_silence(error):
    assert is_silence(raised(error()))


@pytest.mark.parametrize("error", [psycopg.errors.UniqueViolation, psycopg.errors.UndefinedTable])
def test_an_answer_we_do_not_like_is_none(error):
    assert not is_silence(raised(error()))
