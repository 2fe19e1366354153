"""The whole service in real processes, with engines of its own and the practice network around it."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from redis import Redis
from sqlalchemy import NullPool, create_engine, func, select, text
from sqlalchemy.exc import OperationalError

from oncall import engines
from oncall.contacts import export_store
from oncall.db.outbox import OutboxRow
from oncall.lifeline.lifeline import Lifeline
from oncall.lifeline.taking_up import Backlog
from oncall.practice.script import Network
from oncall.practice.scripted_phones import ScriptedPhone
from oncall.practice.webhooks import Webhook
from oncall.settings import Settings
from oncall.wiring import Wiring
from tests.faults.company import Door
from tests.faults.processes import Program, children, eventually, freeze, kill, pids_in, thaw
from tests.faults.slowness import Slowness, Timed

LINE = "+441632960100"
TEXT_LINE = "+447700900100"
PHONES = {
    "asha": "+447700900201",
    "ben": "+447700900202",
    "elin": "+447700900205",
    "morgan": "+447700900301",
    "price": "+447700900302",
    "last_resort": "+441632960199",
}
NAMES = ("Asha", "Verma", "Ben", "Okafor", "Elin", "Hughes", "Morgan", "Price")
IN_TIME = 2.0
"""Seconds in which every reply to a telephone must be there, whatever has failed; see slowness.py."""


class House:
    """`oncall up` on engines that may be killed, and the telephones by name."""

    network: Network
    slowness: Slowness
    replies: Timed
    up: Program

    def __init__(self, settings: Settings, wiring: Wiring, folder: Path, company: Door) -> None:
        self.settings = settings
        self.wiring = wiring
        self.folder = folder
        self.company = company
        self.programs: list[Program] = []

    def __getattr__(self, name: str) -> ScriptedPhone:
        """The telephone of somebody in the fictional service, by name."""
        if name not in PHONES:
            raise AttributeError(name)
        return self.network.phone(PHONES[name])

    def start(self, *words: str, **env: str) -> Program:
        """Start `oncall words` with the settings of this house, and `env` besides."""
        program = Program(words, self.environment | env, self.folder / f"{words[0]}.log")
        self.programs.append(program)
        return program

    @property
    def environment(self) -> dict[str, str]:
        """The settings as the environment gives them to a process."""
        s = self.settings
        assert s.secret_key is not None
        assert s.twilio_auth_token is not None
        return {
            "PATH": "/usr/bin:/bin",
            "PYTHONPATH": str(Path(__file__).parents[2]),
            "ONCALL_DATA_DIR": str(s.data_dir),
            "ONCALL_DATABASE_URL": str(s.database_url),
            "ONCALL_REDIS_URL": str(s.redis_url),
            "ONCALL_BIND": s.bind,
            "ONCALL_PUBLIC_URL": s.public_url,
            "ONCALL_SECRET_KEY": s.secret_key.get_secret_value(),
            "TWILIO_ACCOUNT_SID": str(s.twilio_account_sid),
            "TWILIO_AUTH_TOKEN": s.twilio_auth_token.get_secret_value(),
            "ONCALL_TWILIO_API_URL": str(s.twilio_api_url),
            **({"ONCALL_FALLBACK_URL": s.fallback_url} if s.fallback_url else {}),
        }

    def has_a_lifeline_elsewhere(self) -> None:
        """The lifeline runs alone on another machine too, where the company's fallback address leads."""
        assert self.settings.fallback_url is not None
        there = {
            "ONCALL_DATA_DIR": str(self.folder / "elsewhere"),
            "ONCALL_BIND": self.settings.fallback_url.removeprefix("http://"),
        }
        self.start("lifeline", **there)

    def opens(self, **env: str) -> "House":
        """Start the service and wait until it can route a call, even without its database."""
        self.up = self.start("up", **env)
        self.routes()
        known = [one.snapshot.read for one in self.lifelines]
        eventually(lambda: all(read() is not None for read in known), "there is no snapshot")
        return self

    def routes(self) -> None:
        """Wait until the service can route a call."""
        eventually(self._can_route, "the service does not come up")

    def closes(self) -> None:
        """Stop every process, thawing what was frozen; it must have kept quiet about people."""
        self._thaw()
        for program in self.programs:
            program.stop()
        self.has_kept_quiet()

    def has_kept_quiet(self) -> None:
        """No process has told anybody's name or number in its log."""
        for log in self.folder.glob("*.log"):
            words = log.read_text()
            told = [secret for secret in (*PHONES.values(), *NAMES) if secret in words]
            assert not told, f"{log.name} tells {told}"

    @property
    def database_pids(self) -> tuple[int, ...]:
        """PostgreSQL's first process."""
        return pids_in(self.settings.data_dir / "postgres" / "postmaster.pid")

    @property
    def queue_pids(self) -> tuple[int, ...]:
        """Valkey's process."""
        return pids_in(self.settings.data_dir / "valkey" / "valkey.pid")

    def kill_database(self) -> None:
        """PostgreSQL is gone."""
        [first] = self.database_pids
        kill(first, *children(first))

    def freeze_database(self) -> None:
        """PostgreSQL takes connections and answers nothing."""
        [first] = self.database_pids
        freeze(first, *children(first))

    def kill_queue(self) -> None:
        """Valkey is gone."""
        kill(*self.queue_pids)

    def flush_queue(self) -> None:
        """Valkey has forgotten everything."""
        with self._queue() as queue:
            queue.flushall()

    def fill_queue(self) -> None:
        """Valkey has no memory left: it takes nothing more."""
        with self._queue() as queue:
            queue.config_set("maxmemory", "1")

    def restart_queue(self) -> None:
        """Valkey is killed and comes up again at once."""
        self.kill_queue()
        self.mend()

    def freeze_queue(self) -> None:
        """Valkey takes connections and answers nothing."""
        freeze(*self.queue_pids)

    def mend(self) -> None:
        """Whatever was frozen goes on, whatever was killed is started again."""
        self._thaw()
        engines.revive(Settings(data_dir=self.settings.data_dir))
        with self._queue() as queue:
            queue.config_set("maxmemory", "0")

    @contextmanager
    def database_locked(self, table: str) -> Iterator[None]:
        """Somebody holds a whole table of the database during the block."""
        engine = create_engine(str(self.settings.database_url), poolclass=NullPool)
        with engine.begin() as connection:
            connection.execute(text(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"))
            yield

    @contextmanager
    def while_time_stands(self) -> Iterator[None]:
        """On the network no second passes during the block, however long it takes."""
        with self.network.clock.acting():
            yield

    @property
    def documents(self) -> list[Webhook]:
        """Every request of the network whose reply somebody on the telephone waited for."""
        return [webhook for webhook in self.network.webhooks if webhook.purpose == "document"]

    def answered_in_time(self) -> None:
        """Every telephone got its reply at once, at the first asking."""
        late = [
            (webhook.url, webhook.status, webhook.elapsed, held)
            for webhook, held in self.replies.held_up(self.documents)
            if not webhook.ok or webhook.elapsed - held > IN_TIME
        ]
        assert not late, late

    @property
    def answering(self) -> list[int]:
        """The processes that answer the company now."""
        webs = [web for program in self.programs for web in program.children("web")]
        return [pid for web in webs for pid in children(web)]

    @property
    def everybody(self) -> list[int]:
        """Every process that has been started here."""
        return [pid for program in self.programs for pid in (program.pid, *program.everything())]

    def is_done(self) -> float:
        """Wait until every call is over and every errand done; how many seconds we took, see slowness.py."""
        self.network.quiet()
        if self.settings.fallback_url is not None:
            eventually(lambda: not self._elsewhere().spool.has_any(), "nobody fetches what is kept elsewhere")
        began = time.monotonic()
        eventually(lambda: not self.wiring.lifeline.spool.has_any(), "the spool is not taken up")
        eventually(lambda: self._waiting() == 0, "errands are left undone")
        took = time.monotonic() - began - self.slowness.of_everybody(began)
        self.network.quiet()  # until what was texted has arrived
        return took

    def is_told(self, *phones: ScriptedPhone) -> None:
        """Wait until all is done and each of these has had a text."""
        self.is_done()
        eventually(lambda: all(phone.texts_received for phone in phones), "somebody was not told")

    def export(self, what: str = "contacts") -> list[dict[str, Any]]:
        """What `oncall export` would print."""
        with self.wiring.unit_of_work() as work:
            return list(getattr(export_store, what)(work.session, None, None))

    @property
    def contact(self) -> dict[str, Any]:
        """The only contact there is, which must be the only call there was."""
        self.nothing_is_lost_or_doubled()
        [contact] = self.export()
        return contact

    @property
    def results(self) -> list[tuple[str, str | None, str | None]]:
        """Of the only contact: who was rung on which tier, and how it ended."""
        return [(a["tier"], a["person"], a["result"]) for a in self.contact["attempts"]]

    def nothing_is_lost_or_doubled(self) -> None:
        """Every call is a contact exactly once and has ended; nobody got the same text twice."""
        rang = [leg.sid for leg in self.network.exchange.calls.values() if leg.direction == "inbound"]
        contacts = self.export()
        assert Counter(c["provider_sid"] for c in contacts) == Counter(rang)
        assert [c["ref"] for c in contacts if c["outcome"] == "open" or c["ended_at"] is None] == []
        assert self.put_aside == 0
        texts = Counter(
            (phone.number, text.body) for phone in self._phones() for text in phone.texts_received
        )
        assert [pair for pair, times in texts.items() if times > 1] == []

    @property
    def put_aside(self) -> int:
        """How many requests could not be taken up."""
        return Backlog(self.wiring.lifeline.folder, self.wiring.lifeline.seal).aside()

    @property
    def lifelines(self) -> list[Lifeline]:
        """Ours, and the one on the other machine if there is one."""
        return [self.wiring.lifeline, *([self._elsewhere()] if self.settings.fallback_url else [])]

    def _elsewhere(self) -> Lifeline:
        """What lies on the other machine."""
        there = self.settings.model_copy(update={"data_dir": self.folder / "elsewhere"})
        return Lifeline.from_settings(there, there.public_url)

    def _queue(self) -> Redis:
        return Redis.from_url(str(self.settings.redis_url))

    def _thaw(self) -> None:
        for first in (*self.database_pids, *self.queue_pids):
            thaw(first, *children(first))

    def _phones(self) -> list[ScriptedPhone]:
        return [self.network.phone(number) for number in PHONES.values()]

    def _waiting(self) -> int | None:
        """How many errands are due and not done; None when the database does not say."""
        waiting = select(func.count()).where(OutboxRow.done_at.is_(None), OutboxRow.due_at <= func.now())
        try:
            with self.wiring.unit_of_work() as work:
                return work.session.scalar(waiting) or 0
        except OperationalError:
            return None

    def _can_route(self) -> bool:
        try:
            return requests.get(f"{self.settings.public_url}/healthz", timeout=5).ok
        except requests.RequestException:
            return False
