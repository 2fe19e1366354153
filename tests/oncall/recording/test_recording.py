"""A call is recorded only where a service wants it, and its caller was told and pressed no key."""

import pytest

from oncall.access.roles import Role
from oncall.calls.receive_call import receive_call
from oncall.recording.listen import read_recorded
from oncall.recording.record import Pausing, pause, refuse, told
from oncall.recording.setting import read_settings, set_recording
from oncall.recording.store import of_contact
from oncall.telephony.forms import InboundCall, RecordingReady
from oncall.telephony.gateway import TelephonyError
from oncall.telephony.replies import PLAIN_VOICE
from oncall.telephony.twiml import render
from tests.oncall.contacts.page import words
from tests.oncall.contacts.scene import LINE, MORGAN

SOUND = b"RIFF and the rest of it"


@pytest.fixture
def records(scene):
    """Elin has turned recording on."""
    assert set_recording("marches", scene.somebody("elin"), scene.w, records=True)
    return scene


@pytest.fixture
def talking(records) -> str:
    """Asha has taken Morgan's call, which is recorded."""
    ref = records.rings()
    records.takes_it(ref)
    records.does_errands()
    return ref


def arrives(scene, sid="CA" + "9" * 32):
    return receive_call(InboundCall(sid, MORGAN, LINE, None), scene.w).reply


def recorded(scene, ref, who="asha"):
    return read_recorded(ref, scene.somebody(who), scene.w)


def ready(scene, ref, status="completed"):
    told(scene.by_ref(ref).id, RecordingReady(sid_of(scene, ref), None, status, 30), scene.w)


def sid_of(scene, ref):
    with scene.w.unit_of_work() as work:
        return of_contact(work.session, scene.by_ref(ref).id).provider_sid


def test_it_is_off_unless_a_manager_turns_it_on(scene):
    [service] = read_settings(scene.somebody("elin"), scene.w)
    reply = arrives(scene)

    assert not service.records
    assert reply.key_url is None
    assert "recorded" not in " ".join(reply.words)


def test_the_caller_is_told_before_anybody_rings_and_need_press_nothing(records):
    reply = arrives(records)
    document = render(reply, PLAIN_VOICE)

    assert "This call may be recorded." in reply.words[-1]
    assert document.index("may be recorded") < document.index("</Gather>") < document.index("<Dial")
    assert arrives(records) == reply


def test_it_begins_when_somebody_takes_the_call_and_once(records, talking):
    assert [sid for sid, _ in records.telephony.recorded] == [records.by_ref(talking).provider_sid]
    records.does_errands()

    assert len(records.telephony.recorded) == 1
    assert recorded(records, talking).asked


def test_a_key_refuses_and_the_call_goes_on_unrecorded(records):
    ref = records.rings()
    contact = records.by_ref(ref)
    refuse(contact.provider_sid, records.w)
    refuse(contact.provider_sid, records.w)
    call = InboundCall(contact.provider_sid, MORGAN, LINE, None)
    reply = receive_call(call, records.w, as_caller=True, refuses=True).reply
    records.takes_it(ref)
    records.does_errands()

    assert reply.key_url is None
    assert "will not be recorded" in reply.words[0]
    assert records.telephony.recorded == []
    assert recorded(records, ref).refused


def test_a_call_whose_caller_was_not_told_is_not_recorded(scene):
    ref = scene.rings()
    set_recording("marches", scene.somebody("elin"), scene.w, records=True)
    scene.takes_it(ref)
    scene.does_errands()

    assert scene.telephony.recorded == []


def test_a_company_that_fails_is_asked_again(records):
    ref = records.rings()
    records.takes_it(ref)
    records.telephony.fail(TelephonyError(20429), times=3)
    records.does_errands()
    records.telephony.failures.clear()
    records.clock.advance(seconds=3)
    records.does_errands()

    assert len(records.telephony.recorded) == 1


def test_a_recording_that_may_have_begun_is_not_begun_again_and_named_by_its_callback(records):
    ref = records.rings()
    records.takes_it(ref)
    records.telephony.fail(TelephonyError(unknown=True), taken=True, times=3)
    records.does_errands()
    records.telephony.failures.clear()
    records.clock.advance(seconds=30)
    records.does_errands()
    told(records.by_ref(ref).id, RecordingReady("RE" + "5" * 32, None, "in-progress", None), records.w)

    assert len(records.telephony.recorded) == 1
    assert sid_of(records, ref) == "RE" + "5" * 32


def test_it_is_paused_and_gone_on_with_by_whoever_has_the_call(records, talking):
    asha, ben = records.somebody("asha"), records.somebody("ben")

    said = [pause(talking, one, records.w, paused=True) for one in (ben, asha, asha)]
    records.does_errands()
    said.append(pause(talking, asha, records.w, paused=False))
    records.does_errands()

    assert said == [Pausing.NOT_YOURS, Pausing.PAUSED, Pausing.PAUSED, Pausing.GOES_ON]
    assert records.telephony.paused == [(sid_of(records, talking), True), (sid_of(records, talking), False)]


def test_what_is_paused_before_it_has_begun_begins_paused(records):
    ref = records.rings()
    records.takes_it(ref)
    pause(ref, records.somebody("asha"), records.w, paused=True)
    records.does_errands()
    records.does_errands()

    assert True in [paused for _, paused in records.telephony.paused]


def test_it_is_copied_here_sealed_and_deleted_there(records, talking):
    sid = sid_of(records, talking)
    records.telephony.recordings[sid] = SOUND
    ready(records, talking, "in-progress")
    records.ends(talking)
    ready(records, talking)
    ready(records, talking)
    records.does_errands()

    assert records.telephony.recordings == {}
    [file] = (records.w.settings.data_dir / "calls").iterdir()
    assert SOUND not in file.read_bytes()
    assert recorded(records, talking).fetched
    assert records.by_ref(talking).outcome == "answered"


def test_listening_needs_a_reason_which_is_kept(records, browser, talking):
    records.telephony.recordings[sid_of(records, talking)] = SOUND
    records.ends(talking)
    ready(records, talking)
    records.does_errands()
    asha, page = browser(), f"/contacts/{talking}/recording"
    assert "A recording of this call" in words(asha.get(f"/contacts/{talking}"))

    refused = asha.post(page, page, reason=" ")
    given = asha.post(page, page, reason="to check what was agreed")

    assert refused.status_code == 422
    assert "Write why you must listen" in words(refused)
    assert given.data == SOUND
    assert given.headers["Cache-Control"] == "no-store"
    assert "Asha Verma, Thu 5 Nov" in words(asha.get(page))
    assert "to check what was agreed" in words(asha.get(page))


def test_the_page_of_a_live_call_pauses(browser, talking):
    asha, page = browser(), f"/contacts/{talking}"
    assert "This call is being recorded." in words(asha.get(page))
    assert "Pause the recording" not in words(browser("ben").get(page))

    said = asha.post(f"{page}/recording/pause", page)

    assert "Go on recording" in words(asha.get(said.location))


def test_managers_turn_it_on_and_off_and_nobody_else(scene, browser):
    scene.somebody("dai", [Role.PRACTITIONER])
    elin = browser("elin")

    said = elin.post("/recording/marches/on", "/recording")
    assert "Calls are recorded." in words(elin.get(said.location))
    said = elin.post("/recording/marches/off", "/recording")
    assert "Calls are not recorded." in words(elin.get(said.location))
    assert elin.post("/recording/elsewhere/on", "/recording").status_code == 404
    assert browser("dai").get("/recording").status_code == 403
