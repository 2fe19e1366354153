"""Reminders, confirming, being rung when nobody has, gap alarms and what a change tells to whom."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from twilio.request_validator import RequestValidator

from oncall.contacts.export_store import calls
from oncall.shifts.ahead import look_ahead
from oncall.shifts.unconfirmed import picked_up
from oncall.telephony.forms import KeyPressed
from tests.house import settled
from tests.oncall.calendar.test_editor import OVERRIDE, SPAN, sends
from tests.oncall.calendar.test_rota_page import loads
from tests.oncall.contacts.page import words
from tests.oncall.shifts.conftest import phone, told
from tests.oncall.shifts.test_changing_hands import texts_in

SATURDAY = datetime(2026, 11, 7, 9, tzinfo=UTC)
GAP = ("people: [elin, dai]", "people: [elin, []]")
"""Nobody is manager from Monday 16 November on."""


@pytest.fixture
def pulse(scene):
    """The pulse beats, at a time: looks ahead twice, and does what is due."""

    settled(scene.w)

    def beat(*at: int) -> None:
        if at:
            scene.clock.at = datetime(2026, 11, *at, tzinfo=UTC)
        for _ in range(2):
            look_ahead(scene.w)
        for _ in range(2):
            scene.does_errands()

    return beat


def test_a_shift_is_reminded_of_a_day_and_two_hours_before_and_never_twice(scene, pulse):
    pulse(6, 8, 59)
    assert told(scene, "dai") == []
    pulse(6, 9, 0)
    pulse(6, 12, 0)
    pulse(7, 7, 0)
    pulse(7, 8, 0)

    said = [text.partition(" http")[0] for text in told(scene, "dai")]
    assert said == ["You are on practitioner from Sat 7 Nov 09:00. Text 1 to confirm."] * 2
    assert all(len(text) <= 160 for text in told(scene, "dai"))


def test_a_confirmed_shift_is_not_asked_about_again_and_nobody_is_rung(scene, pulse):
    pulse(6, 9, 0)
    texts_in(scene, "dai", "1")
    assert told(scene, "dai")[-1] == "Thank you. You are on practitioner from Sat 7 Nov 09:00."

    pulse(7, 7, 0)
    assert "Text 1" not in told(scene, "dai")[-1]
    pulse(7, 8, 30)

    assert scene.telephony.rung == []


def test_a_shift_is_confirmed_on_the_page(scene, browser, pulse):
    dai = browser("dai")
    assert "Practitioner, Sat 7 Nov 09:00 to Sat 7 Nov 17:00" in words(dai.get("/rota/mine"))

    dai.post("/rota/mine/confirm", "/rota/mine", tier="practitioner", start=SATURDAY.isoformat())

    assert "Sat 7 Nov 17:00: confirmed" in words(dai.get("/rota/mine"))
    pulse(7, 8, 30)
    assert scene.telephony.rung == []


def test_a_shift_that_is_not_ones_own_any_more_is_not_confirmed(browser):
    ben = browser("ben")
    ben.post("/rota/mine/confirm", "/rota/mine", tier="practitioner", start=SATURDAY.isoformat())

    assert "That shift has changed and is not yours any more." in words(ben.get("/rota/mine"))
    assert "confirmed" not in words(browser("dai").get("/rota/mine"))


def test_half_an_hour_before_the_keepers_and_the_tier_above_are_rung_until_one_sees_to_it(scene, pulse):
    pulse(7, 8, 29)
    assert scene.telephony.rung == []
    pulse(7, 8, 30)
    assert sorted(scene.telephony.rung) == [phone("ben"), phone("elin")]

    said = picked_up(_last_call(scene), 0, KeyPressed("CA1", ""), scene.w)
    assert "practitioner shift that begins at 09:00 has not been confirmed" in repr(said.reply)
    assert "Nobody else" in repr(picked_up(_last_call(scene), 1, KeyPressed("CA1", "1"), scene.w).reply)
    pulse(7, 8, 40)

    assert len(scene.telephony.rung) == 2


def test_the_company_is_told_what_to_say_and_hears_the_key(scene, app, pulse):
    pulse(7, 8, 30)
    number = _last_call(scene)

    asks = _as_company(scene, app, f"/twilio/voice/shift/{number}")
    assert "<Gather" in asks.text
    assert f"/twilio/voice/shift/{number}/key/1" in asks.text
    assert "<Gather" in _as_company(scene, app, f"/twilio/voice/shift/{number}/key/1").text
    assert "Nobody else" in _as_company(scene, app, f"/twilio/voice/shift/{number}/key/2", Digits="1").text
    assert (
        _as_company(scene, app, f"/twilio/voice/shift/{number}/leg", CallStatus="completed").status_code
        == 200
    )
    assert app.test_client().post(f"/twilio/voice/shift/{number}").status_code == 403


def test_every_ringing_of_ours_is_exported_as_a_leg_of_no_contact(scene, app, pulse):
    pulse(7, 8, 30)
    call = next(one for one in scene.telephony.calls if one.to == phone("elin"))
    ended = {"CallStatus": "no-answer"}
    scene.clock.advance(seconds=25)
    _as_company(scene, app, urlsplit(call.status_url).path, CallSid=call.sid, **ended)
    _as_company(scene, app, urlsplit(call.status_url).path, CallSid=call.sid, CallStatus="ringing")

    with scene.w.unit_of_work() as work:
        legs = {leg["to"]: leg for leg in calls(work.session, "marches", None)}
    assert legs.keys() == {phone("ben"), phone("elin")}
    assert {(leg["role"], leg["contact"], leg["parent_sid"]) for leg in legs.values()} == {
        ("page", None, None)
    }
    assert (legs[phone("ben")]["status"], legs[phone("ben")]["ended_at"]) == ("queued", None)
    assert (
        legs[phone("elin")] | {"status": "no-answer", "ended_at": "2026-11-07T08:30:25Z"}
        == legs[phone("elin")]
    )


def test_they_are_rung_again_while_nobody_sees_to_it(scene, pulse):
    pulse(7, 8, 30)
    pulse(7, 8, 40)
    pulse(7, 9, 1)

    assert len([call for call in scene.telephony.calls if "/voice/shift/" in call.answer_url]) == 4


def test_a_shift_that_changed_hands_is_told_of_to_its_new_owner_alone(scene, browser, pulse):
    pulse(6, 9, 0)
    elin = browser("elin")
    sends(
        elin,
        "/rota/edit/overrides",
        tier="practitioner",
        what="replace",
        person="carys",
        replaced="dai",
        **{"from": "2026-11-07T09:00", "until": "2026-11-07T17:00"},
    )
    sends(elin, "/rota/edit/publish", "/rota/edit/preview")
    pulse(7, 7, 0)

    assert told(scene, "dai")[-1].startswith("Your shifts changed: no longer on practitioner Sat 7 Nov 09:00")
    assert len(told(scene, "dai")) == 2
    assert any("You are on practitioner from Sat 7 Nov 09:00. Text 1" in one for one in told(scene, "carys"))


def test_only_those_concerned_are_told_of_a_change_and_once(scene, browser, pulse):
    pulse()
    sends(browser("elin"), "/rota/edit/overrides", **OVERRIDE, **SPAN)
    sends(browser("elin"), "/rota/edit/publish", "/rota/edit/preview")
    pulse()
    pulse()

    assert [text.partition(" http")[0] for text in told(scene, "dai") if "changed" in text] == [
        "Your shifts changed: on practitioner Fri 6 Nov 17:00 to Sat 7 Nov 09:00."
    ]
    assert len(told(scene, "asha")) == 1
    assert told(scene, "ben") == told(scene, "carys") == told(scene, "elin") == []


def test_a_gap_is_told_of_fourteen_seven_and_one_day_ahead(scene, pulse):
    loads(scene, GAP)
    pulse(5, 22, 0)
    assert [text.partition(" http")[0] for text in told(scene, "dai") if "Nobody" in text] == [
        "Nobody is on manager Mon 16 Nov 17:00 to Tue 17 Nov 09:00, and 3 more gaps within 14 days."
    ]

    def gaps():
        return [text for text in told(scene, "elin") if text.startswith("Nobody is on manager Mon 16")]

    counts = [len(gaps())]
    for at in ((9, 16, 59), (9, 17, 0), (15, 16, 59), (15, 17, 0), (15, 18, 0)):
        pulse(*at)
        counts.append(len(gaps()))

    assert counts == [1, 1, 2, 2, 3, 3]


def test_a_gap_that_opens_tonight_is_told_of_at_once(scene, browser, pulse):
    pulse()
    browser("asha").post("/rota/ill", "/rota/ill", until="2026-11-06T08:00")
    pulse()

    assert told(scene, "elin")[0].startswith("Nobody is on practitioner Thu 5 Nov 22:00 to Fri 6 Nov 08:00.")


def test_a_gap_that_was_filled_before_the_text_left_is_not_told_of(scene, pulse):
    loads(scene, GAP)
    look_ahead(scene.w)
    loads(scene, ("Marches Placement Support", "Marches Placement Support"))
    scene.does_errands()

    assert not any("Nobody" in text for text in told(scene, "elin"))


def _last_call(scene) -> int:
    """The id of the ringing that was begun last."""
    return int(scene.telephony.calls[-1].answer_url.partition("/shift/")[2].partition("#")[0])


def _as_company(scene, app, path, **fields):
    """The telephone company asks, and signs what it asks."""
    form = {"CallSid": "CA" + "7" * 32, **fields}
    url = scene.w.addresses.public + path
    token = scene.w.settings.twilio_auth_tokens[0]
    signature = RequestValidator(token).compute_signature(url, form)
    return app.test_client().post(path, data=form, headers={"X-Twilio-Signature": signature})


def test_in_the_first_hour_of_a_service_nobody_is_told_anything(scene):
    scene.clock.at = datetime(2026, 11, 5, 22, 59, tzinfo=UTC)
    loads(scene, GAP)
    look_ahead(scene.w)
    scene.does_errands()

    assert scene.telephony.texts == []
