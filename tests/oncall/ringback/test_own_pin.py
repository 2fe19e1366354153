"""The PIN with which one of us rings a caller back from their own telephone."""

import pytest

from oncall.ringback.pin_store import pin
from oncall.ringback.set_pin import Setting, set_pin
from oncall.telephony.replies import AskDigits, GoOn, Ring
from tests.oncall.contacts.page import words
from tests.oncall.ringback.own_telephone import (
    BEN,
    PIN,
    enters,
    known,
    quick,
    rings,
)

__all__ = ["known", "quick"]


def test_three_wrong_ones_in_a_call_put_them_through_and_a_turn_counts_once(known):
    rings(known)

    replies = [enters(known, "000000", turn) for turn in (1, 1, 1, 2, 3)]

    assert [type(one) for one in replies] == [AskDigits] * 4 + [GoOn]
    assert replies[0] == replies[2]
    assert known.telephony.texts == []


def test_five_wrong_ones_in_an_hour_lock_it_for_an_hour_and_they_are_texted_without_details(known):
    for n, turns in ((1, 3), (2, 2)):
        rings(known, n)
        replies = [enters(known, "000000", turn, n) for turn in range(1, turns + 1)]
    assert enters(known, "000000", 2, 2) == replies[-1]
    known.does_errands()

    assert isinstance(replies[-1], GoOn)
    [told] = known.telephony.texts
    assert (told.to, "off for an hour" in told.words) == (BEN, True)
    assert isinstance(enters(known, PIN, 3, 2), GoOn)
    assert isinstance(rings(known, 3), Ring)
    known.clock.advance(minutes=61)
    assert isinstance(rings(known, 4), AskDigits)


def test_a_new_pin_works_at_once_after_a_lock(known):
    for n, turns in ((1, 3), (2, 2)):
        rings(known, n)
        for turn in range(1, turns + 1):
            enters(known, "000000", turn, n)

    set_pin("619283", "619283", known.somebody("ben"), known.w)

    assert isinstance(rings(known, 3), AskDigits)


@pytest.mark.parametrize("pin", ["111111", "121212", "123456", "654321", "567890"])
def test_a_pin_that_anybody_would_try_is_refused(scene, pin):
    assert set_pin(pin, pin, scene.somebody("ben"), scene.w) is Setting.TOO_EASY


def test_only_a_hash_of_it_is_kept(known):
    with known.w.unit_of_work() as work:
        kept = pin(work.session, "ben")

    assert kept.hash.startswith("$argon2")
    assert PIN not in kept.hash


def test_it_is_set_on_ones_own_page_and_taken_away_there(scene, browser):
    ben, page = browser("ben"), "/own-telephone"
    assert "You have no PIN" in words(ben.get(page))
    assert "Enter the same PIN twice" in words(ben.post(page, page, pin=PIN, again="281947"))
    assert "Enter six digits" in words(ben.post(page, page, pin="12", again="12"))

    said = ben.post(page, page, pin=PIN, again=PIN)
    assert "Your PIN is set" in words(ben.get(said.location))
    assert isinstance(rings(scene), AskDigits)

    said = ben.post(f"{page}/take-away", page)
    assert "no PIN any more" in words(ben.get(said.location))
    assert isinstance(rings(scene, 2), Ring)
