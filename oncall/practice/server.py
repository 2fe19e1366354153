"""Serves the network over HTTP in threads of its own."""

from __future__ import annotations

import threading
from socket import AF_INET, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, socket
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


class PortTaken(Exception):  # noqa: N818  (named for the fact)
    """Something else listens on the address already."""


class _Quiet(WSGIRequestHandler):
    """Requests are kept by the network itself, not written to the terminal."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002, ARG002
        return


class Server:
    """An HTTP server on an address, from `start` to `stop`. Port 0 takes any free port."""

    def __init__(self, app: WSGIApplication, host: str = "127.0.0.1", port: int = 0) -> None:
        self._socket = _listen(host, port)
        bound_host, bound_port = self._socket.getsockname()
        self.url = f"http://{bound_host}:{bound_port}"
        self._server = make_server(
            host, bound_port, app, threaded=True, request_handler=_Quiet, fd=self._socket.fileno()
        )
        self._server.daemon_threads = True  # type: ignore[attr-defined]
        self._server.block_on_close = False  # type: ignore[attr-defined]
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.01},
            name="practice-http",
            daemon=True,
        )

    def start(self) -> None:
        """Begin answering."""
        self._thread.start()

    def stop(self) -> None:
        """Stop answering and free the port."""
        self._server.shutdown()
        self._thread.join(timeout=5)
        self._server.server_close()
        self._socket.close()


def _listen(host: str, port: int) -> socket:
    listening = socket(AF_INET, SOCK_STREAM)
    listening.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError:
        listening.close()
        raise PortTaken(f"{host}:{port} cannot be listened on: another program has it.") from None
    listening.listen(256)
    return listening
