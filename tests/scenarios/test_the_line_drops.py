"""The line drops while two people talk: whoever talked to the caller is asked once; one key rings both."""

import pytest

from oncall.access.roles import Role
from oncall.access.store import Person
from oncall.ringback.ring_back import ring_back
from tests.scenarios.night import LINE, TEXT_LINE
from tests.scenarios.pulse import passes

ASHA = Person(1, 1, "Asha Verma", "asha", frozenset({Role.PRACTITIONER}))


def asked(phone):
    """The questions that a telephone got."""
    return [text for text in phone.texts_received if "Cut off?" in text.body]


def drops(night, after=12):
    """Morgan talks to Asha for some seconds, and is gone."""
    night.asha.may_be_texted().answers().presses("1")
    night.morgan.rings(LINE).connects_to(night.asha).hangs_up(after=after).ends()


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"caller_left_action": "not_sent"},
        {"callback_copies": 2, "callback_order": "reversed"},
        {"callback_delay": 8.0, "completed_callback": "after_action"},
        {"ask_twice": True},
    ],
    ids=["as usual", "no action", "twice and reversed", "late", "asked twice"],
)
def test_they_are_asked_once_within_a_minute_and_1_rings_both(night, told):
    for switch, value in told.items():
        setattr(night.network.switches, switch, value)
    drops(night)
    began = night.now()
    while not asked(night.asha):
        passes(night, seconds=1)
        assert (night.now() - began).total_seconds() < 60

    night.asha.answers().presses("1").hangs_up(after=5)
    night.morgan.answers()
    night.asha.texts("1", to=TEXT_LINE)
    passes(night, seconds=60)

    assert night.asha.call.connected_to is night.morgan
    assert [rung.from_ for rung in night.morgan.rung] == [LINE]
    assert len(asked(night.asha)) == 1


def test_nobody_is_asked_when_the_practitioner_hung_up(night):
    night.asha.may_be_texted().answers().presses("1").hangs_up(after=12)
    night.morgan.rings(LINE).connects_to(night.asha).ends()
    passes(night, seconds=60)

    assert asked(night.asha) == []


def test_every_webhook_sent_again_asks_nobody_again(night):
    drops(night)
    passes(night, seconds=30)

    for webhook in night.network.webhooks:
        night.network.repeat(webhook)
    passes(night, seconds=60)

    assert len(asked(night.asha)) == 1


def rung_back(night):
    """Morgan gave up, and Asha rings them back by a button: they are talking."""
    night.asha.may_be_texted().does_not_answer()
    for phone in (night.ben, night.elin):
        phone.may_be_texted().does_not_answer()
    night.morgan.rings(LINE).hangs_up(after=8).ends()
    night.network.wait_until(lambda: night.contact["outcome"] == "abandoned", "the call is over")
    night.asha.answers().presses("1")
    ring_back(night.contact["ref"], ASHA, night.wiring)


@pytest.mark.parametrize(
    "told",
    [{}, {"callback_copies": 2, "callback_order": "reversed"}, {"ask_twice": True}],
    ids=["as usual", "twice and reversed", "asked twice"],
)
def test_a_call_back_that_drops_is_asked_about_once_each_time(night, told):
    for switch, value in told.items():
        setattr(night.network.switches, switch, value)
    night.morgan.answers().hangs_up(after=12)
    rung_back(night)
    passes(night, seconds=60)
    first = len(asked(night.asha))

    night.asha.texts("1", to=TEXT_LINE)
    passes(night, seconds=60)
    for webhook in night.network.webhooks:
        night.network.repeat(webhook)
    passes(night, seconds=60)

    assert len(night.morgan.rung) == 2
    assert (first, len(asked(night.asha))) == (1, 2)


def test_whoever_rang_back_and_hung_up_themselves_is_asked_nothing(night):
    rung_back(night)
    night.asha.answers().presses("1").hangs_up(after=12)
    night.morgan.answers()
    passes(night, seconds=60)

    assert len(night.morgan.rung) == 1
    assert asked(night.asha) == []
