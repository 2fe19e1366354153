"""The web process: granian, serving the application from a few processes of several threads."""

import os
import signal
import socket
from collections.abc import Iterable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from oncall import logs
from oncall.reading_in import read_in
from oncall.settings import Settings
from oncall.supervisor import die_with

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PROCESSES = 2
THREADS = 20  # a process; as many as its pool has connections
PATIENCE = 8  # seconds that a reply under way may take when we stop; less than the supervisor waits


def serve(settings: Settings, factory: str = "oncall.app:create_app") -> None:
    """Answer requests on the configured address until SIGINT or SIGTERM; replies under way are finished.

    `factory` makes the application; benchmarks serve another one beside ours. The processes read their
    settings from the environment; they die with this one.
    """
    server = Granian(
        factory,
        address=socket.gethostbyname(settings.host) if ":" not in settings.host else settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=PROCESSES,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
        log_level=LogLevels.error,
        log_access=False,
        log_dictconfig={"loggers": {"_granian": {"handlers": [], "propagate": True}}},
    )
    read_in(factory.partition(":")[0])  # once, before the processes part: half the time and memory
    os.register_at_fork(after_in_child=_obey)
    server.serve(target_loader=partial(_application, os.getpid(), factory), wrap_loader=False)


def _application(server: int, factory: str) -> "WSGIApplication":
    """The application, made in a process of its own, which `server` has started."""
    die_with(server)
    logs.configure()
    module, _, name = factory.partition(":")
    application: WSGIApplication = getattr(import_module(module), name)()
    return _unnamed(application)


def _obey() -> None:
    """Until granian listens to signals in a new process, it must not swallow them as the server would."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def _unnamed(application: "WSGIApplication") -> "WSGIApplication":
    """The application, which names itself in the header where granian would name its kind."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            return start_response(status, [*headers, ("Server", "oncall")], *exc_info)

        return application(environ, start)

    return answer
