"""What lies on disk is sealed: nobody reads or changes it without the secret key."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION = b"\x01"
NONCE = 12
KEY = 32


class Broken(Exception):  # noqa: N818  (it names the thing, as our other errors do)
    """It was not sealed with this key for this purpose, or has been changed since."""


class Seal:
    """Seals and opens with AES-256-GCM, by a key that HKDF makes of the secret key. Threads may share one.

    What is sealed for one room (`lifeline`, `recordings`) opens for no other.
    """

    def __init__(self, secret: str, room: str = "lifeline") -> None:
        derived = HKDF(algorithm=SHA256(), length=KEY, salt=None, info=f"oncall {room}".encode())
        self._cipher = AESGCM(derived.derive(secret.encode()))

    def close(self, plain: bytes, purpose: str) -> bytes:
        """Seal `plain`; it opens for the same purpose only."""
        nonce = os.urandom(NONCE)
        return VERSION + nonce + self._cipher.encrypt(nonce, plain, purpose.encode())

    def open(self, sealed: bytes, purpose: str) -> bytes:
        """What was sealed for `purpose`. Raises Broken."""
        start = len(VERSION)
        try:
            if sealed[:start] != VERSION:
                raise Broken
            nonce = sealed[start : start + NONCE]
            return self._cipher.decrypt(nonce, sealed[start + NONCE :], purpose.encode())
        except (InvalidTag, ValueError):
            raise Broken from None
