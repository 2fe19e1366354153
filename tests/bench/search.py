"""Finding contacts among 1,000,000: how long the first page takes at the 95th percentile, kind by kind.

`python -m tests.bench.search [HOW_MANY]`; what is measured is the whole use case, against a real database.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.orm import sessionmaker

import oncall
from oncall import engines
from oncall.access.roles import Role
from oncall.access.store import Person, add_user
from oncall.cli.load import load_file
from oncall.contacts.find import find
from oncall.db.engine import make_engine
from oncall.db.migrate import upgrade
from oncall.now import utc_now
from oncall.settings import Settings
from oncall.wiring import Wiring

MARCHES = Path(oncall.__file__).parent / "data" / "marches.yaml"
HOW_MANY, ROUNDS, WANTED_MS, AN_HOUR = 1_000_000, 20, 50, 3_600_000
WORDS = "'home went ' || concat_ws(' ', {}, case when g % 3 = 0 then 'police' end,"
WORDS += " case when g % 100 = 3 then 'hospital' end, case when g % 1000 = 7 then 'caravan' end,"
WORDS += " case when g % 100000 = 7 then 'zeppelin' end)"
SOME = ", ".join(f"'w' || (hashint4(g + {salt}) & 4095)" for salt in range(8))
INDEXES = {"record_field": "value", "addendum": "text", "message": "body"}
FILL = (
    """INSERT INTO contact (ref, service_id, channel, direction, caller_number, caller, match, candidates,
        in_office_hours, started_at, ended_at, outcome, state, urgency, written_up_at, flags)
    SELECT 'B-' || g, (SELECT min(id) FROM service), 'voice', 'in',
        '+441632960' || lpad((g % 1000)::text, 3, '0'), CASE WHEN g % 5 = 0 THEN 'morgan' END,
        CASE WHEN g % 5 = 0 THEN 'confirmed' ELSE 'none' END, '{}',
        false, now() - (:n - g) * interval '1 minute', now() - (:n - g) * interval '1 minute', 'answered',
        'written_up', 'U' || g % 6, now(), '{}' FROM generate_series(1, :n) g""",
    """INSERT INTO contact_child SELECT id, (ARRAY['C-7K2Q', 'C-M4XD', 'C-9TRB'])[1 + (id % 50 = 0)::int
        + (id % 100 = 0)::int] FROM contact WHERE id % 2 = 0""",
    f"""INSERT INTO record_field (contact_id, name, number, value, saved_at, saved_by, page, seq)
        SELECT g, 'note', 1, {WORDS.format(SOME)}, now(), (SELECT min(id) FROM "user"), '', 0
        FROM generate_series(1, :n) g""",
    f"""INSERT INTO message (contact_id, direction, kind, from_number, to_number, body, status, created_at,
            flags)
        SELECT g, 'in', 'text', '+441632960001', '+447700900100', {WORDS.format(SOME)}, 'received', now(),
            '{{}}' FROM generate_series(1, :n, 10) g""",
    f"""INSERT INTO addendum (key, contact_id, text, written_at, written_by)
        SELECT 'k' || g, g, {WORDS.format(SOME)}, now(), (SELECT min(id) FROM "user")
        FROM generate_series(1, :n, 20) g""",
    """INSERT INTO contact_restriction (contact_id, reason, people, version, set_at, set_by)
        SELECT id, 'x', '{farah}', 1, now(), (SELECT min(id) FROM "user") FROM contact WHERE id % 2000 = 1""",
)
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


def main(how_many: int = HOW_MANY) -> int:
    """Fill a database, search it, and print; 1 if a kind of search takes longer than wanted."""
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        settings = Settings(data_dir=Path(folder))
        with engines.running(settings) as running:
            upgrade(running.database_url)
            load_file(MARCHES, settings)
            engine = make_engine(running.database_url, statement_ms=AN_HOUR)
            try:
                return _measure(engine, settings, how_many)
            finally:
                engine.dispose()


def _measure(engine: Engine, settings: Settings, how_many: int) -> int:
    w = Wiring(settings, sessionmaker(engine, expire_on_commit=False), lambda _row: None, _nobody)
    with w.unit_of_work() as work:
        user = add_user(
            work.session,
            email="asha@example.org",
            name="Asha",
            roles=[Role.PRACTITIONER],
            now=utc_now(),
            staff_id="asha",
        )
        assert user is not None
    _fill(engine, how_many)
    reader = Person(user, 0, "Asha", "asha", frozenset({Role.PRACTITIONER}))
    slow = [
        kind
        for kind, words in ASKED.items()
        if _report(kind, [_ms(lambda q=words: find(q, None, reader, w)) for _ in range(ROUNDS)])
    ]
    return 1 if slow else 0


def _fill(engine: Engine, how_many: int) -> None:
    began = time.monotonic()
    with engine.begin() as connection:
        for table in INDEXES:
            connection.execute(text(f"DROP INDEX ix_{table}_words"))
        for statement in FILL:
            connection.execute(text(statement), {"n": how_many} if ":n" in statement else {})
        for table, column in INDEXES.items():
            words = f"to_tsvector('english'::regconfig, {column})"
            connection.execute(text(f"CREATE INDEX ix_{table}_words ON {table} USING gin ({words})"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    sys.stdout.write(f"{how_many} contacts, filled in {time.monotonic() - began:.0f} s\n")
    sys.stdout.flush()


def _report(kind: str, took: list[float]) -> bool:
    p95 = statistics.quantiles(took[1:], n=20)[-1]
    sys.stdout.write(f"{kind:28} p95 {p95:7.1f} ms, median {statistics.median(took):7.1f} ms\n")
    sys.stdout.flush()
    return p95 > WANTED_MS


def _ms(search: Callable[[], object]) -> float:
    began = time.perf_counter()
    search()
    return (time.perf_counter() - began) * 1000


def _nobody() -> Any:
    raise AssertionError("nothing is sent here")


if __name__ == "__main__":
    sys.exit(main(*(int(one) for one in sys.argv[1:2])))
