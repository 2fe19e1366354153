"""What the main path knows the lifeline knows too, and afterwards the records say the same.

The expectations are those of `tests/scenarios/test_the_hunt.py` and `tests/oncall/numbers/`.
"""

from itertools import pairwise

import pytest
from sqlalchemy import text

from oncall.recovery.take_snapshot import keep_snapshot
from tests.scenarios.night import LINE
from tests.scenarios.variants import change

LONGEST_GAP = 20 + 5 + 10


@pytest.fixture
def texted(dark):
    """Everybody on a tier may be texted."""
    for phone in (dark.night.asha, dark.night.ben, dark.night.elin):
        phone.may_be_texted()
    return dark


def test_a_long_ring_is_one_attempt_with_a_word_between_its_parts(texted):
    night = texted.night
    for phone in (night.asha, night.ben):
        phone.does_not_answer()
    night.elin.does_not_answer().then().answers().presses("1").hangs_up(after=5)

    with texted.gone():
        call = night.morgan.rings(LINE).connects_to(night.elin)
        call.ends()
    texted.recovers()
    night.settles()

    spoken = [heard.at for heard in call.leg.heard if heard.said]
    assert max(after - before for before, after in pairwise(spoken)) < LONGEST_GAP
    assert night.results == [
        ("practitioner", "asha", "no_answer"),
        ("backup", "ben", "no_answer"),
        ("manager", "elin", "accepted"),
    ]
    assert texted.aside == 0


def test_everybody_is_rung_once_more_where_the_service_says_so(texted):
    night = texted.night
    change(night, again=("  last_resort:", "  hunt_again: true\n  last_resort:"))
    keep_snapshot(night.wiring)
    night.asha.does_not_answer()
    night.ben.answers().presses("2")
    night.elin.is_busy().then().answers().presses("1").hangs_up(after=5)
    night.last_resort.is_busy()

    with texted.gone():
        night.morgan.rings(LINE).connects_to(night.elin).ends()
    texted.recovers()
    night.settles()

    assert night.results == [
        ("practitioner", "asha", "no_answer"),
        ("backup", "ben", "declined"),
        ("manager", "elin", "busy"),
        ("last_resort", None, "busy"),
        ("practitioner", "asha", "no_answer"),
        ("manager", "elin", "accepted"),
    ]


def test_three_callers_at_once_ring_three_people_and_a_fourth_the_last_resort(texted):
    night = texted.night
    people = (night.asha, night.ben, night.elin)
    for phone in people:
        phone.answers().presses("1").hangs_up(after=300)
    night.last_resort.answers().hangs_up(after=30)

    with texted.gone():
        calls = [
            caller.rings(LINE).connects_to(phone)
            for caller, phone in zip((night.morgan, night.price, night.nkemelu), people, strict=True)
        ]
        night.stranger.rings(LINE).connects_to(night.last_resort).ends()
        for call in calls:
            call.ends()
    texted.recovers()
    night.settles()

    contacts = night.export()
    assert [contact["accepted_by"] for contact in contacts] == ["asha", "ben", "elin", None]
    assert [len(contact["attempts"]) for contact in contacts] == [1, 1, 1, 1]
    assert [len(phone.rung) for phone in people] == [1, 1, 1]


def test_whoever_took_a_call_in_the_dark_is_free_when_it_ends_in_the_light(texted):
    night = texted.night
    night.asha.answers().presses("1").hangs_up(after=30)
    with texted.gone():
        call = night.morgan.rings(LINE).connects_to(night.asha)
        with night.network.clock.acting():
            texted.recovers()
        call.ends()
    night.settles()

    with texted.gone():
        night.price.rings(LINE).connects_to(night.asha).ends()
    texted.recovers()
    night.settles()

    assert [contact["accepted_by"] for contact in night.export()] == ["asha", "asha"]


def test_our_own_call_to_ourselves_opens_no_contact(dark):
    w = dark.night.wiring
    form = {"CallSid": "CA" + "7" * 32, "From": "+447700900100", "To": LINE, "CallStatus": "ringing"}

    with dark.gone():
        w.lifeline.answer("/twilio/voice", "", form.items(), w.now())
    dark.recovers()

    assert dark.night.export() == []
    with w.unit_of_work() as work:
        assert work.session.scalars(text("SELECT what FROM event")).all() == ["self test marches"]


def had_by_ben(dark):
    """Asha is engaged, so Ben has Morgan's call; then Asha is free."""
    night = dark.night
    night.asha.is_busy()
    night.ben.answers(after=2).presses("1").hangs_up(after=5)
    night.morgan.rings(LINE).connects_to(night.ben).ends()
    night.network.quiet()
    night.asha.answers(after=2).presses("1").hangs_up(after=5)


@pytest.mark.parametrize("first_in_the_dark", [False, True], ids=["known before", "of the same outage"])
def test_a_caller_who_rings_again_is_put_first_through_to_whoever_had_them(texted, first_in_the_dark):
    night = texted.night
    if not first_in_the_dark:
        had_by_ben(texted)
        night.settles()
        keep_snapshot(night.wiring)

    with texted.gone():
        if first_in_the_dark:
            had_by_ben(texted)
        night.morgan.rings(LINE).connects_to(night.ben).ends()
    texted.recovers()
    night.settles()

    assert "known foster carer is on the line again" in night.ben.call.words
    first, second = night.export()
    assert [a["person"] for a in first["attempts"]] == ["asha", "ben"]
    assert [(a["tier"], a["person"]) for a in second["attempts"]] == [("backup", "ben")]


def test_the_snapshot_follows_who_has_whose_call_at_once(texted):
    night = texted.night
    texts = [night.wiring.lifeline.snapshot.read().services[0].recent]
    written = [keep_snapshot(night.wiring)]
    had_by_ben(texted)
    night.settles()
    written += [keep_snapshot(night.wiring), keep_snapshot(night.wiring)]
    texts.append(night.wiring.lifeline.snapshot.read().services[0].recent)

    assert written == [False, True, False]
    assert texts[0] == {}
    assert [person for person, _ in texts[1].values()] == ["ben"]
