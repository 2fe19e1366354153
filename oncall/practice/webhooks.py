"""Webhooks as the network sends them: signed, timed, tried again where asked, and written down."""

import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import requests
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from oncall.practice.addresses import Overrides, signed_address, split_overrides

MOST_BYTES = 64 * 1024
LONGEST_MS = 15_000
CONNECTION_FAILED, RETRIEVAL_FAILED = 11205, 11200

Params = Sequence[tuple[str, str]]


@dataclass(slots=True)
class Webhook:
    """One request of the network and how it was answered.

    `status` is None when no answer came; `trouble` then says why. `elapsed` is in seconds of ours.
    """

    url: str
    method: str
    params: list[tuple[str, str]]
    purpose: str
    token: str
    at: datetime
    voice: bool = True
    status: int | None = None
    content_type: str = ""
    body: str = ""
    elapsed: float = 0.0
    trouble: str = ""
    code: int = 0
    retriable: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether it was answered with a 2xx."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def form(self) -> dict[str, str]:
        """The parameters by name (the last one, where a name is repeated)."""
        return dict(self.params)


class Sender:
    """Sends webhooks. `written` is told each attempt after it has ended."""

    def __init__(
        self, token: Callable[[], str], now: Callable[[], datetime], written: Callable[[Webhook], None]
    ) -> None:
        self._token = token
        self._now = now
        self._written = written

    def send(
        self, url: str, method: str, params: Params, *, purpose: str, voice: bool = True, token: str = ""
    ) -> Webhook:
        """Ask an address, trying again as its overrides say; the last attempt comes back.

        Raises BadOverride when the address asks for rules that do not exist.
        """
        bare, rules = split_overrides(url)
        began = time.monotonic()
        tries = 0
        token = token or str(uuid.uuid4())
        while True:
            left = rules.tt / 1000 - (time.monotonic() - began)
            attempt = Webhook(bare, method, list(params), purpose, token, self._now(), voice)
            self._attempt(attempt, rules, left)
            self._written(attempt)
            tries += 1
            left = rules.tt / 1000 - (time.monotonic() - began)
            worth_it = "all" in rules.rp or attempt.retriable in rules.rp
            if not attempt.retriable or not worth_it or tries > rules.rc or left <= 0:
                return attempt

    def _attempt(self, attempt: Webhook, rules: Overrides, left: float) -> None:
        began = time.monotonic()
        try:
            _fetch(attempt, self._headers(attempt), _timeouts(rules, left), left)
        except requests.exceptions.ReadTimeout:
            attempt.trouble, attempt.retriable, attempt.code = "no answer in time", "rt", RETRIEVAL_FAILED
        except (requests.exceptions.ConnectTimeout, requests.exceptions.ConnectionError) as error:
            attempt.trouble, attempt.retriable, attempt.code = _why(error)
        except requests.exceptions.RequestException as error:
            attempt.trouble, attempt.code = f"could not be asked: {type(error).__name__}", RETRIEVAL_FAILED
        else:
            if not attempt.ok:
                attempt.trouble, attempt.code = f"answered {attempt.status}", RETRIEVAL_FAILED
                attempt.retriable = f"{(attempt.status or 0) // 100}xx"
        attempt.elapsed = time.monotonic() - began

    def _headers(self, attempt: Webhook) -> dict[str, str]:
        if attempt.method == "GET":
            parts = urlsplit(attempt.url)
            query = parse_qsl(parts.query, keep_blank_values=True) + attempt.params
            attempt.url = urlunsplit(parts._replace(query=urlencode(query)))
        body = attempt.params if attempt.method == "POST" else []
        attempt.headers = {
            "X-Twilio-Signature": signature(self._token(), attempt.url, body, voice=attempt.voice),
            "I-Twilio-Idempotency-Token": attempt.token,
            "User-Agent": "TwilioProxy/1.1",
            "X-Home-Region": "us1",
            "Accept": "*/*",
            "Connection": "close",
        }
        return attempt.headers


def signature(token: str, url: str, body: Params, *, voice: bool = True) -> str:
    """What proves that a request came from us: over its address and the names and values of its body."""
    address = signed_address(url, voice=voice)
    signed: str = RequestValidator(token).compute_signature(address, MultiDict(body))
    return signed


def _timeouts(rules: Overrides, left: float) -> tuple[float, float]:
    most = max(min(left, LONGEST_MS / 1000), 0.05)
    return min(rules.ct / 1000, most), min(rules.rt / 1000, most)


def _why(error: Exception) -> tuple[str, str, int]:
    # A connection that was made and then broke is no connection failure: only the read policy covers it.
    if isinstance(error, requests.exceptions.ConnectTimeout) or "NewConnectionError" in str(error):
        return "could not be reached", "ct", CONNECTION_FAILED
    return "broke the connection off", "", RETRIEVAL_FAILED


def _fetch(attempt: Webhook, headers: dict[str, str], timeouts: tuple[float, float], left: float) -> None:
    with requests.Session() as session:
        session.trust_env = False
        headers = headers | {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
        data = urlencode(attempt.params).encode() if attempt.method == "POST" else None
        with session.request(
            attempt.method, attempt.url, data=data, headers=headers, timeout=timeouts, stream=True
        ) as answer:
            attempt.status = answer.status_code
            attempt.content_type = answer.headers.get("Content-Type", "")
            attempt.body = _read(answer, time.monotonic() + left)


def _read(answer: requests.Response, until: float) -> str:
    read = b""
    for part in answer.iter_content(8192):
        read += part
        if time.monotonic() > until:
            raise requests.exceptions.ReadTimeout
        if len(read) > MOST_BYTES + 1:
            break
    return read.decode(answer.encoding or "utf-8", errors="replace")
