"""Contacts made by the thousand, straight into the tables: some that go on, and a past."""

from sqlalchemy import create_engine, text

LIVE = text("""
    WITH made AS (
        INSERT INTO contact (ref, service_id, channel, direction, provider_sid, caller_number, match,
                             candidates, in_office_hours, started_at, outcome, state)
        SELECT 'L' || :run || '-' || n, service.id, 'voice', 'in', 'CA' || md5(:run || n::text),
               '+4477009' || lpad((n % 100000)::text, 5, '0'), 'none', '{}', false, now(), 'open', 'ringing'
          FROM service, generate_series(1, :count) AS n WHERE service.code = 'marches'
        RETURNING id, provider_sid
    )
    INSERT INTO attempt (contact_id, seq, kind, tier, person, number, seconds, rang_at, caller_gone)
    SELECT id, 1, 'tier', 'practitioner', 'asha', '+447700900201', 20, now(), false FROM made
    RETURNING id, contact_id, (SELECT provider_sid FROM made WHERE made.id = contact_id)
""")
PAST = (
    """
    INSERT INTO contact (ref, service_id, channel, direction, provider_sid, caller_number, match, candidates,
                         in_office_hours, started_at, answered_at, ended_at, outcome, state, accepted_by,
                         written_up_at, note)
    SELECT 'P' || :run || '-' || n, service.id, 'voice', 'in', 'CA' || md5('past' || :run || n::text),
           '+447700900' || lpad((n % 1000)::text, 3, '0'), 'none', '{}', false, at,
           at + interval '30 seconds', at + interval '9 minutes', 'answered', 'acknowledged', 'asha',
           at + interval '1 hour', 'Kit is back and in bed.'
      FROM service, generate_series(1, :count) AS n,
           LATERAL (SELECT now() - interval '1 day' - n * interval '2 minutes' AS at) AS began
     WHERE service.code = 'marches'
    """,
    """
    INSERT INTO attempt (contact_id, seq, kind, tier, person, number, seconds, rang_at, ended_at, accepted_at,
                         dial_status, caller_gone, result)
    SELECT id, 1, 'tier', 'practitioner', 'asha', '+447700900201', 20, started_at, ended_at, answered_at,
           'completed', false, 'accepted'
      FROM contact WHERE ref LIKE 'P' || :run || '-%'
    """,
    """
    INSERT INTO call_leg (provider_sid, contact_id, role, to_number, started_at, ended_at, status)
    SELECT provider_sid, id, 'caller', '+441632960100', started_at, ended_at, 'completed'
      FROM contact WHERE ref LIKE 'P' || :run || '-%'
    """,
    """
    INSERT INTO event (key, contact_id, at, what)
    SELECT 'rang:' || provider_sid, id, started_at, 'rang' FROM contact WHERE ref LIKE 'P' || :run || '-%'
    """,
)

Live = tuple[int, int, str]
"""The ids of an attempt and its contact, and the company's of the call."""


def live(url: str, run: str, count: int) -> list[Live]:
    """So many calls that ring Asha now."""
    with create_engine(url).begin() as database:
        return [(row[0], row[1], row[2]) for row in database.execute(LIVE, {"run": run, "count": count})]


def past(url: str, run: str, count: int) -> None:
    """So many calls of the past, two minutes between them, from a thousand callers."""
    with create_engine(url).begin() as database:
        for statement in PAST:
            database.execute(text(statement), {"run": run, "count": count})
    with create_engine(url, isolation_level="AUTOCOMMIT").connect() as database:
        database.execute(text("VACUUM ANALYZE"))
