"""A million contacts with records, texts and addenda, straight into the tables: words common and rare."""

import time

from sqlalchemy import Engine, text

from tests.bench.served import say

WORDS = "'home went ' || concat_ws(' ', {}, case when g % 3 = 0 then 'police' end,"
WORDS += " case when g % 100 = 3 then 'hospital' end, case when g % 1000 = 7 then 'caravan' end,"
WORDS += " case when g % 100000 = 7 then 'zeppelin' end)"
SOME = ", ".join(f"'w' || (hashint4(g + {salt}) & 4095)" for salt in range(8))
INDEXED = "record_field", "addendum", "message"
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


def fill(engine: Engine, how_many: int) -> None:
    """Make so many contacts; the indexes of words are made afterwards, in a fraction of the time."""
    began = time.monotonic()
    with engine.begin() as connection:
        for table in INDEXED:
            connection.execute(text(f"DROP INDEX ix_{table}_words"))
        for statement in FILL:
            connection.execute(text(statement), {"n": how_many} if ":n" in statement else {})
        for table in INDEXED:
            connection.execute(text(f"CREATE INDEX ix_{table}_words ON {table} USING gin (words)"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
    say(f"{how_many:,} contacts made in {time.monotonic() - began:.0f} s")
