"""How often one may try to sign in: freely at first, then with growing waits, never locked out for good."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

FORGOTTEN_AFTER = timedelta(hours=1)
FIRST_WAIT = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Limit:
    """`free` tries without a wait; after that 15 s, 30 s, 1 min … up to `longest` between two tries."""

    free: int
    longest: timedelta

    def next_count(self, tries: int, last_at: datetime, now: datetime) -> int:
        """The number of the try made now, after `tries` of which the last was at `last_at`."""
        return 1 if now - last_at > FORGOTTEN_AFTER else tries + 1

    def wait_after(self, tries: int) -> timedelta:
        """How long to wait after the `tries`-th try."""
        if tries < self.free:
            return timedelta(0)
        doublings = min(tries - self.free, 16)
        return min(FIRST_WAIT * (1 << doublings), self.longest)


PER_EMAIL = Limit(free=5, longest=timedelta(minutes=5))
PER_ADDRESS = Limit(free=30, longest=timedelta(minutes=1))
"""Looser than the other: a whole office, or everybody behind one proxy, may share a network address."""


def subject(kind: str, value: str, secret: bytes) -> bytes:
    """What stands for an email or a network address in the table of tries: nobody can read it back."""
    return hmac.digest(secret, f"{kind}:{value.strip().lower()}".encode(), "sha256")
