"""Whoever picks up hears who is waiting, and takes the call by a key: one press wins, silence none."""

import pytest
import requests
from flask import Response
from structlog.testing import capture_logs
from twilio.request_validator import RequestValidator

from oncall.calls import webhooks
from tests.scenarios.night import LINE


@pytest.fixture
def texted(night):
    """The first two on the rota may be texted."""
    for phone in (night.asha, night.ben):
        phone.may_be_texted()
    return night


@pytest.fixture
def first_whisper_fails(texted, monkeypatch):
    """The address of the first whisper answers 500, as it does when not even the lifeline can speak."""
    _fails_first(monkeypatch)
    monkeypatch.setattr("oncall.webhooks.answer_without_database", lambda: Response(status=500))
    texted.network.allows("webhook")
    return texted


def _fails_first(monkeypatch):
    whisper, failing = webhooks.whisper, [True]

    def fails_first(attempt_id, w):
        if failing:
            failing.pop()
            raise RuntimeError("no whisper")
        return whisper(attempt_id, w)

    monkeypatch.setattr(webhooks, "whisper", fails_first)


def post(night, url, **form):
    """What the service answers to a signed request that the network did not make."""
    signature = RequestValidator(night.network.token).compute_signature(url, form)
    return requests.post(url, data=form, headers={"X-Twilio-Signature": signature}, timeout=5).text


def test_the_whisper_says_how_long_the_caller_has_waited(texted):
    texted.asha.does_not_answer()
    texted.ben.answers().presses("1").hangs_up(after=5)

    texted.morgan.rings(LINE).connects_to(texted.ben).ends()

    assert "has waited" in texted.ben.call.words
    assert "seconds" in texted.ben.call.words


def test_a_caller_who_has_just_rung_has_not_waited(texted):
    texted.asha.answers(after=2).presses("1").hangs_up(after=5)

    texted.morgan.rings(LINE).connects_to(texted.asha).ends()

    assert "waited" not in texted.asha.call.words


def test_picking_up_and_pressing_nothing_moves_on(texted):
    texted.asha.answers(after=2)
    texted.ben.answers().presses("1").hangs_up(after=5)

    call = texted.morgan.rings(LINE).hears("still trying")
    call.connects_to(texted.ben).ends()
    texted.settles()

    assert texted.results == [("practitioner", "asha", "not_accepted"), ("backup", "ben", "accepted")]
    assert texted.asha.call.words.count("Press 1") == 1


def test_whoever_presses_second_hears_that_a_colleague_has_it(texted):
    texted.asha.answers(after=2)
    texted.ben.answers().presses("1").hangs_up(after=120)
    call = texted.morgan.rings(LINE).connects_to(texted.ben)
    [asked] = [hook.url for hook in texted.network.webhooks if "/whisper/" in hook.url][:1]

    address, _, trail = asked.partition("#")[0].partition("?")
    late_key = f"{address.replace('/whisper/', '/key/')}/1?{trail}"
    late = post(texted, late_key, CallSid="CA" + "1" * 32, Digits="1")
    call.ends()
    texted.settles()

    assert "A colleague has taken this call" in late
    assert "<Hangup" in late
    assert texted.contact["accepted_by"] == "ben"
    assert texted.asha.texts_received == []


def test_a_whisper_that_could_not_be_fetched_takes_nothing_and_is_an_alarm(first_whisper_fails):
    texted = first_whisper_fails
    texted.network.switches.whisper_fetch_failure = "bridge"
    texted.asha.answers(after=2).hangs_up(after=5)
    texted.ben.answers().presses("1").hangs_up(after=5)

    with capture_logs() as logged:
        call = texted.morgan.rings(LINE).connects_to(texted.asha)
        call.connects_to(texted.ben).ends()
    texted.settles()

    assert "bridged_without_acceptance" in [line["event"] for line in logged]
    assert texted.results == [("practitioner", "asha", "not_accepted"), ("backup", "ben", "accepted")]
    assert texted.contact["accepted_by"] == "ben"


def test_a_whisper_that_could_not_be_fetched_and_is_dropped_moves_on(first_whisper_fails):
    texted = first_whisper_fails
    texted.asha.answers(after=2)
    texted.ben.answers().presses("1").hangs_up(after=5)

    texted.morgan.rings(LINE).connects_to(texted.ben).ends()
    texted.settles()

    assert texted.results == [("practitioner", "asha", "not_accepted"), ("backup", "ben", "accepted")]


def test_a_whisper_that_we_fail_to_say_holds_nothing_else_of_the_call_up(texted, monkeypatch):
    _fails_first(monkeypatch)
    texted.asha.answers(after=2)
    texted.ben.answers().presses("1").hangs_up(after=5)

    texted.morgan.rings(LINE).connects_to(texted.ben).ends()
    texted.settles()

    assert texted.results == [("practitioner", "asha", "not_accepted"), ("backup", "ben", "accepted")]
