"""The test call: once for each telephone, at the first shift or when a number changes; who hears of it."""

from datetime import UTC, datetime

import pytest

from oncall.shifts.ahead import look_ahead
from oncall.shifts.read_phones import examine_phones
from oncall.shifts.try_phone import picked_up
from oncall.telephony.forms import KeyPressed
from oncall.telephony.gateway import TelephonyError
from tests.house import settled
from tests.oncall.calendar.test_rota_page import loads
from tests.oncall.contacts.page import words
from tests.oncall.shifts.conftest import config_in, phone, told
from tests.oncall.shifts.test_nobody_is_surprised import _as_company

CHANGED = ("+447700900204", "+447700900214")
STARTS = (7, 9)
"""Dai's first shift: Saturday 7 November, 09:00."""


@pytest.fixture
def pulse(scene):
    """The pulse beats at a time, twice, and does what is due."""
    settled(scene.w)

    def beat(*at: int) -> None:
        scene.clock.at = datetime(2026, 11, *at, tzinfo=UTC)
        for _ in range(2):
            look_ahead(scene.w)
        for _ in range(3):
            scene.does_errands()

    return beat


def rung_to_try(scene):
    """Whom we rang to try their telephones."""
    return [call.to for call in scene.telephony.calls if "/voice/test/" in call.answer_url]


def number_of(scene):
    """Of the last test call."""
    urls = [call.answer_url for call in scene.telephony.calls if "/voice/test/" in call.answer_url]
    return int(urls[-1].split("/test/")[1].split("#")[0])


def findings(scene):
    with scene.w.unit_of_work() as work:
        return [one.says for one in examine_phones(work.session, config_in(work, scene))]


def test_a_telephone_is_tried_once_when_its_first_shift_begins(scene, pulse):
    pulse(7, 8, 59)
    assert rung_to_try(scene) == []
    pulse(*STARTS)
    pulse(7, 9, 5)
    pulse(21, 9)

    assert rung_to_try(scene).count(phone("dai")) == 1


def test_a_1_is_heard_and_doctor_says_so(scene, app, pulse):
    pulse(*STARTS)
    number = number_of(scene)
    asks = _as_company(scene, app, f"/twilio/voice/test/{number}")
    assert "This is a test call from Marches" in asks.text
    assert f"/twilio/voice/test/{number}/key/1" in asks.text
    assert "come through" in _as_company(scene, app, f"/twilio/voice/test/{number}/key/1", Digits="1").text
    assert _as_company(scene, app, f"/twilio/voice/test/{number}/leg", CallStatus="completed").text
    pulse(7, 9, 2)

    assert told(scene, "elin") == []
    assert findings(scene)[0].startswith("1 of 5 on the rota answered a test call")


def test_a_voicemail_box_answers_nothing_and_the_coordinator_is_told_once(scene, browser, pulse):
    pulse(*STARTS)
    for turn in range(4):
        picked_up(number_of(scene), turn, KeyPressed("CA1", ""), scene.w)
    pulse(7, 9, 2)
    pulse(7, 9, 3)

    [said] = [one for one in told(scene, "elin") if "test call" in one]
    assert said.startswith("A telephone on the rota did not answer its test call: nobody pressed 1.")
    assert "Dai Rees's phone did not answer its test call of Sat 7 Nov 09:02" in words(
        browser("elin").get("/rota")
    )
    assert "did not answer its test call" not in words(browser("carys").get("/rota"))
    assert findings(scene)[0] == "dai did not answer the test call of Sat 07 Nov 2026 09:02 GMT"


def test_a_telephone_that_did_not_answer_is_rung_again_at_a_press_twice_is_once(scene, browser, pulse):
    pulse(*STARTS)
    pulse(7, 9, 2)
    elin = browser("elin")
    for _ in range(2):
        elin.post(f"/rota/phones/{number_of(scene)}/ring", "/rota", service="marches")
    pulse(7, 9, 3)
    assert rung_to_try(scene).count(phone("dai")) == 2

    picked_up(number_of(scene), 1, KeyPressed("CA1", "1"), scene.w)
    pulse(7, 9, 6)
    assert "did not answer its test call" not in words(elin.get("/rota"))


def test_a_number_that_has_changed_is_tried_by_day(scene, pulse):
    pulse(*STARTS)
    loads(scene, CHANGED)
    pulse(7, 22)
    assert CHANGED[1] not in rung_to_try(scene)
    pulse(8, 8)
    pulse(8, 9)

    assert rung_to_try(scene).count(CHANGED[1]) == 1


def test_whoever_speaks_to_a_caller_is_tried_later(scene, pulse):
    scene.clock.at = datetime(2026, 11, 7, 9, tzinfo=UTC)
    ref = scene.rings()
    scene.takes_it(ref)
    pulse(7, 9, 1)
    assert phone("dai") not in rung_to_try(scene)
    scene.ends(ref)
    pulse(7, 9, 12)

    assert rung_to_try(scene).count(phone("dai")) == 1


def test_a_company_that_refuses_the_call_is_told_as_unanswered(scene, pulse):
    scene.telephony.fail(TelephonyError(20500), times=9)
    pulse(*STARTS)
    scene.telephony.failures.clear()
    pulse(7, 9, 2)

    assert any("did not answer its test call" in one for one in told(scene, "elin"))
