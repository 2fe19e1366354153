"""What the benches stand on: an installation with the fictional service, and applications that serve it."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, insert, text

import oncall
from oncall import engines
from oncall.cli.load import load_file
from oncall.db.migrate import upgrade
from oncall.settings import Settings
from tests.bench.bare import KNOWN, TABLES

LINE, TOKEN, SECRET = "+441632960100", "bench-token", "bench" * 8
CONNECTIONS = 8
MARCHES = Path(oncall.__file__).parent / "data" / "marches.yaml"
OURS, BARE, LIFELINE = (
    "oncall.app:create_app",
    "tests.bench.bare:create_app",
    "oncall.lifeline.app:create_app",
)

Request = tuple[str, dict[str, str]]
"""A path, and the form that is posted to it."""


@contextmanager
def installation() -> Iterator[tuple[engines.Engines, Path]]:
    """Engines of its own with the fictional service, and their folder."""
    with tempfile.TemporaryDirectory(prefix="bench") as made:
        folder = Path(made)
        settings = Settings(data_dir=folder)
        with engines.running(settings) as running:
            upgrade(running.database_url)
            load_file(MARCHES, settings)
            _known(running.database_url)
            yield running, folder


class Served:
    """One application under the web server that `oncall up` uses."""

    def __init__(self, target: str, running: engines.Engines, folder: Path) -> None:
        port = _free_port()
        self.url, self.folder = f"http://127.0.0.1:{port}", folder
        env = {
            **os.environ,
            "ONCALL_DATABASE_URL": running.database_url,
            "ONCALL_REDIS_URL": running.redis_url,
            "ONCALL_DATA_DIR": str(folder),
            "ONCALL_BIND": f"127.0.0.1:{port}",
            "ONCALL_PUBLIC_URL": self.url,
            "ONCALL_SECRET_KEY": SECRET,
            "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
            "TWILIO_AUTH_TOKEN": TOKEN,
        }
        code = f"from oncall import settings, web; web.serve(settings.Settings.from_env(), {target!r})"
        with (folder / f"{port}.log").open("ab") as log:
            self.process = subprocess.Popen([sys.executable, "-c", code], env=env, stderr=log, stdout=log)
        self.measure(200)

    def measure(self, count: int, path: str = "/twilio/voice", token: str = TOKEN) -> dict[str, Any]:
        """One round of requests: signed calls or, without a token, readings of a path."""
        result = self._load(path, token, count)
        assert result["refused"] == 0, f"{result['refused']} requests were refused"
        return result

    def measure_these(self, requests: list[Request]) -> dict[str, Any]:
        """One round of these signed requests."""
        file = self.folder / "requests.json"
        file.write_text(json.dumps(requests))
        result = self._load(f"@{file}", TOKEN, len(requests))
        assert result["refused"] == 0, f"{result['refused']} requests were refused"
        return result

    def memory(self) -> list[int]:
        """Resident megabytes of each process."""
        return [_megabytes(pid) for pid in (self.process.pid, *self.workers())]

    def workers(self) -> list[int]:
        """The processes that answer."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in children]

    def stop(self) -> None:
        """End it."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=20)

    def _load(self, path: str, token: str, count: int) -> dict[str, Any]:
        argv = [sys.executable, "-m", "tests.bench.load", self.url, token, path, LINE]
        for _ in range(60):
            done = subprocess.run([*argv, str(count), str(CONNECTIONS)], capture_output=True, check=False)
            if done.returncode == 0 and done.stdout:
                result: dict[str, Any] = json.loads(done.stdout)
                return result
            time.sleep(0.5)
        raise SystemExit(f"the application at {self.url} does not answer:\n{done.stderr.decode()[-500:]}")


@contextmanager
def both(running: engines.Engines, folder: Path, target: str = OURS) -> Iterator[tuple[Served, Served]]:
    """One of our applications, and a bare one beside it."""
    ours, bare = Served(target, running, folder), Served(BARE, running, folder)
    try:
        yield ours, bare
    finally:
        ours.stop()
        bare.stop()


def _free_port() -> int:
    """A port of this machine that nobody listens on: benches may run beside one another."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _known(url: str) -> None:
    engine = create_engine(url)
    TABLES.create_all(engine)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM bench_known"))
        connection.execute(insert(KNOWN).values(number=LINE, id=1))
    engine.dispose()


def _megabytes(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) // 1024
    return 0


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
