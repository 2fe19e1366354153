"""What a contact is called on the telephone."""

import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

REF_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""None of them is mistaken for another on a bad line."""
REF_TRIES = 5
"""How often a reference that is taken is drawn again."""


def new_ref(now: datetime, zone: ZoneInfo) -> str:
    """A contact's reference: the local date it began and five letters to read over the telephone."""
    letters = "".join(secrets.choice(REF_LETTERS) for _ in range(5))
    return f"{now.astimezone(zone):%y%m%d}-{letters}"
