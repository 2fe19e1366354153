"""What is heard when there is no database: up the ladder, and the key that takes a call."""

import xml.etree.ElementTree as ET

import pytest
from structlog.testing import capture_logs

from tests.oncall.lifeline.snapshots import (
    ASHA,
    BEN,
    ELIN,
    LAST_RESORT,
    LINE,
)


def test_the_first_on_the_ladder_is_rung_at_once(caller):
    caller.rings()

    assert caller.rung == ASHA
    assert "through to Marches" in caller.words
    assert caller.dial.get("callerId") == LINE
    assert caller.dial.get("timeout") == "20"


def test_the_ladder_is_climbed_to_its_end_and_then_a_message_is_taken(caller):
    rung = [caller.rings().rung]
    while caller.gets("no-answer").rung:
        rung.append(caller.rung)
        assert "still trying" in caller.words

    assert rung == [ASHA, BEN, ELIN, LAST_RESORT]
    assert "Record" in caller.verbs
    assert "say who you are" in caller.words


@pytest.mark.parametrize("status", ["busy", "failed", "no-answer", "canceled"])
def test_whatever_the_carrier_says_the_next_is_rung(caller, status):
    assert caller.rings().gets(status).rung == BEN


def test_an_end_of_the_call_is_the_end(caller):
    caller.rings().gets("no-answer", CallStatus="completed")

    assert caller.verbs == ["Hangup"]


def test_nobody_is_connected_without_a_key(caller):
    caller.rings().whispered()

    assert caller.verbs == ["Gather", "Hangup"]
    assert "Press 1" in caller.words


def test_1_connects(caller):
    caller.rings().whispered().presses("1")

    assert "Hangup" not in caller.verbs
    assert "Connecting" in caller.words


def test_2_passes_it_on(caller):
    caller.rings().whispered().presses("2")

    assert caller.verbs == ["Say", "Hangup"]


def test_anything_else_says_it_again_a_few_times_and_lets_go(caller):
    caller.rings().whispered()
    for key in ("3", "9", ""):
        caller.presses(key)
        assert "Press 1" in caller.words

    caller.presses("3")

    assert caller.verbs == ["Hangup"]


def test_after_a_call_that_was_put_through_there_is_only_goodbye(caller):
    dialled = caller.rings().dial
    caller.whispered().presses("1")
    caller.document = ET.fromstring(f"<Response>{ET.tostring(dialled, encoding='unicode')}</Response>")

    caller.gets("completed", DialBridged="true")

    assert caller.verbs == ["Say", "Hangup"]


def test_our_own_mark_decides_where_the_company_does_not_say_who_was_connected(caller):
    dialled = caller.rings().dial
    caller.whispered().presses("1")
    caller.document = ET.fromstring(f"<Response>{ET.tostring(dialled, encoding='unicode')}</Response>")

    assert caller.gets("completed").verbs == ["Say", "Hangup"]


def test_a_voicemail_box_is_not_taken_for_an_answer(caller):
    assert caller.rings().gets("completed", DialBridged="false").rung == BEN


def test_nor_where_the_company_does_not_say_who_was_connected(caller):
    assert caller.rings().gets("completed").rung == BEN


def test_nor_one_that_was_connected_because_nobody_could_ask_it_for_a_key(caller):
    with capture_logs() as logged:
        assert caller.rings().gets("completed", DialBridged="true").rung == BEN

    assert [line["event"] for line in logged] == ["bridged_without_acceptance"]


def test_whoever_was_put_through_while_there_was_a_database_has_answered(caller):
    trail = "s=marches&c=CA1&b=1793916000&t=asha"

    caller.asks(f"/twilio/voice/next/12?{trail}", DialCallStatus="completed", DialBridged="true")

    assert caller.verbs == ["Say", "Hangup"]


def test_the_last_resort_needs_no_key(caller):
    caller.rings()
    for _ in range(3):
        caller.gets()

    assert caller.rung == LAST_RESORT
    assert caller.number.get("url") is None
    assert caller.gets("completed").verbs == ["Say", "Hangup"]
