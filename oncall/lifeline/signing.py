"""Requests between this service and a lifeline of its own on another machine: signed with the secret key."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SIGNATURE, TIME = "X-Oncall-Signature", "X-Oncall-Time"
CLOCKS_DIFFER = timedelta(minutes=5)


class Signer:
    """Signs and checks requests; whoever has the secret key may ask."""

    def __init__(self, secret: str) -> None:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"oncall lifeline transfer")
        self._key = derived.derive(secret.encode())

    def headers(self, method: str, path: str, body: bytes, now: datetime) -> dict[str, str]:
        """What a request must carry, made at `now`."""
        at = str(int(now.timestamp()))
        return {TIME: at, SIGNATURE: self._signature(method, path, body, at)}

    def is_ours(self, method: str, path: str, body: bytes, headers: tuple[str, str], now: datetime) -> bool:
        """Whether a request that carries this time and signature was signed in the last five minutes."""
        at, signature = headers
        if not at.isdecimal() or len(at) > 12:
            return False
        if abs(now.timestamp() - int(at)) > CLOCKS_DIFFER.total_seconds():
            return False
        expected = self._signature(method, path, body, at).encode()
        return hmac.compare_digest(expected, signature.encode("utf-8", "replace"))

    def _signature(self, method: str, path: str, body: bytes, at: str) -> str:
        words = "\n".join((method, path, at, sha256(body).hexdigest()))
        return hmac.new(self._key, words.encode(), sha256).hexdigest()
