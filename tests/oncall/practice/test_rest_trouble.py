"""Trouble made on purpose with REST requests."""

import pytest
import requests
from twilio.base.exceptions import TwilioRestException

from tests.oncall.practice.line import TEXT_LINE

ASHA = "+447700900201"
TEXT = {"to": ASHA, "from_": TEXT_LINE, "body": "Hello"}


@pytest.mark.parametrize(("kind", "status"), [("too many", 429), ("error", 500)])
def test_refusals_come_as_often_as_asked_and_nothing_is_sent(client, line, asha, network, kind, status):
    asha.may_be_texted()
    network.rest_fails(kind, times=2, path="Messages")

    for _ in range(2):
        with pytest.raises(TwilioRestException) as refused:
            client.messages.create(**TEXT)
        assert refused.value.status == status
    client.messages.create(**TEXT)
    network.quiet()

    assert len(asha.texts_received) == 1


@pytest.mark.parametrize(("kind", "sent"), [("cut off", 0), ("lost answer", 1)])
def test_a_broken_connection_leaves_the_outcome_unknown(client, line, asha, network, kind, sent):
    asha.may_be_texted()
    network.rest_fails(kind)

    with pytest.raises(requests.exceptions.ConnectionError):
        client.messages.create(**TEXT)
    network.quiet()

    assert len(asha.texts_received) == sent
    assert len(client.messages.list(to=ASHA)) == sent


def test_silence_lasts_as_long_as_asked(client, line, network):
    network.rest_fails("silence", seconds=0.2)

    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(**TEXT)

    assert refused.value.status == 500
    assert client.messages.list() == []
