"""A session: a secret the browser keeps, of which we keep only the hash."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from oncall.access import store

LASTS = timedelta(days=8)
"""A week on call and the handover after it: nobody signs in with a caller on the line."""
IDLE = timedelta(hours=24)
"""From one night's handover to a call late in the next."""


def start(session: Session, user_id: int, now: datetime) -> str:
    """Sign somebody in and return the token for their browser."""
    token = secrets.token_urlsafe(32)
    store.add_session(session, user_id, hash_token(token), now=now, expires_at=now + LASTS)
    return token


def whose(session: Session, token: str, now: datetime) -> store.Person | None:
    """Who holds `token`, if it is still in force."""
    return store.who_has(session, hash_token(token), now=now, idle=IDLE)


def end(session: Session, token: str, now: datetime) -> None:
    """The token is worth nothing from now on. Ending it twice is ending it once."""
    store.end_session(session, hash_token(token), now)


def hash_token(token: str) -> bytes:
    """What we keep of a token: it has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()
