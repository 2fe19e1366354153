"""Whom a call rings, in which order, and what the caller hears meanwhile: nobody twice, and no time lost."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from tests.scenarios.night import LINE
from tests.scenarios.variants import change, override

EMERGENCY = "immediate danger"
LONGEST_GAP = 20 + 5 + 10
"""A part of a ring, what the telephone company adds, and the words themselves."""


@pytest.fixture
def texted(night):
    """Everybody on a tier may be texted."""
    for phone in (night.asha, night.ben, night.elin):
        phone.may_be_texted()
    return night


def instants(contact, field):
    return [datetime.fromisoformat(attempt[field]) for attempt in contact["attempts"]]


def test_the_emergency_line_comes_after_the_first_ring_unless_the_service_says_otherwise(texted):
    texted.asha.does_not_answer()
    texted.ben.answers().presses("1").hangs_up(after=5)

    call = texted.morgan.rings(LINE).connects_to(texted.ben)
    call.ends()

    greeting, trying, emergency = call.heard[:3]
    assert "through to Marches" in greeting
    assert "still trying" in trying
    assert EMERGENCY in emergency


def test_the_emergency_line_comes_before_the_first_ring_where_the_service_wants_it(texted):
    change(texted, announce=("announce: after_first_ring", "announce: before"))
    texted.asha.answers().presses("1").hangs_up(after=5)

    call = texted.morgan.rings(LINE).connects_to(texted.asha)
    call.ends()

    greeting, emergency = call.heard[:2]
    assert "through to Marches" in greeting
    assert EMERGENCY in emergency


def test_between_any_two_rings_the_caller_hears_that_we_are_still_trying_and_what_999_is_for(texted):
    for phone in (texted.asha, texted.ben, texted.elin, texted.last_resort):
        phone.does_not_answer()

    call = texted.morgan.rings(LINE).hears("say who you are").hangs_up()
    call.ends()
    texted.settles()

    assert call.words.count("still trying") == 5
    assert call.words.count(EMERGENCY) == 6


def test_whoever_is_rung_for_longer_than_20_seconds_is_rung_in_parts_with_a_word_between_them(texted):
    for phone in (texted.asha, texted.ben):
        phone.does_not_answer()
    texted.elin.does_not_answer().then().answers().presses("1").hangs_up(after=5)

    call = texted.morgan.rings(LINE).connects_to(texted.elin)
    call.ends()
    texted.settles()

    spoken = [heard.at for heard in call.leg.heard if heard.said]
    assert max(after - before for before, after in pairwise(spoken)) < LONGEST_GAP
    assert texted.results == [
        ("practitioner", "asha", "no_answer"),
        ("backup", "ben", "no_answer"),
        ("manager", "elin", "accepted"),
    ]


def test_where_the_service_says_so_everybody_is_rung_once_more_from_the_top(texted):
    change(texted, again=("  last_resort:", "  hunt_again: true\n  last_resort:"))
    texted.asha.does_not_answer()
    texted.ben.answers().presses("2")
    texted.elin.is_busy().then().answers().presses("1").hangs_up(after=5)
    texted.last_resort.is_busy()

    texted.morgan.rings(LINE).connects_to(texted.elin).ends()
    texted.settles()

    assert texted.results == [
        ("practitioner", "asha", "no_answer"),
        ("backup", "ben", "declined"),
        ("manager", "elin", "busy"),
        ("last_resort", None, "busy"),
        ("practitioner", "asha", "no_answer"),
        ("manager", "elin", "accepted"),
    ]


@pytest.mark.parametrize(
    "nobody",
    [
        {
            "absent": (
                "  absences:",
                "  absences:\n    - {person: ben, from: 2026-11-01, until: 2026-11-20}\n    #",
            )
        },
        {"without_a_phone": ('phone: "+447700900202", ', "")},
    ],
    ids=["nobody on the tier", "somebody without a telephone"],
)
def test_a_tier_that_cannot_be_rung_costs_no_time(texted, nobody):
    change(texted, **nobody)
    texted.asha.does_not_answer()
    texted.elin.answers().presses("1").hangs_up(after=5)

    texted.morgan.rings(LINE).connects_to(texted.elin).ends()
    texted.settles()

    assert [(tier, person) for tier, person, _ in texted.results] == [
        ("practitioner", "asha"),
        ("manager", "elin"),
    ]
    ended, rang = instants(texted.contact, "ended_at")[0], instants(texted.contact, "rang_at")[1]
    assert rang - ended < timedelta(seconds=1)


def test_one_person_on_two_tiers_is_rung_once(texted):
    change(texted, twice=override("backup", "asha"))
    texted.asha.does_not_answer()
    texted.elin.answers().presses("1").hangs_up(after=5)

    texted.morgan.rings(LINE).connects_to(texted.elin).ends()
    texted.settles()

    assert [person for _, person, _ in texted.results] == ["asha", "elin"]


def test_three_callers_at_once_ring_three_people_and_a_fourth_the_last_resort(texted):
    people = (texted.asha, texted.ben, texted.elin)
    for phone in people:
        phone.answers().presses("1").hangs_up(after=300)
    texted.last_resort.answers().hangs_up(after=30)

    calls = [
        caller.rings(LINE).connects_to(phone)
        for caller, phone in zip((texted.morgan, texted.price, texted.nkemelu), people, strict=True)
    ]
    texted.stranger.rings(LINE).connects_to(texted.last_resort).ends()
    for call in calls:
        call.ends()
    texted.settles()

    contacts = texted.export()
    assert [contact["accepted_by"] for contact in contacts] == ["asha", "ben", "elin", None]
    assert [len(contact["attempts"]) for contact in contacts] == [1, 1, 1, 1]
    assert [len(phone.rung) for phone in people] == [1, 1, 1]


def test_when_everybody_is_on_a_call_and_the_last_resort_silent_a_message_is_taken(texted):
    people = (texted.asha, texted.ben, texted.elin)
    for phone in people:
        phone.answers().presses("1").hangs_up(after=300)
    texted.last_resort.does_not_answer()
    callers = (texted.morgan, texted.price, texted.nkemelu)
    for caller, phone in zip(callers, people, strict=True):
        caller.rings(LINE).connects_to(phone)

    texted.stranger.rings(LINE).hears("say who you are").leaves_message(seconds=5).ends()

    texted.network.wait_until(lambda: texted.export()[3]["outcome"] == "voicemail", "the message is kept")
    fourth = texted.export()[3]
    assert [attempt["tier"] for attempt in fourth["attempts"]] == ["last_resort"]
    assert fourth["callback_owner"] == "asha"


def test_when_the_rota_turns_in_mid_call_the_new_person_is_rung_and_nobody_twice(texted):
    soon = texted.now().replace(microsecond=0) + timedelta(seconds=200)
    turn = (
        f"{{tier: practitioner, from: {soon:%FT%TZ}, until: 2026-11-08T09:00, person: carys, reason: swap}}"
    )
    change(texted, turns=("  overrides:", f"  overrides:\n    - {turn}"))
    texted.asha.does_not_answer()
    texted.carys.does_not_answer()
    texted.carys.may_be_texted()
    texted.ben.answers().presses("1").hangs_up(after=5)

    with texted.network.clock.acting():
        texted.network.clock.sleep((soon - texted.now()).total_seconds() - 8)
    texted.morgan.rings(LINE).connects_to(texted.ben).ends()
    texted.settles()

    assert [(tier, person) for tier, person, _ in texted.results] == [
        ("practitioner", "asha"),
        ("practitioner", "carys"),
        ("backup", "ben"),
    ]
