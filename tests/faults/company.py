"""The telephone company's door, at which a request of the service can be held, before or after it is done."""

import threading
from collections.abc import Iterable
from socket import SHUT_RDWR
from typing import Any

import requests
from werkzeug.wrappers import Request, Response

from oncall.practice.server import Server


class Door:
    """Passes REST requests on to the practice network. `hold` stops the next one whose path ends so."""

    def __init__(self) -> None:
        self._network_url = ""
        self._server = Server(self._answer)
        self.url = self._server.url
        self._ending, self._passes = "", True
        self.held, self._released = threading.Event(), threading.Event()

    def start(self) -> None:
        """Begin to pass requests on."""
        self._server.start()

    def leads_to(self, network_url: str) -> None:
        """From now on requests are passed on to another network, and none is held."""
        self._network_url, self._ending = network_url, ""

    def stop(self) -> None:
        """Let everybody go."""
        self._released.set()
        self._server.stop()

    def hold(self, ending: str, *, done: bool) -> None:
        """Hold the next request to a path that ends so: once it is `done`, or before, and then undone."""
        self.held.clear()
        self._released.clear()
        self._ending, self._passes = ending, done

    def release(self) -> None:
        """Let go whoever is held."""
        self._released.set()

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        request = Request(environ)
        holds = bool(self._ending) and request.method == "POST" and request.path.endswith(self._ending)
        if holds:
            self._ending = ""
        if holds and not self._passes:
            self._hold()
            return Response("nothing was done", status=504)(environ, start_response)
        try:
            answer = self._pass_on(request)
        except requests.ConnectionError:  # whoever asks loses the connection as we have
            environ["werkzeug.socket"].shutdown(SHUT_RDWR)
            answer = Response("nobody will read this", status=500)
        if holds:
            self._hold()
        return answer(environ, start_response)

    def _hold(self) -> None:
        self.held.set()
        self._released.wait(60)

    def _pass_on(self, request: Request) -> Response:
        kept = {
            name: value
            for name, value in request.headers.items()
            if name.lower() in ("authorization", "content-type", "accept")
        }
        passed = requests.request(
            request.method,
            f"{self._network_url}{request.full_path.rstrip('?')}",
            data=request.get_data(),
            headers=kept,
            timeout=30,
        )
        return Response(passed.content, passed.status_code, content_type=passed.headers.get("Content-Type"))
