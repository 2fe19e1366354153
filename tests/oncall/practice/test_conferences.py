"""Several people in one call."""

import pytest
from twilio.base.exceptions import TwilioRestException

from tests.oncall.practice.line import LINE

ROOM = (
    '<Dial action="/after"><Conference statusCallback="/room" '
    'statusCallbackEvent="start end join leave mute hold" '
    'endConferenceOnExit="{ends}" beep="false"{more}>night</Conference></Dial>'
)


@pytest.fixture
def room(line, network):
    """The caller goes into a conference; whoever the service rings is brought in."""
    line.says("voice", ROOM.format(ends="true", more=""))
    line.says("join", ROOM.format(ends="false", more=""))
    line.says("after", "<Say>That was all.</Say>")
    return line


@pytest.fixture
def bring_in(client, room, network):
    """Bring a telephone into the conference by its own call."""

    def brought(phone):
        client.calls.create(to=phone.number, from_=LINE, url=f"{room.url}/join")

    return brought


def test_people_in_a_conference_hear_each_other(room, carer, asha, ben, bring_in, network):
    asha.answers()
    ben.answers()
    call = carer.rings(LINE)
    network.wait_until(lambda: "music" in call.sounds, "no music while alone")

    bring_in(asha)
    bring_in(ben)
    call.connects_to(asha).connects_to(ben)
    asha.call.connects_to(ben)
    call.hangs_up()
    network.quiet()

    assert room.at("after")[0]["DialCallStatus"] == "answered"
    assert "DialCallSid" not in room.at("after")[0]
    assert asha.call.hears("That was all").status == "completed"


def test_each_event_of_a_conference_is_told(room, carer, asha, bring_in, network):
    asha.answers().hangs_up(after=5)
    call = carer.rings(LINE)
    network.wait_until(lambda: "music" in call.sounds, "no music while alone")

    bring_in(asha)
    call.connects_to(asha)
    network.wait_until(lambda: not asha.on_a_call, "Asha has not hung up")
    call.hangs_up()
    network.quiet()

    told = [form["StatusCallbackEvent"] for form in room.at("room")]
    assert told == [
        "participant-join",
        "participant-join",
        "conference-start",
        "participant-leave",
        "participant-leave",
        "conference-end",
    ]
    assert [form["SequenceNumber"] for form in room.at("room")] == ["0", "1", "2", "3", "4", "5"]


def test_somebody_alone_hears_the_waiting_document_again_and_again(room, carer, network):
    room.says("voice", ROOM.format(ends="true", more=' waitUrl="/wait"'))
    room.says("wait", '<Say>We are still trying.</Say><Pause length="10"/>')

    call = carer.rings(LINE)
    network.wait_until(lambda: call.heard.count("We are still trying.") >= 3, "said only once")
    call.hangs_up()


def test_a_participant_is_held_muted_and_sent_out_by_rest(client, room, carer, asha, network):
    asha.answers()
    call = carer.rings(LINE)
    network.wait_until(lambda: "music" in call.sounds, "no music while alone")
    conference = client.conferences.list(friendly_name="night")[0]
    conference.participants.create(
        from_=LINE, to=asha.number, label="asha", status_callback_event=["answered"]
    )
    call.connects_to(asha)
    people = client.conferences(conference.sid).participants

    assert people("asha").update(hold=True).hold is True
    assert call.leg.others == []
    people("asha").update(hold=False, muted=True)
    call.connects_to(asha)
    assert [person.muted for person in people.list()] == [False, True]
    people("asha").delete()
    asha.call.ends()

    with pytest.raises(TwilioRestException) as refused:
        people("asha").fetch()
    assert refused.value.status == 404
    call.hangs_up()


def test_a_conference_can_be_announced_to_and_ended_by_rest(client, room, carer, asha, bring_in, network):
    asha.answers()
    room.says("words", "<Say>The manager is coming.</Say>")
    call = carer.rings(LINE)
    network.wait_until(lambda: "music" in call.sounds, "no music while alone")
    bring_in(asha)
    call.connects_to(asha)
    conference = client.conferences.list(status="in-progress")[0]

    client.conferences(conference.sid).update(announce_url=f"{room.url}/words")
    call.hears("The manager is coming.")
    asha.call.hears("The manager is coming.")
    client.conferences(conference.sid).update(status="completed")

    call.hears("That was all.").ends()
    assert client.conferences(conference.sid).fetch().status == "completed"


def test_both_ends_of_a_call_can_be_moved_into_a_conference(client, hunt, carer, asha, ben, network):
    for path in ("move", "next"):
        hunt.says(path, ROOM.format(ends="false", more=""))
    asha.answers().presses("1")
    ben.answers()
    call = carer.rings(LINE).connects_to(asha)

    client.calls(asha.call.sid).update(url=f"{hunt.url}/move")
    client.calls.create(to=ben.number, from_=LINE, url=f"{hunt.url}/move")

    call.connects_to(ben)
    asha.call.hangs_up()
    network.wait_until(lambda: call.connected_to is ben, "the other two were cut off")
    call.hangs_up()
    ben.call.hangs_up()
