"""We ring our own number through the whole path; when that fails, whoever keeps the service is told."""

import pytest
from sqlalchemy import text

from oncall.calls.nightly import Nightly
from oncall.cli.doctor_ring import ring_through
from oncall.service.findings import Level
from oncall.service.store import read_config, service_with_code
from tests.house import settled
from tests.scenarios.pulse import passes


@pytest.fixture
def tried(night):
    """The clock has written down this hour's test; managers and the team lead may be texted."""
    for phone in (night.dai, night.elin, night.farah):
        phone.may_be_texted()
    night.heard = lambda: [phone for phone in (night.dai, night.elin, night.farah) if phone.texts_received]
    settled(night.wiring)
    Nightly(night.wiring).put()
    return night


def test_in_the_first_hour_of_a_service_nothing_is_tried(night):
    Nightly(night.wiring).put()

    passes(night, seconds=30)
    assert night.export("calls") == []


def test_a_test_that_comes_through_opens_no_contact_and_rings_and_texts_nobody(tried):
    passes(tried, seconds=60)

    assert tried.export() == []
    assert tried.heard() == []
    assert any(webhook.url.endswith("/twilio/voice/test") for webhook in tried.network.webhooks)


def test_a_line_that_no_call_comes_through_is_told_of(tried):
    tried.network.allows("webhook")
    for number in tried.network.exchange.numbers.values():
        number.voice_url = number.voice_fallback_url = ""

    passes(tried, seconds=110, every=2.0)

    assert len(tried.heard()) == 3
    assert "failed its test call" in tried.elin.texts_received[0].body


def test_a_line_that_would_ring_nobody_is_told_of(tried):
    with tried.wiring.unit_of_work() as work:
        work.session.execute(text("UPDATE service SET last_resort = NULL, version = version + 1"))
        work.session.execute(text("INSERT INTO line SELECT id, 1, now() + interval '100 years' FROM staff"))

    passes(tried, seconds=110, every=2.0)

    assert len(tried.heard()) == 3


def test_one_call_that_is_lost_alarms_nobody(tried):
    tried.network.allows("webhook")
    own = [(one, one.voice_url) for one in tried.network.exchange.numbers.values()]
    for number, _ in own:
        number.voice_url = number.voice_fallback_url = ""
    passes(tried, seconds=20)
    for number, url in own:
        number.voice_url = url

    passes(tried, seconds=90, every=2.0)

    assert tried.heard() == []


def test_the_doctor_tries_it_on_demand(night):
    with night.wiring.unit_of_work() as work:
        config = read_config(work.session, service_with_code(work.session, "marches").id)
    settings = night.wiring.settings

    clock = night.network.clock
    with clock.acting():
        [finding] = ring_through(settings, [config], now=night.now, pause=clock.sleep)

    assert (finding.level, finding.about) == (Level.OK, "marches test call")
