"""The feed is what RFC 5545 asks for, read back by a small parser of the tests' own."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from rota.ical import Event, calendar

STAMP = datetime(2026, 11, 5, 22, tzinfo=UTC)
START = datetime(2026, 11, 6, 17, tzinfo=ZoneInfo("Europe/London"))
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=200)


def feed(*events: Event, name: str = "On call") -> bytes:
    return calendar(name, events, stamp=STAMP)


def shift(summary: str = "On call", **given) -> Event:
    return Event("marches-1@oncall", START, START + timedelta(hours=16), summary, **given)


def read(raw: bytes) -> list[tuple[str, str]]:
    """Names and values, lines unfolded and text unescaped."""
    lines = raw.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    return [(name, _plain(value)) for name, _, value in (line.partition(":") for line in lines)]


def _plain(value: str) -> str:
    read, letters = "", iter(value)
    for letter in letters:
        if letter == "\\":
            after = next(letters)
            letter = "\n" if after == "n" else after
        read += letter
    return read


def test_a_shift_is_told_by_instants_in_utc():
    fields = dict(read(feed(shift())))

    assert (fields["DTSTART"], fields["DTEND"]) == ("20261106T170000Z", "20261107T090000Z")
    assert fields["DTSTAMP"] == "20261105T220000Z"
    assert fields["UID"] == "marches-1@oncall"


def test_a_summer_evening_is_an_hour_earlier_in_utc():
    evening = datetime(2026, 7, 1, 17, tzinfo=ZoneInfo("Europe/London"))

    fields = dict(read(feed(Event("a", evening, evening + timedelta(hours=1), "On call"))))

    assert fields["DTSTART"] == "20260701T160000Z"


def test_begins_and_ends_as_a_calendar_even_with_nothing_in_it():
    lines = read(feed())

    assert lines[:3] == [("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), ("PRODID", "-//oncall//rota//EN")]
    assert lines[-1] == ("END", "VCALENDAR")


def test_an_event_without_a_description_has_none():
    assert "DESCRIPTION" not in dict(read(feed(shift())))
    assert dict(read(feed(shift(description="Tier one"))))["DESCRIPTION"] == "Tier one"


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("Backup; Ben, then Asha", rb"Backup\; Ben\, then Asha"),
        ("a\\b", rb"a\\b"),
        ("one\ntwo\r\nthree", rb"one\ntwo\nthree"),
        ("bell\x07", b"bell"),
    ],
)
def test_what_the_format_gives_a_meaning_is_escaped(words, written):
    assert b"SUMMARY:" + written + b"\r\n" in feed(shift(words))


@given(summary=WORDS, name=WORDS)
def test_every_line_is_short_and_nothing_is_lost(summary, name):
    raw = feed(shift(summary), name=name)

    assert raw.endswith(b"\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n") == raw.count(b"\r")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert dict(read(raw))["SUMMARY"] == summary
    assert dict(read(raw))["NAME"] == name


def test_no_letter_is_cut_in_two_where_a_line_is_folded():
    for line in feed(shift("é" * 200)).split(b"\r\n"):
        line.decode()


def test_a_naive_time_is_refused():
    with pytest.raises(ValueError, match="naive"):
        feed(Event("a", START.replace(tzinfo=None), START, "On call"))


@given(summary=WORDS, description=WORDS)
def test_the_icalendar_library_reads_the_same(summary, description):
    read_back = Calendar.from_ical(feed(shift(summary, description=description)))

    [event] = read_back.events
    assert read_back.errors == event.errors == []
    assert (str(event["SUMMARY"]), str(event.get("DESCRIPTION", ""))) == (summary, description)
    assert (event.start, event.end) == (START, START + timedelta(hours=16))


def test_a_calendar_program_shows_the_shift_at_its_time_and_at_no_other():
    shown = recurring_ical_events.of(Calendar.from_ical(feed(shift())))

    assert [str(event["UID"]) for event in shown.at(datetime(2026, 11, 6, 23, tzinfo=UTC))] == [
        "marches-1@oncall"
    ]
    assert shown.at(datetime(2026, 11, 7, 9, tzinfo=UTC)) == []
