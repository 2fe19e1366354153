"""Finding contacts among 1,000,000: the first page as a browser gets it, over HTTP from the real server.

`python -m tests.bench search`, or `python -m tests.bench.search HOW_MANY`. Each kind of search is asked by
turns, one request at a time, and beside each the page of a bare application. What is wanted is time on the
clock. Where others are at work it is the processor's time that server and database take together; a processor
that they share is slow as well, so a bare loop of Python stretches that limit by how much it lags.
"""

import http.client
import re
import statistics
import sys
import time
from dataclasses import dataclass, field
from urllib.parse import urlencode, urlsplit

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from oncall.access import sessions as sign_ins
from oncall.access.roles import Role
from oncall.access.store import add_user
from oncall.db.engine import make_engine
from oncall.now import utc_now
from tests.bench.search_rows import fill
from tests.bench.served import Served, both, installation, say

HOW_MANY, ROUNDS, WANTED_MS, AN_HOUR = 1_000_000, 25, 50, 3_600_000
LOOP, LOOP_MS = 50_000, 3.0
ASKED = {
    "a word of every contact": "home",
    "a word of every third": "police",
    "a word of every hundredth": "hospital",
    "a word of every thousandth": "caravan",
    "a word of ten": "zeppelin",
    "a word of none": "xylophone",
    "two common words": "home police",
    "a common and a rare word": "police zeppelin",
    "a word of one in 500": "w77",
    "a person's name": "Jo Morgan",
    "a child's name": "Kit",
    "a reference": "B-4711",
    "a number": "01632 960 047",
    "the end of a number": "900301",
}


@dataclass
class Took:
    """Milliseconds, request by request: on the clock, of the processor, of a bare page and a bare loop."""

    clock: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in ASKED})
    processor: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in ASKED})
    bare: list[float] = field(default_factory=list)
    lag: list[float] = field(default_factory=list)


def main(how_many: int = HOW_MANY) -> int:
    """Fill a database, search it, and print; 1 if the first page takes longer than wanted."""
    with installation() as (running, folder):
        engine = make_engine(running.database_url, statement_ms=AN_HOUR)
        with Session(engine) as session, session.begin():
            token = _signed_in(session)
        fill(engine, how_many)
        with both(running, folder) as (ours, bare):
            took = _measure(ours, bare, engine, token)
        engine.dispose()
    return _report(took)


def _signed_in(session: Session) -> str:
    user = add_user(
        session,
        email="asha@example.org",
        name="Asha",
        roles=[Role.PRACTITIONER],
        now=utc_now(),
        staff_id="asha",
    )
    assert user is not None
    return sign_ins.start(session, user, utc_now())


def _measure(ours: Served, bare: Served, engine: Engine, token: str) -> Took:
    browser, other, took = Browser(ours.url, token), Browser(bare.url, ""), Took()
    for words in ASKED.values():  # what is kept between requests is warm then
        browser.finds(words)
    for _ in range(ROUNDS):
        at_work = [*ours.workers(), *_backends(engine)]
        for kind, words in ASKED.items():
            before, began = _spent(at_work), time.perf_counter()
            browser.finds(words)
            took.clock[kind].append((time.perf_counter() - began) * 1000)
            took.processor[kind].append((_spent(at_work) - before) * 1000)
            began = time.perf_counter()
            other.reads()
            took.bare.append((time.perf_counter() - began) * 1000)
            took.lag.append(_lag())
    return took


def _backends(engine: Engine) -> list[int]:
    """The database's processes, each of which serves one connection."""
    with engine.connect() as connection:
        return list(
            connection.scalars(text("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'"))
        )


def _spent(processes: list[int]) -> float:
    """Seconds of the processor that these have taken so far: the clock of each process, by its number."""
    return sum(time.clock_gettime(~one << 3 | 2) for one in processes)


def _lag() -> float:
    """How many times as long a bare loop takes of the processor as where this is meant for."""
    began = time.process_time()
    total = 0
    for number in range(LOOP):
        total += number
    return (time.process_time() - began) * 1000 / LOOP_MS


def _report(took: Took) -> int:
    for kind in ASKED:
        _line(kind, took.clock[kind], took.processor[kind])
    clock, processor = ([one for kind in ASKED for one in of[kind]] for of in (took.clock, took.processor))
    _line("all of them", clock, processor)
    lag, bare = max(1.0, statistics.fmean(took.lag)), statistics.median(took.bare)
    say(f"a bare page: p50 {bare:.1f} ms; all: {statistics.median(clock) / bare:.1f} times that")
    say(f"a bare loop takes {lag:.1f} times as long as where this is meant for")
    say(f"first page at p95: {_p95(clock):.1f} ms, processor {_p95(processor):.1f} ms (wanted: {WANTED_MS})")
    return 0 if _p95(clock) <= WANTED_MS or _p95(processor) <= WANTED_MS * lag else 1


def _line(kind: str, clock: list[float], processor: list[float]) -> None:
    say(
        f"{kind:28} p50 {statistics.median(clock):6.1f} ms  p95 {_p95(clock):6.1f} ms   "
        f"processor p50 {statistics.median(processor):5.1f} ms  p95 {_p95(processor):5.1f} ms"
    )


def _p95(took: list[float]) -> float:
    return statistics.quantiles(took, n=20)[-1]


class Browser:
    """One connection that stays open, and a form that is posted on it."""

    def __init__(self, url: str, token: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc)
        self.head = {"Content-Type": "application/x-www-form-urlencoded"}
        self.cookies = {"session": token}
        self.csrf = ""
        if token:
            found = re.search(r'name="csrf_token" value="([^"]+)"', self._asks("GET", "/contacts/find", ""))
            assert found is not None
            self.csrf = found[1]

    def finds(self, words: str) -> None:
        """Look for something."""
        self._asks("POST", "/contacts/find", urlencode({"csrf_token": self.csrf, "q": words}))

    def reads(self) -> None:
        """Read the bare application's page."""
        self._asks("GET", "/now", "")

    def _asks(self, method: str, path: str, body: str) -> str:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, self.head | {"Cookie": cookies})
        answer = self.connection.getresponse()
        words = answer.read().decode()
        assert answer.status == 200, answer.status
        for cookie in answer.msg.get_all("Set-Cookie") or ():
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return words


if __name__ == "__main__":
    sys.exit(main(*(int(one) for one in sys.argv[1:2])))
