"""A late handover rings, after texts, until somebody sees to it: once a person and step."""

from datetime import UTC, datetime, timedelta

import pytest
from twilio.request_validator import RequestValidator

from oncall.handover.ring import NO_CONTACT
from oncall.handover.tables import HandoverCallRow
from oncall.handover.watch import keep_handovers
from oncall.paging.store import take_line
from tests.oncall.contacts.scene import NAMES

NINE = datetime(2026, 11, 6, 9, 0, tzinfo=UTC)
PHONES = {f"+44770090020{number}": who for number, who in enumerate(NAMES, start=1)}


@pytest.fixture
def rung(morning):
    """Lets the pulse and its errands do their work at minutes after nine; whom that rings, in order."""

    def beat(*minutes: float) -> list[str]:
        seen = len(morning.scene.telephony.rung)
        for minute in minutes:
            morning.scene.clock.at = NINE + timedelta(minutes=minute)
            keep_handovers(morning.scene.w)
            morning.scene.does_errands()
            morning.scene.does_errands()
        return [PHONES[number] for number in morning.scene.telephony.rung[seen:]]

    return beat


@pytest.fixture
def company(morning, app):
    """Posts as the telephone company does, about the newest call; gives what is said."""

    def post(path: str, **form: str) -> str:
        with morning.scene.w.unit_of_work() as work:
            number = work.session.query(HandoverCallRow).order_by(HandoverCallRow.id.desc()).first().id
        sent = {"CallSid": f"CA{number:032x}", **form}
        address = f"/twilio/voice/handover/{number}{path}"
        signature = RequestValidator("token").compute_signature(f"http://127.0.0.1:8000{address}", sent)
        answer = app.test_client().post(address, data=sent, headers={"X-Twilio-Signature": signature})
        assert answer.status_code == 200
        return answer.text

    return post


def test_whoever_does_not_sign_is_rung_five_minutes_after_the_text_and_once(rung):
    assert rung(-14, -11) == []
    assert rung(-9) == ["asha"]
    assert rung(-1, 9) == []


def test_each_step_rings_its_own_people_one_after_another(rung, morning):
    rung(-14)
    morning.signs()

    assert rung(-8, 11, 16) == []
    assert rung(61, 64) == []
    assert rung(66) == ["dai"]
    assert rung(67, 68) == ["elin", "farah"]
    assert rung(121, 126, 127) == ["dai", "elin"]


def test_whoever_presses_1_sees_to_it_and_nobody_else_is_rung_in_this_step(rung, morning, company):
    rung(-14)
    morning.signs()
    rung(61, 66)

    assert "nobody has taken on all of it yet. Press 1" in company("")
    assert "<Gather" in company("/key/1")
    assert "Nobody else will be rung" in company("/key/2", Digits="1")
    assert rung(67, 68) == []
    assert rung(121, 127) == ["dai", "elin"]


def test_nobody_who_is_on_a_call_is_rung_and_the_line_is_free_again_afterwards(rung, morning, company):
    w = morning.scene.w
    with w.unit_of_work() as work:
        take_line(work.session, "asha", 7, now=NINE - timedelta(hours=1), until=NINE - timedelta(minutes=8))
    assert rung(-14, -9) == []
    assert rung(-6) == ["asha"]

    assert "Press 1" in company("")
    company("/leg", CallStatus="completed", Timestamp="Fri, 06 Nov 2026 08:56:00 +0000")
    with w.unit_of_work() as work:
        now = w.now()
        assert take_line(work.session, "asha", NO_CONTACT, now=now, until=now + timedelta(seconds=1))
