"""Who had a caller's call that ended while there was no database: they are put first when it rings again.

One small file for each caller, named by a digest that only the secret key can make of the number; it holds a
digest of the person's id. All processes of a machine see it; a disk that is full forgets it.
"""

import hmac
import os
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

FOLDER = "holders"
SAME_CALLER = 15 * 60
"""Seconds: whoever rings again so soon after their call has ended is about the same thing."""


def digest_of(person: str) -> str:
    """What stands for a person on the disk."""
    return sha256(person.encode()).hexdigest()[:32]


def person_of(digest: str, people: Iterable[str]) -> str | None:
    """Which of these people a digest stands for."""
    return next((person for person in people if digest and digest_of(person) == digest), None)


class Holders:
    """The callers of a lifeline folder whose calls have ended; times are in seconds since 1970."""

    def __init__(self, folder: Path, secret: str) -> None:
        self._folder = folder / FOLDER
        self._key = hmac.digest(secret.encode(), b"oncall holders", "sha256")

    def keep(self, number: str, digest: str, now: int) -> None:
        """A call from a number has ended which a person had; a later one takes its place."""
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            file = os.open(self._path(number), os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
            try:
                os.write(file, f"{digest} {now}".encode())
            finally:
                os.close(file)

    def of(self, number: str, now: int) -> str:
        """The digest of whoever had this caller's call a few minutes ago; empty if nobody."""
        try:
            digest, _, at = self._path(number).read_text().partition(" ")
        except (OSError, UnicodeDecodeError):
            return ""
        return digest if at.isdecimal() and now - int(at) < SAME_CALLER else ""

    def forget_old(self, now: int) -> None:
        """Remove what says nothing any more."""
        with suppress(OSError):
            for path in self._folder.iterdir():
                if path.stat().st_mtime < now - 2 * SAME_CALLER:
                    path.unlink(missing_ok=True)

    def _path(self, number: str) -> Path:
        return self._folder / hmac.digest(self._key, number.encode(), "sha256").hex()[:32]
