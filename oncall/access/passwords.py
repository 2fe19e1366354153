"""Passwords: kept as Argon2 hashes, and as slow to refuse for a stranger as for a colleague."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from oncall.errors import Problem

SHORTEST = 12
LONGEST = 200

_hasher = PasswordHasher()  # RFC 9106's choice for little memory: 64 MiB, three passes


def use_hasher(hasher: PasswordHasher) -> PasswordHasher:
    """Hash with `hasher` from now on, and return the one before it: tests need a quick one."""
    global _hasher
    before, _hasher = _hasher, hasher
    _nobodys_hash.cache_clear()
    return before


def hash_password(password: str) -> str:
    """What to keep of `password`. Raises Problem if it is too short, or longer than anybody types."""
    if len(password) < SHORTEST:
        raise Problem(f"a password needs at least {SHORTEST} characters: three words in a row will do")
    if len(password) > LONGEST:
        raise Problem(f"a password has at most {LONGEST} characters")
    return _hasher.hash(_plain(password))


def is_right(password: str, password_hash: str | None) -> bool:
    """Whether `password` is the one that was hashed; None (no such sign-in) takes as long and never is."""
    try:
        _hasher.verify(password_hash or _nobodys_hash(), _plain(password)[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether it was hashed more weakly than we do now."""
    return _hasher.check_needs_rehash(password_hash)


def _plain(password: str) -> str:
    """The same characters however a keyboard composes its accents."""
    return unicodedata.normalize("NFC", password)


@cache
def _nobodys_hash() -> str:
    return _hasher.hash("nobody has this password")
