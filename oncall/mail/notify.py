"""E-mail by GOV.UK Notify: a template of the service's own with `((subject))` and `((words))` in it.

It is one POST signed with the key, so neither the official client nor what that brings along is needed; the
client also writes the service's own words, which quote what was sent, into the log.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import jwt
import requests

from oncall.mail.gateway import Letter, MailError, MailRefused

API = "https://api.notifications.service.gov.uk"
SECONDS = 3
"""For an answer: a worker that waits for it does nothing else."""
SECRET = 36
"""A key is a name, the service's number and the secret, both of them UUIDs, with a `-` between each."""
BUSY, BROKEN = 429, 500
SAME_WITHIN = timedelta(hours=1)
"""A letter that was handed in within so long is not handed in again: no job is repeated later."""


class Unsuitable(MailError):  # noqa: N818  (it is about the template)
    """The template is none of an e-mail, or its message has no `((words))`: the link would not arrive."""


class NotifyMail:
    """A service at GOV.UK Notify, by its key, and the template that its letters are made with."""

    def __init__(self, key: str, template: str, now: Callable[[], datetime], api: str | None = None) -> None:
        self._secret, self._service = key[-SECRET:], key[-2 * SECRET - 1 : -SECRET - 1]
        self._template = template
        self._now = now
        self._api = api or API

    def send(self, letter: Letter) -> None:
        """Send a letter, unless it was handed in a moment ago. Raises MailRefused or MailError."""
        reference = _reference(letter)
        if self._has(reference):
            return
        self._ask(
            "POST",
            "notifications/email",
            json={
                "email_address": letter.to,
                "template_id": self._template,
                "personalisation": {"subject": letter.subject, "words": letter.words},
                "reference": reference,
            },
        )

    def look(self) -> None:
        """Fetch the template, and send nothing. Raises MailError; Unsuitable if it is of no use."""
        found = self._ask("GET", f"template/{self._template}")
        if found.get("type") != "email" or "((words))" not in str(found.get("body")):
            raise Unsuitable

    def _has(self, reference: str) -> bool:
        found = self._ask("GET", "notifications", params={"reference": reference}).get("notifications") or ()
        since = self._now() - SAME_WITHIN
        return any(datetime.fromisoformat(one["created_at"]) > since for one in found)

    def _ask(self, method: str, path: str, **what: Any) -> dict[str, Any]:
        """What Notify answers; its errors are made ours, without what they quote."""
        try:
            answer = requests.request(
                method, f"{self._api}/v2/{path}", headers=self._signed(), timeout=SECONDS, **what
            )
            said: dict[str, Any] = answer.json() if answer.ok else {}
        except (requests.RequestException, ValueError):
            raise MailError from None
        if answer.status_code == BUSY or answer.status_code >= BROKEN:
            raise MailError(answer.status_code)
        if not answer.ok:
            raise MailRefused(answer.status_code)
        return said

    def _signed(self) -> dict[str, str]:
        """The key signs each request anew; that counts for 30 seconds, by a clock that must be right."""
        said = {"iss": self._service, "iat": int(self._now().timestamp())}
        return {"Authorization": f"Bearer {jwt.encode(said, self._secret, algorithm='HS256')}"}


def _reference(letter: Letter) -> str:
    """What Notify knows a letter by: our key, and a hash lest another installation has the same."""
    return f"{letter.key}-{sha256((letter.to + letter.words).encode()).hexdigest()[:16]}"
