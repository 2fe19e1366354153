"""The same caller rings again within a quarter of an hour: a contact of its own, to whoever had the last."""

import pytest
from sqlalchemy import select

from oncall.contacts.tables import ContactRow
from tests.scenarios.night import LINE


@pytest.fixture
def had_by_ben(night):
    """Asha was engaged when Morgan rang, so Ben had the call; since then Asha is free."""
    for phone in (night.asha, night.ben, night.elin):
        phone.may_be_texted()
    night.asha.is_busy()
    night.ben.answers(after=2).presses("1").hangs_up(after=5)
    night.morgan.rings(LINE).connects_to(night.ben).ends()
    night.settles()
    night.asha.answers(after=2).presses("1").hangs_up(after=5)
    return night


def links(night):
    """Of every contact, oldest first: which one it is linked to, by their places."""
    with night.wiring.unit_of_work() as work:
        rows = work.session.execute(select(ContactRow.id, ContactRow.linked_to).order_by(ContactRow.id)).all()
    places = {row.id: place for place, row in enumerate(rows)}
    return [None if row.linked_to is None else places[row.linked_to] for row in rows]


def passes(night, minutes):
    with night.network.clock.acting():
        night.network.clock.sleep(60 * minutes)


def test_the_second_call_is_linked_to_the_first_and_rings_whoever_had_it(had_by_ben):
    had_by_ben.morgan.rings(LINE).connects_to(had_by_ben.ben).ends()
    had_by_ben.settles()

    first, second = had_by_ben.export()
    assert links(had_by_ben) == [None, 0]
    assert first["ref"] != second["ref"]
    assert [(a["tier"], a["person"]) for a in second["attempts"]] == [("backup", "ben")]


def test_whoever_had_it_hears_that_it_is_the_same_caller(had_by_ben):
    had_by_ben.morgan.rings(LINE).connects_to(had_by_ben.ben).ends()

    assert "known foster carer is on the line again" in had_by_ben.ben.call.words


def test_when_they_do_not_answer_the_tiers_follow_and_they_are_not_rung_twice(had_by_ben):
    had_by_ben.ben.does_not_answer()
    had_by_ben.asha.does_not_answer()
    had_by_ben.elin.answers().presses("1").hangs_up(after=5)

    had_by_ben.morgan.rings(LINE).connects_to(had_by_ben.elin).ends()
    had_by_ben.settles()

    assert [a["person"] for a in had_by_ben.export()[1]["attempts"]] == ["ben", "asha", "elin"]


def test_while_they_are_on_a_call_the_tiers_are_rung_as_ever(had_by_ben):
    had_by_ben.asha.is_busy().then().answers().presses("1").hangs_up(after=5)
    had_by_ben.ben.answers(after=2).presses("1").hangs_up(after=300)
    other = had_by_ben.price.rings(LINE).connects_to(had_by_ben.ben)

    had_by_ben.morgan.rings(LINE).connects_to(had_by_ben.asha).ends()
    other.ends()
    had_by_ben.settles()

    assert [a["person"] for a in had_by_ben.export()[2]["attempts"]] == ["asha"]
    assert links(had_by_ben) == [None, None, 0]


def test_another_caller_is_linked_to_nothing_and_rings_the_first_tier(had_by_ben):
    had_by_ben.price.rings(LINE).connects_to(had_by_ben.asha).ends()
    had_by_ben.settles()

    assert links(had_by_ben) == [None, None]


def test_two_withheld_callers_are_never_the_same(night):
    night.asha.answers().presses("1").hangs_up(after=5)
    night.asha.may_be_texted()
    for caller in (night.morgan, night.price):
        caller.rings(LINE, withheld="anonymous").connects_to(night.asha).ends()
        night.settles()

    assert links(night) == [None, None]


def test_after_a_quarter_of_an_hour_it_is_another_call(had_by_ben):
    passes(had_by_ben, minutes=16)

    had_by_ben.morgan.rings(LINE).connects_to(had_by_ben.asha).ends()
    had_by_ben.settles()

    assert links(had_by_ben) == [None, None]


def test_whoever_owns_the_call_back_is_rung_first(night):
    for phone in (night.asha, night.ben, night.elin):
        phone.may_be_texted()
    night.asha.does_not_answer()
    night.morgan.rings(LINE).hangs_up(after=8)
    with night.wiring.unit_of_work() as work:
        [contact] = work.session.scalars(select(ContactRow))
        contact.callback_owner, contact.owned_at = "carys", night.now()
    night.carys.answers().presses("1").hangs_up(after=5)
    night.carys.may_be_texted()

    night.morgan.rings(LINE).connects_to(night.carys).ends()
    night.settles()

    [attempt] = night.export()[1]["attempts"]
    assert (attempt["tier"], attempt["person"]) == ("earlier call", "carys")
