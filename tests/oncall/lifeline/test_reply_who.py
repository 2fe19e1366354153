"""What is heard when there is no database: of the caller, in office hours, and by whom nobody waits for."""

from datetime import timedelta

import pytest

from oncall.lifeline.taking_up import Backlog
from tests.oncall.lifeline.caller import Caller
from tests.oncall.lifeline.snapshots import (
    ASHA,
    BEN,
    DAY,
    ELIN,
    LAST_RESORT,
    LATER,
    LINE,
    NIGHT,
    NOT_THE_TEAM,
    OFFICE,
    SHARED,
    SOCIAL_WORKER,
    STRANGER,
    service,
    snapshot,
)


def test_the_whisper_says_what_kind_of_caller_and_how_long_they_have_waited(caller):
    caller.rings()
    caller.at += timedelta(seconds=31)

    assert "A known foster carer is on the line, and has waited 31 seconds" in caller.whispered().words


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (SHARED, "several households share"),
        (STRANGER, "number we do not know"),
        ("anonymous", "number is withheld"),
    ],
)
def test_who_rings_is_said_for_every_kind_of_caller(caller, shown, words):
    assert words in caller.rings(From=shown).whispered().words


def test_some_callers_hear_more_than_others(caller):
    assert NOT_THE_TEAM not in caller.rings().words
    assert NOT_THE_TEAM in caller.rings(From=SOCIAL_WORKER).words


def test_in_office_hours_the_office_is_rung_first(lifeline):
    caller = Caller(lifeline, DAY)

    assert caller.rings().rung == OFFICE
    assert caller.number.get("url") is None
    assert "office did not answer" in caller.gets().words
    assert caller.rung == ASHA


def test_a_call_that_began_in_office_hours_stays_so(lifeline):
    caller = Caller(lifeline, DAY)
    caller.rings()
    caller.at = NIGHT

    assert caller.gets().rung == ASHA


def test_whoever_was_rung_is_not_rung_again_when_the_rota_moves_on(caller):
    caller.rings()
    caller.at = NIGHT + timedelta(hours=1)

    assert [caller.gets().rung, caller.gets().rung] == [BEN, ELIN]


def test_a_message_is_acknowledged(caller):
    caller.rings()
    while caller.gets().rung:
        pass
    record = caller.document.find("Record")

    caller.asks(record.get("action"), RecordingSid="RE" + "1" * 32, RecordingDuration="7")

    assert "has been kept" in caller.words
    assert caller.verbs == ["Say", "Hangup"]


def test_silence_is_acknowledged_too(caller):
    caller.rings()
    while caller.gets().rung:
        pass

    caller.asks(caller.document.find("Redirect").text)

    assert "did not hear a message" in caller.words


def test_a_call_that_began_with_the_database_goes_on_where_its_address_says(caller):
    trail = "s=marches&c=CA1&b=1793916000&t=asha"

    caller.asks(f"/twilio/voice/next/12?{trail}", DialCallStatus="no-answer")

    assert caller.rung == BEN


def test_it_goes_on_from_the_top_when_its_address_says_nothing(caller):
    assert caller.asks("/twilio/voice/next/12", DialCallStatus="no-answer").rung == ASHA


def test_a_whisper_whose_address_says_nothing_still_asks_for_a_key(caller):
    caller.asks("/twilio/voice/whisper/12", whisper=True, From=LINE, To=ASHA)

    assert caller.words.startswith("On call, Marches Placement Support. Somebody is on the line")
    assert caller.verbs == ["Gather", "Hangup"]
    assert "Connecting" in caller.presses("1").words


def test_whoever_takes_a_call_that_has_ended_is_told_so(caller):
    caller.rings()
    whisper = caller.number.get("url")
    caller.asks("/twilio/voice/ended", CallStatus="completed")

    caller.asks(whisper, whisper=True, CallSid="CA" + "2" * 32)

    assert "has hung up" in caller.words


def test_when_the_snapshot_is_too_old_to_know_anybody_s_turn_the_managers_are_rung(lifeline):
    caller = Caller(lifeline, LATER)

    assert [caller.rings().rung, caller.gets().rung, caller.gets().rung] == [ELIN, LAST_RESORT, None]


def test_a_number_of_no_service_hears_so(caller):
    assert "not in use" in caller.rings(To="+441632960555").words


def test_without_a_snapshot_the_caller_can_at_least_leave_a_message(bare_lifeline):
    caller = Caller(bare_lifeline)

    assert "Record" in caller.rings().verbs
    assert "has been kept" not in caller.words
    assert "9 9 9" in caller.words


def test_somebody_paged_hears_where_to_look(caller):
    assert "Tonight page" in caller.asks("/twilio/voice/page/3").words


def test_somebody_in_a_call_of_another_kind_is_not_left_in_silence(caller):
    assert "something went wrong" in caller.asks("/twilio/voice/callback/3").words


def test_what_nobody_waits_for_is_only_kept(caller):
    caller.asks("/twilio/text", MessageSid="SM" + "1" * 32, Body="words")

    assert caller.verbs == []


def test_every_request_is_on_the_disk_with_whom_it_had_rung(caller, lifeline):
    caller.rings().gets("busy")
    caller.asks("/twilio/voice/ended", CallStatus="completed")

    kept = [one.record for one in Backlog(lifeline.folder, lifeline.seal).waiting()]

    assert [one.path for one in kept] == ["/twilio/voice", "/twilio/lifeline/next", "/twilio/voice/ended"]
    assert [one.rang and (one.rang.tier, one.rang.person, one.rang.number) for one in kept] == [
        ("practitioner", "asha", ASHA),
        ("backup", "ben", BEN),
        None,
    ]
    assert dict(kept[1].form)["DialCallStatus"] == "busy"
    assert kept[0].at == NIGHT.timestamp()


def test_addresses_hold_ids_alone(caller):
    addresses = [
        caller.rings().dial.get("action"),
        caller.number.get("url"),
        caller.number.get("statusCallback"),
    ]

    for address in addresses:
        assert "7700" not in address
        assert "1632" not in address


def test_a_service_without_anybody_takes_a_message_at_once(lifeline):
    lifeline.snapshot.write(snapshot(service(phones={}, last_resort=None)))

    assert "Record" in Caller(lifeline).rings().verbs
