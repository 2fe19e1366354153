"""What happened with a contact, in order."""

from datetime import UTC, datetime, timedelta

from oncall.contacts.tables import AttemptRow, CallLegRow, ContactRow, MessageRow, RecordingRow
from oncall.contacts.timeline import Entry, Leg, What, legs, timeline

START = datetime(2026, 11, 5, 22, 0, tzinfo=UTC)
NAMES = {"asha": "Asha Verma", "ben": "Ben Okafor"}


def after(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def contact(**given) -> ContactRow:
    return ContactRow(**{"started_at": START, "channel": "voice", "outcome": "open", **given})


def attempt(person: str | None = "asha", **given) -> AttemptRow:
    kind = "tier" if person else "last_resort"
    tier = "practitioner" if person else "last_resort"
    return AttemptRow(**{"id": 1, "person": person, "kind": kind, "tier": tier, "rang_at": START, **given})


def told(row: ContactRow, **given) -> list[Entry]:
    facts = {"attempts": [], "recordings": [], "texts": [], "names": NAMES, "written_up_by": None}
    return list(timeline(row, **{**facts, **given}))


def test_a_contact_begins_with_the_caller():
    assert told(contact()) == [Entry(START, What.RANG_US, kind="voice")]


def test_ringing_lasts_until_somebody_picks_up():
    [_, rang, picked_up, took] = told(
        contact(),
        attempts=[
            attempt(
                whispered_at=after(7),
                accepted_at=after(12),
                ended_at=after(300),
                result="accepted",
                pressed="1",
            )
        ],
    )

    assert rang == Entry(START, What.RANG, "Asha Verma", "tier", "practitioner", "accepted", 7)
    assert picked_up == Entry(after(7), What.PICKED_UP, "Asha Verma", "tier", "practitioner", "1")
    assert took == Entry(after(12), What.TOOK, "Asha Verma", "tier", "practitioner")


def test_ringing_that_goes_on_has_no_length_yet():
    [_, rang] = told(contact(), attempts=[attempt()])

    assert (rang.state, rang.seconds) == (None, None)


def test_a_staffed_line_is_connected_without_a_key():
    entries = told(contact(), attempts=[attempt(None, accepted_at=after(4), result="accepted")])

    assert [entry.what for entry in entries] == [What.RANG_US, What.RANG, What.CONNECTED]


def test_what_comes_at_the_same_instant_stands_in_its_natural_order():
    row = contact(
        ended_at=after(20),
        outcome="voicemail",
        owned_at=after(20),
        callback_owner="ben",
        written_up_at=after(20),
    )
    message = RecordingRow(created_at=after(20), seconds=9)
    text = MessageRow(
        created_at=after(20), direction="out", staff_id="ben", kind="waiting", status="delivered"
    )
    entries = told(row, recordings=[message], texts=[text], written_up_by="Elin Hughes")

    assert [(entry.what, entry.who) for entry in entries[1:]] == [
        (What.MESSAGE_LEFT, None),
        (What.ENDED, None),
        (What.TEXT, "Ben Okafor"),
        (What.TOOK_CALL_BACK, "Ben Okafor"),
        (What.WRITTEN_UP, "Elin Hughes"),
    ]
    assert entries[2].seconds == 20


def test_texts_from_and_to_callers_are_not_told_here():
    theirs = MessageRow(created_at=START, direction="in", staff_id=None, kind="text", status="received")

    assert len(told(contact(), texts=[theirs])) == 1


def test_the_caller_s_own_leg_comes_first():
    rows = [
        CallLegRow(provider_sid="b", role="practitioner", attempt_id=1, started_at=START, status="no-answer"),
        CallLegRow(provider_sid="a", role="caller", attempt_id=None, started_at=START, status="completed"),
    ]

    assert legs(rows, [attempt()], NAMES) == (
        Leg("caller", None, START, None, "completed"),
        Leg("practitioner", "Asha Verma", START, None, "no-answer"),
    )
