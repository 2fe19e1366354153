"""The one clock."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The time. Nothing else in the program reads the clock."""
    return datetime.now(UTC)
