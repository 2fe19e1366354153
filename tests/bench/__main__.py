"""`make bench`: the rota beside calendars; calls, and who is on now, beside a bare application."""

import json
import os
import secrets
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, insert, text

import oncall
from oncall import engines
from oncall.access.roles import Role
from oncall.access.store import add_user
from oncall.calendar import feed_store
from oncall.calendar.feeds import Kind, hash_of
from oncall.cli.load import load_file
from oncall.db.engine import make_sessions
from oncall.db.migrate import upgrade
from oncall.now import utc_now
from oncall.service.store import service_with_code
from oncall.settings import Settings
from tests.bench import rota
from tests.bench.bare import KNOWN, TABLES

LINE = "+441632960100"
TOKEN = "bench-token"
ROUNDS, COUNT, NOW_COUNT, CONNECTIONS = 5, 3_000, 6_000, 8
WANTED = 0.6
NOW_WANTED = 0.7
MARCHES = Path(oncall.__file__).parent / "data" / "marches.yaml"


def main() -> int:
    """Measure rota and calls in turn and print medians; 1 if a ratio is below what is wanted."""
    return max(rota.main(), _served())


def _served() -> int:
    """The webhook, who is on now, and a bare application, five rounds each."""
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        settings = Settings(data_dir=Path(folder))
        with engines.running(settings) as running:
            upgrade(running.database_url)
            load_file(MARCHES, settings)
            _known(running.database_url)
            ours = Served("oncall.app:create_app", 8091, running, folder)
            bare = Served("tests.bench.bare:create_app", 8092, running, folder)
            try:
                return max(_calls(ours, bare), _on_now(ours, bare, running.database_url))
            finally:
                ours.stop()
                bare.stop()


class Served:
    """One application under the web server that `oncall up` uses."""

    def __init__(self, target: str, port: int, running: engines.Engines, folder: str) -> None:
        self.url = f"http://127.0.0.1:{port}"
        env = {
            **os.environ,
            "ONCALL_DATABASE_URL": running.database_url,
            "ONCALL_REDIS_URL": running.redis_url,
            "ONCALL_DATA_DIR": folder,
            "ONCALL_BIND": f"127.0.0.1:{port}",
            "ONCALL_PUBLIC_URL": self.url,
            "ONCALL_SECRET_KEY": "bench" * 8,
            "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
            "TWILIO_AUTH_TOKEN": TOKEN,
        }
        code = f"from oncall import settings, web; web.serve(settings.Settings.from_env(), {target!r})"
        self.process = subprocess.Popen([sys.executable, "-c", code], env=env)
        self.measure(200)

    def measure(self, count: int, path: str = "/twilio/voice", token: str = TOKEN) -> dict[str, Any]:
        """One round of requests: signed calls or, without a token, readings of a path."""
        argv = [sys.executable, "-m", "tests.bench.load", self.url, token, path, LINE]
        for _ in range(60):
            done = subprocess.run([*argv, str(count), str(CONNECTIONS)], capture_output=True, check=False)
            if done.returncode == 0 and done.stdout:
                result: dict[str, Any] = json.loads(done.stdout)
                assert result["refused"] == 0, f"{result['refused']} requests were refused"
                return result
            time.sleep(0.5)
        raise SystemExit(f"the application at {self.url} does not answer:\n{done.stderr.decode()[-500:]}")

    def memory(self) -> list[int]:
        """Resident megabytes of each process."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [_megabytes(int(pid)) for pid in (self.process.pid, *map(int, children))]

    def stop(self) -> None:
        """End it."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=20)


def _calls(ours: Served, bare: Served) -> int:
    rounds = [(bare.measure(COUNT), ours.measure(COUNT)) for _ in range(ROUNDS)]
    return _report("inbound call", ours, bare, rounds, WANTED)


def _on_now(ours: Served, bare: Served, url: str) -> int:
    """Who is on now, by its secret address, beside a view that answers with a constant."""
    path = f"/rota/now/{_secret(url)}.json"
    rounds = [(bare.measure(NOW_COUNT, "/now", ""), ours.measure(NOW_COUNT, path, "")) for _ in range(ROUNDS)]
    return _report("who is on now", ours, bare, rounds, NOW_WANTED)


def _report(
    what: str, ours: Served, bare: Served, rounds: list[tuple[dict[str, Any], dict[str, Any]]], wanted: float
) -> int:
    for name, which in (("bare", 0), ("oncall", 1)):
        values = {key: statistics.median(one[which][key] for one in rounds) for key in ("rate", "p50", "p99")}
        served = (bare, ours)[which]
        _say(
            f"{name:8} {values['rate']:8.0f} requests/s   p50 {values['p50']:6.2f} ms   "
            f"p99 {values['p99']:6.2f} ms   memory {served.memory()} MB"
        )
    ratio = statistics.median(one[1]["rate"] / one[0]["rate"] for one in rounds)
    _say(f"{what}, ratio to bare: {ratio:.2f} (wanted: {wanted})")
    return 0 if ratio >= wanted else 1


def _known(url: str) -> None:
    engine = create_engine(url)
    TABLES.create_all(engine)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM bench_known"))
        connection.execute(insert(KNOWN).values(number=LINE, id=1))
    engine.dispose()


def _secret(url: str) -> str:
    """A new secret address of the fictional service's team lead."""
    sessions = make_sessions(create_engine(url))
    with sessions.begin() as session:
        service = service_with_code(session, "marches")
        user = add_user(
            session,
            email="farah@example.org",
            name="Farah Siddiqi",
            roles=[Role.TEAM_LEAD],
            now=utc_now(),
            staff_id="farah",
        )
        assert user is not None
        secret = secrets.token_urlsafe(32)
        feed_store.add(
            session,
            service_id=service.id,
            staff_id=None,
            kind=Kind.NOW,
            made_by=user,
            token_hash=hash_of(secret),
            now=utc_now(),
        )
    return secret


def _megabytes(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) // 1024
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
