"""To and from a lifeline on another machine: our snapshot goes there, what it has kept comes here."""

from collections.abc import Callable
from datetime import datetime

import requests

from oncall.errors import Problem
from oncall.lifeline.app import SNAPSHOT, SPOOL, TAKEN
from oncall.lifeline.lifeline import Lifeline
from oncall.lifeline.signing import Signer
from oncall.lifeline.taking_up import BadLine, name_of, record_of

SECONDS = 10.0


class Transfer:
    """Speaks to the lifeline at `url`."""

    def __init__(self, url: str, lifeline: Lifeline, secret: str, now: Callable[[], datetime]) -> None:
        self._url = url.rstrip("/")
        self._lifeline = lifeline
        self._signer = Signer(secret)
        self._now = now

    def push(self) -> None:
        """Give it our snapshot. Raises Problem when we have none, or it does not take it."""
        sealed = self._lifeline.snapshot.sealed()
        if sealed is None:
            raise Problem("there is no snapshot yet; start the service first")
        self._ask("POST", SNAPSHOT, sealed)

    def collect(self) -> int:
        """Put what it has kept into our own spool, then have it forget that; how many requests that were.

        Cut short in between, the same requests come again the next time: taking them up twice does no harm.
        Raises Problem when it does not answer, and OSError when our disk does not take them.
        """
        lines = [
            line for line in self._ask("GET", SPOOL, b"").splitlines(keepends=True) if self._is_good(line)
        ]
        for line in lines:
            self._lifeline.spool.append_line(line)
        if lines:
            self._ask("POST", TAKEN, "\n".join(map(name_of, lines)).encode())
        return len(lines)

    def _is_good(self, line: bytes) -> bool:
        try:
            record_of(line, self._lifeline.seal)
        except BadLine:
            return False
        return True

    def _ask(self, method: str, path: str, body: bytes) -> bytes:
        headers = self._signer.headers(method, path, body, self._now())
        try:
            answer = requests.request(
                method,
                f"{self._url}{path}",
                data=body,
                headers=headers,
                timeout=SECONDS,
                allow_redirects=False,
            )
        except requests.RequestException:
            raise Problem(f"the lifeline at {self._url} cannot be reached") from None
        if answer.status_code == 403:
            raise Problem(f"the lifeline at {self._url} has another secret key, or its clock is wrong")
        if answer.status_code != 200:
            raise Problem(f"the lifeline at {self._url} answered {answer.status_code}")
        return answer.content
