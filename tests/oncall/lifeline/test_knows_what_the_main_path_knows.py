"""Restricted numbers, no-contact lists, long rings, hunting again, people on a call: all from the disk."""

from datetime import timedelta

import pytest

from oncall.lifeline.snapshot import Kept
from tests.oncall.lifeline.caller import LEG, Caller
from tests.oncall.lifeline.snapshots import (
    ASHA,
    BEN,
    ELIN,
    LAST_RESORT,
    LINE,
    MORGAN,
    NIGHT,
    SHARED,
    STRANGER,
    seconds,
    service,
    snapshot,
)

SECOND_CALL, SECOND_LEG = "CA" + "3" * 32, "CA" + "4" * 32
THIRD_CALL = "CA" + "5" * 32
TOMORROW = seconds(NIGHT + timedelta(days=1))


@pytest.fixture
def knows(lifeline):
    """Puts a service into the lifeline that differs in some ways, and gives a caller."""

    def make(**changes):
        lifeline.snapshot.write(snapshot(service(**changes)))
        return Caller(lifeline)

    return make


def rung_out(caller, after=26, **form):
    """The telephone has rung for so many seconds and nobody has picked up."""
    caller.at += timedelta(seconds=after)
    return caller.gets("no-answer", DialCallSid=LEG, **form)


def test_a_restricted_number_hears_what_999_is_for_and_rings_nobody(knows):
    caller = knows(restricted={STRANGER: TOMORROW}).rings(From=STRANGER)

    assert caller.verbs == ["Say", "Say", "Hangup"]
    assert "9 9 9" in caller.words


def test_it_is_put_through_when_its_time_is_over_and_so_is_everybody_else(knows):
    caller = knows(restricted={STRANGER: seconds(NIGHT)})

    assert caller.rings(From=STRANGER).rung == ASHA
    assert caller.rings(From="anonymous").rung == ASHA


def test_it_goes_round_whoever_is_in_conflict_with_a_caller_and_round_nobody_for_another(knows):
    caller = knows(apart={MORGAN: Kept(never=("asha",)), SHARED: Kept(at_last=("asha", "ben"))})

    assert caller.rings(From=MORGAN).rung == BEN
    assert [caller.gets("busy", From=MORGAN).rung for _ in range(2)] == [ELIN, LAST_RESORT]
    caller.rings(CallSid=SECOND_CALL, From=SHARED)
    rung = [caller.rung]
    while caller.gets("busy", CallSid=SECOND_CALL, From=SHARED).rung:
        rung.append(caller.rung)
    assert rung == [ELIN, LAST_RESORT, ASHA, BEN]
    assert caller.rings(CallSid=THIRD_CALL, From=STRANGER).rung == ASHA


def test_our_own_call_to_ourselves_rings_nobody(knows):
    assert knows().rings(From="+447700900100").verbs == ["Say", "Hangup"]


def test_a_number_on_a_no_contact_list_is_warned_of_in_the_whisper(knows):
    caller = knows(no_contact=(STRANGER,))

    assert "no-contact list" in caller.rings(From=STRANGER).whispered().words
    assert "no-contact list" not in caller.rings(From=MORGAN).whispered().words


def test_also_when_the_call_began_with_the_database(knows):
    caller = knows(no_contact=(STRANGER,))
    next_url = "/twilio/voice/next/12?s=marches&c=CA1&b=1793916000&t=asha"

    caller.asks(next_url, From=STRANGER, DialCallStatus="no-answer")

    assert "no-contact list" in caller.whispered().words


def test_a_number_that_could_not_be_looked_up_is_to_be_asked_for(knows):
    caller = knows()

    caller.asks("/twilio/voice/whisper/12", whisper=True, From=LINE, To=ASHA)

    assert "could not look up" in caller.words


def test_a_long_ring_is_rung_in_parts_with_a_word_between_them(knows):
    caller = knows(phones={"elin": ELIN}).rings()
    assert (caller.rung, caller.dial.get("timeout")) == (ELIN, "13")

    rung_out(caller, 13)
    assert (caller.rung, caller.dial.get("timeout")) == (ELIN, "12")
    assert "still trying" in caller.words
    assert "9 9 9" in caller.words

    assert rung_out(caller, 12).rung == LAST_RESORT
    assert rung_out(caller, 15).rung == LAST_RESORT
    assert rung_out(caller, 15).rung is None


@pytest.mark.parametrize("touched", ["picked up", "passed on", "refused on the handset", "rang briefly"])
def test_nobody_who_was_reached_is_rung_on(knows, touched):
    caller = knows(phones={"elin": ELIN}).rings()
    dial = caller.document
    if touched in ("picked up", "passed on"):
        caller.whispered()
    if touched == "passed on":
        caller.presses("2")
    caller.document = dial
    if touched == "refused on the handset":
        caller.asks(caller.number.get("statusCallback"), CallSid=LEG, SipResponseCode="603")
        caller.document = dial

    assert rung_out(caller, 2 if touched == "rang briefly" else 13).rung == LAST_RESORT


def test_everybody_is_rung_once_more_from_the_top_where_the_service_says_so(knows):
    caller = knows(hunt_again=True).rings()
    rung = [caller.rung]
    while caller.gets("busy").rung:
        rung.append(caller.rung)

    assert rung == [ASHA, BEN, ELIN, LAST_RESORT] * 2


def test_but_not_whoever_has_passed_the_call_on(knows):
    caller = knows(hunt_again=True).rings()
    dial = caller.document
    caller.whispered().presses("2")
    caller.document = dial
    rung = []
    while caller.gets("completed" if not rung else "busy", DialCallSid=LEG, DialBridged="false").rung:
        rung.append(caller.rung)
        caller.leg = SECOND_LEG

    assert rung[:3] == [BEN, ELIN, LAST_RESORT]
    assert ASHA not in rung[3:]


def test_nor_who_passed_it_on_while_there_was_a_database(knows):
    caller = knows(hunt_again=True)
    tried = "t=asha&t=ben&t=elin&l=last_resort&d=asha"

    caller.asks(f"/twilio/voice/next/12?s=marches&c=CA1&b=1793916000&{tried}", DialCallStatus="busy")

    assert caller.rung == BEN


def second(first):
    """Somebody else who rings at the same time."""
    return Caller(first.lifeline, first.at, SECOND_CALL, SECOND_LEG)


def test_of_two_callers_at_once_each_rings_somebody_else(knows):
    first = knows().rings()

    assert (first.rung, second(first).rings().rung) == (ASHA, BEN)
    assert first.rings().rung == ASHA


def test_somebody_on_a_call_is_passed_over_until_that_is_over(knows):
    first = knows().rings()
    dial = first.document
    first.whispered().presses("1")
    later = Caller(first.lifeline, NIGHT + timedelta(minutes=30), SECOND_CALL, SECOND_LEG)
    assert later.rings().rung == BEN

    first.document = dial
    first.gets("completed", DialBridged="true")

    assert Caller(first.lifeline, later.at, THIRD_CALL).rings().rung == ASHA


@pytest.mark.parametrize("told", ["the call has ended", "the leg has ended", "the next one rings"])
def test_a_line_is_free_again_when_we_are_told_so(knows, told):
    first = knows().rings()
    if told == "the call has ended":
        first.asks("/twilio/voice/ended", CallStatus="completed")
    elif told == "the leg has ended":
        first.asks(first.number.get("statusCallback"), CallSid=LEG, CallStatus="completed")
    else:
        assert first.gets("busy").rung == BEN

    assert second(first).rings().rung == ASHA


def test_a_line_of_which_nothing_more_is_heard_is_free_after_a_while(knows):
    first = knows().rings()
    later = second(first)
    later.at += timedelta(seconds=20 + 5 + 60)

    assert later.rings().rung == ASHA


def test_whoever_takes_a_call_that_began_with_the_database_is_on_it_too(knows):
    first = knows()
    form = {"From": LINE, "To": ASHA, "CallSid": LEG, "ParentCallSid": first.call, "Digits": "1"}
    first.asks("/twilio/voice/key/12/1", whisper=True, **form)

    assert second(first).rings().rung == BEN


def test_when_everybody_is_on_a_call_the_last_resort_is_rung(knows):
    calls = [Caller(knows().lifeline, NIGHT, "CA" + digit * 32).rings().rung for digit in "3456"]

    assert calls == [ASHA, BEN, ELIN, LAST_RESORT]


def test_a_disk_that_takes_nothing_keeps_nobody_from_being_rung(knows):
    first = knows().rings()
    lines = first.lifeline.folder / "lines"
    for line in lines.iterdir():
        line.unlink()
    lines.rmdir()
    lines.write_text("in the way")

    assert second(first).rings().rung == ASHA


@pytest.mark.parametrize(
    ("changes", "rung"),
    [
        ({}, BEN),
        ({"apart": {MORGAN: Kept(never=("ben",))}}, ASHA),
        ({"recent": {MORGAN: ("ben", seconds(NIGHT))}}, ASHA),
        ({"recent": {MORGAN: ("gone", TOMORROW)}}, ASHA),
        ({"recent": {MORGAN: ("ben", None)}}, ASHA),
    ],
    ids=[
        "had it",
        "in conflict",
        "too long ago",
        "left the service",
        "on the line hours ago, when it was made",
    ],
)
def test_whoever_had_the_caller_just_now_comes_first_if_they_may(knows, changes, rung):
    caller = knows(**{"recent": {MORGAN: ("ben", TOMORROW)}, **changes}).rings(From=MORGAN)

    assert caller.rung == rung
