"""Twilio's REST API spoken over HTTP in this process, in front of a `FakeTelephony` that does what is asked.

Its error messages quote the number and the words, as Twilio's do.
"""

import base64
import json
import re
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from oncall.telephony.gateway import TelephonyError
from tests.fakes import FakeTelephony, FakeText

ACCOUNT = "AC" + "0a" * 16
TOKEN = "the secret token of the account"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Asked:
    """One request as it came in; fields of the query or the form, in order."""

    method: str
    path: str
    query: list[tuple[str, str]]
    form: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes


@dataclass
class StandIn:
    """What the server was asked (`asked`); what it does `instead` of answering, first come first served."""

    telephony: FakeTelephony
    url: str
    prefix: str = ""
    names_prefix: bool = False
    account: str = ACCOUNT
    token: str = TOKEN
    most_per_page: int = 2
    asked: list[Asked] = field(default_factory=list)
    instead: deque[Callable[["Handler"], None]] = field(default_factory=deque)
    connections: int = 0

    def answer(self, asked: Asked) -> tuple[int, Any]:
        """Status and JSON value (or the bytes of a file) for one request."""
        name_and_token = base64.b64encode(f"{self.account}:{self.token}".encode()).decode()
        if asked.headers.get("authorization") != f"Basic {name_and_token}":
            return 401, {"code": 20003, "message": "Authenticate", "status": 401}
        start = f"{self.prefix}/2010-04-01/Accounts/{self.account}/"
        if not asked.path.startswith(start):
            return 404, {"code": 20404, "message": f"{asked.path} was not found", "status": 404}
        resource, _, sid = asked.path.removeprefix(start).partition("/")
        try:
            return self._do(asked, resource.removesuffix(".json"), sid)
        except TelephonyError as error:
            if error.unknown:
                raise ConnectionResetError from None
            status = {20429: 429, 20404: 404, None: 503}.get(error.code, 400)
            said = {"code": error.code, "message": f"{asked.form} is no good", "status": status}
            return status, said if error.code else "not even JSON"

    def _do(self, asked: Asked, resource: str, sid: str) -> tuple[int, Any]:
        one = f"{asked.method} {resource}{'/' if sid else ''}"
        return {
            "POST Messages": self._send_text,
            "GET Messages": self._list_texts,
            "GET Messages/": self._fetch_text,
            "POST Calls": self._place_call,
            "GET Calls/": self._fetch_call,
            "GET Recordings/": self._fetch_recording,
            "DELETE Recordings/": self._delete_recording,
            "GET IncomingPhoneNumbers": self._list_numbers,
            "POST IncomingPhoneNumbers/": self._point_number,
        }[one](asked, sid.partition(".")[0])

    def _send_text(self, asked: Asked, _sid: str) -> tuple[int, Any]:
        form = dict(asked.form)
        sent = self.telephony.send_text(
            to=form["To"],
            sender=form["From"],
            words=form["Body"],
            status_url=form["StatusCallback"],
            valid_seconds=int(form["ValidityPeriod"]),
        )
        return 201, _message(next(text for text in self.telephony.texts if text.sid == sent.sid))

    def _list_texts(self, asked: Asked, _sid: str) -> tuple[int, Any]:
        query = dict(asked.query)
        assert self.telephony.sent_texts(to=query["To"], sender=query["From"], since=LONG_AGO) is not None
        wanted = [t for t in self.telephony.texts if (t.to, t.sender) == (query["To"], query["From"])]
        return 200, self._page(asked, "messages", [_message(text) for text in reversed(wanted)])

    def _fetch_text(self, _asked: Asked, sid: str) -> tuple[int, Any]:
        now = self.telephony.text_status(sid)
        if now is None:
            raise TelephonyError(20404)
        text = next(text for text in self.telephony.texts if text.sid == sid)
        return 200, _message(replace(text, status=now.status, error_code=now.error_code))

    def _place_call(self, asked: Asked, _sid: str) -> tuple[int, Any]:
        form = dict(asked.form)
        sid = self.telephony.place_call(
            to=form["To"],
            caller_id=form["From"],
            answer_url=form["Url"],
            status_url=form["StatusCallback"],
            ring_seconds=int(form["Timeout"]),
        )
        return 201, {"sid": sid, "status": "queued"}

    def _fetch_call(self, _asked: Asked, sid: str) -> tuple[int, Any]:
        status = self.telephony.call_status(sid)
        if status is None:
            raise TelephonyError(20404)
        return 200, {"sid": sid, "status": status}

    def _fetch_recording(self, _asked: Asked, sid: str) -> tuple[int, Any]:
        return 200, self.telephony.fetch_recording(sid)

    def _delete_recording(self, _asked: Asked, sid: str) -> tuple[int, Any]:
        there = sid in self.telephony.recordings
        self.telephony.delete_recording(sid)
        if not there:
            raise TelephonyError(20404)
        return 204, b""

    def _list_numbers(self, asked: Asked, _sid: str) -> tuple[int, Any]:
        numbers = [
            {
                "sid": own.sid,
                "phone_number": own.number,
                "capabilities": {"voice": own.can_ring, "SMS": own.can_text, "mms": False},
                **{_snake(name): value or None for name, value in own.addresses.items()},
            }
            for own in self.telephony.own_numbers()
        ]
        return 200, self._page(asked, "incoming_phone_numbers", numbers)

    def _point_number(self, asked: Asked, sid: str) -> tuple[int, Any]:
        self.telephony.point_number(sid, dict(asked.form))
        return 200, {"sid": sid}

    def _page(self, asked: Asked, key: str, records: list[Any]) -> dict[str, Any]:
        query = dict(asked.query)
        size = min(int(query.get("PageSize", 50)), self.most_per_page)
        start = int(query.get("Page", 0)) * size
        path = asked.path if self.names_prefix else asked.path.removeprefix(self.prefix)
        more = urlencode({**query, "PageSize": size, "Page": start // size + 1, "PageToken": f"PA{start}"})
        return {
            key: records[start : start + size],
            "page": start // size,
            "page_size": size,
            "next_page_uri": f"{path}?{more}" if len(records) > start + size else None,
        }


class Handler(BaseHTTPRequestHandler):
    """One connection, kept for further requests."""

    protocol_version = "HTTP/1.1"
    server: "Server"

    def setup(self) -> None:
        super().setup()
        self.server.stand_in.connections += 1

    def handle_any(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        query, form = (
            parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text))
            for text in (parts.query, body.decode())
        )
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(self.command, parts.path, query, form, headers, body)
        self.server.stand_in.asked.append(asked)
        if self.server.stand_in.instead:
            self.server.stand_in.instead.popleft()(self)
            return
        try:
            self.reply(*self.server.stand_in.answer(asked))
        except ConnectionResetError:
            self.hang_up()

    do_GET = do_POST = do_DELETE = handle_any  # noqa: N815  (http.server's names)

    def reply(self, status: int, value: Any, **headers: str) -> None:
        """Answer with JSON, or with `value` as it is when it is bytes."""
        content = value if isinstance(value, bytes) else json.dumps(value).encode()
        self.send_response(status)
        for name, text in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name.replace("_", "-"), text)
        self.end_headers()
        if status != 204:
            self.wfile.write(content)

    def hang_up(self) -> None:
        """Close the connection without a word."""
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Nothing."""


class Server(ThreadingHTTPServer):
    """A server on a port of this machine; requests that are still waiting do not hold up its end."""

    daemon_threads = True
    block_on_close = False
    stand_in: StandIn

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone is none of ours; anything else is a fault of the stand-in's own, told."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def standing_in(telephony: FakeTelephony, **options: Any) -> Iterator[StandIn]:
    """The stand-in, listening while the block lasts."""
    with Server(("127.0.0.1", 0), Handler) as server:
        prefix = options.get("prefix", "")
        server.stand_in = StandIn(telephony, f"http://127.0.0.1:{server.server_port}{prefix}", **options)
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server.stand_in
        server.shutdown()


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _message(text: FakeText) -> dict[str, Any]:
    return {
        "sid": text.sid,
        "status": text.status,
        "to": text.to,
        "from": text.sender,
        "body": text.words,
        "date_created": format_datetime(text.created_at),
        "date_sent": None,
        "error_code": text.error_code,
    }
