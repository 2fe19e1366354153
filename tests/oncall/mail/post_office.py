"""A small GOV.UK Notify in this process: it checks who asks, keeps letters, and fails as a test says."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt

SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"on_call-{SERVICE}-{SECRET}"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
AT = datetime(2026, 11, 6, 8, 30, tzinfo=UTC)


class PostOffice:
    """What it was given. `fails` is its answer to a letter; with `loses` it keeps it and never answers."""

    def __init__(self) -> None:
        self.letters: list[dict[str, Any]] = []
        self.template: dict[str, str] = {"type": "email", "body": "((words))"}
        self.now: Callable[[], datetime] = lambda: AT
        self.fails: int | None = None
        self.loses = False
        self.url = ""

    def admits(self, header: str) -> bool:
        """Whether a request is signed with the key, less than half a minute ago."""
        try:
            said = jwt.decode(
                header.removeprefix("Bearer "), SECRET, algorithms=["HS256"], options={"verify_iat": False}
            )
        except jwt.InvalidTokenError:
            return False
        return said["iss"] == SERVICE and abs(said["iat"] - self.now().timestamp()) <= 30

    def take(self, letter: dict[str, Any]) -> int:
        """The answer to a letter."""
        if self.fails is not None:
            return self.fails
        if letter["template_id"] != TEMPLATE or set(letter["personalisation"]) != {"subject", "words"}:
            return 400
        self.letters.append({**letter, "created_at": self.now().isoformat()})
        return 201

    def tell(self, address: str) -> tuple[int, Any]:
        """The answer to a question."""
        asked = urlsplit(address)
        if asked.path == "/v2/notifications":
            [wanted] = parse_qs(asked.query)["reference"]
            return 200, {"notifications": [one for one in self.letters if one["reference"] == wanted]}
        return (200, self.template) if asked.path == f"/v2/template/{TEMPLATE}" else (404, {})


def _window(office: PostOffice) -> type[BaseHTTPRequestHandler]:
    class Window(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(*(office.tell(self.path) if self._is_admitted() else (403, {})))

        def do_POST(self) -> None:
            letter = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            right = self._is_admitted() and self.path == "/v2/notifications/email"
            code = office.take(letter) if right else 403
            if office.loses:
                self.close_connection = True
                return
            self._answer(code, {"errors": [{"message": f"about {letter['email_address']}"}]})

        def _is_admitted(self) -> bool:
            return office.admits(self.headers.get("Authorization", ""))

        def _answer(self, code: int, said: Any) -> None:
            body = json.dumps(said).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    return Window


@contextmanager
def open_post_office() -> Iterator[PostOffice]:
    """A server on a port of its own."""
    office = PostOffice()
    with ThreadingHTTPServer(("127.0.0.1", 0), _window(office)) as server:
        office.url = f"http://127.0.0.1:{server.server_port}"
        serving = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        serving.start()
        try:
            yield office
        finally:
            server.shutdown()
            serving.join()
