"""Rows are kept in line with a list: added, changed, ended and brought back, never deleted."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select

from oncall.db.keep import keep_in_line
from oncall.service.tables import Channel, ServiceNumberRow, ServiceRow

NOW = datetime(2026, 11, 5, 22, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


@pytest.fixture
def keep(session):
    """Keeps the numbers of a service in line with `number → channel`; the keys that changed."""
    service = ServiceRow(code="wye", name="Wye", timezone="Europe/London", handover_at=time(9), speech={})
    session.add(service)
    session.flush()

    def keep(now=NOW, **numbers):
        rows = [
            {"service_id": service.id, "number": number, "channel": channel}
            for number, channel in numbers.items()
        ]
        kept = keep_in_line(
            session, ServiceNumberRow, rows, key=("number",), within={"service_id": service.id}, now=now
        )
        return {number for (number,) in kept.changed}

    return keep


def ended(session) -> dict[str, datetime | None]:
    rows = session.execute(select(ServiceNumberRow.number, ServiceNumberRow.ended_at))
    return {number: ended_at for number, ended_at in rows}  # noqa: C416  (rows are no pairs)


def test_what_is_new_is_added_and_what_is_the_same_is_left(keep):
    assert keep(one=Channel.VOICE) == {"one"}
    assert keep(one=Channel.VOICE, two=Channel.SMS) == {"two"}
    assert keep(one=Channel.VOICE, two=Channel.SMS) == set()


def test_what_vanished_is_ended_once(keep, session):
    keep(one=Channel.VOICE, two=Channel.SMS)

    assert keep(LATER, two=Channel.SMS) == {"one"}
    assert keep(LATER + timedelta(days=1), two=Channel.SMS) == set()
    assert ended(session) == {"one": LATER, "two": None}


def test_what_reappears_is_the_same_row(keep, session):
    keep(one=Channel.VOICE)
    keep(LATER)

    assert keep(one=Channel.VOICE) == {"one"}
    assert ended(session) == {"one": None}


def test_what_can_be_in_force_once_alone_changes_hands(session, keep):
    keep(one=Channel.VOICE)
    other = ServiceRow(code="usk", name="Usk", timezone="Europe/London", handover_at=time(9), speech={})
    session.add(other)
    session.flush()

    both = session.scalars(select(ServiceRow.id)).all()
    rows = [{"service_id": other.id, "number": "one", "channel": Channel.VOICE}]
    kept = keep_in_line(
        session,
        ServiceNumberRow,
        rows,
        key=("service_id", "number"),
        within={"service_id": both},
        now=LATER,
    )

    assert len(kept.changed) == 2
    assert kept.rows[other.id, "one"].ended_at is None


def test_nothing_outside_is_touched(keep, session):
    keep(one=Channel.VOICE)

    kept = keep_in_line(session, ServiceNumberRow, [], key=("number",), within={"service_id": []}, now=LATER)

    assert kept.changed == frozenset()
    assert ended(session) == {"one": None}
