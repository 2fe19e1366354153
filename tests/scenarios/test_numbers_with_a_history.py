"""A number that was restricted still hears what 999 is for; one on a no-contact list is warned of first."""

import pytest

from oncall.access.store import Person, by_staff
from oncall.numbers import no_contact, restrict
from oncall.numbers.no_contact import Listing
from oncall.numbers.read_numbers import read_numbers
from oncall.numbers.restrict import Asked, Restricting
from tests.scenarios.night import LINE, PHONES
from tests.scenarios.texting import leaps

STRANGER, MORGAN = PHONES["stranger"], PHONES["morgan"]


@pytest.fixture
def night(night_at):
    """Thursday night, with accounts; Asha takes whatever comes."""
    made = night_at(practice=True)
    made.asha.may_be_texted().answers().presses("1").hangs_up(after=5)
    return made


def person(night, staff_id):
    """Somebody signed in."""
    with night.wiring.unit_of_work() as work:
        row = by_staff(work.session, staff_id)
    return Person(row.id, 0, row.name, staff_id, frozenset(row.roles))


def restricts(night, number):
    """Elin asks for a day's restriction and Farah agrees; what each is told."""
    elin, farah, w = person(night, "elin"), person(night, "farah"), night.wiring
    asked = restrict.ask(Asked("marches", number, "forty silent calls", 1), elin, w)
    waiting = read_numbers(elin, w).restrictions
    return [asked, *(restrict.approve(one.id, farah, w) for one in waiting)]


def test_a_restricted_number_hears_what_999_is_for_and_rings_nobody_until_its_time_is_over(night):
    assert restricts(night, STRANGER) == [Restricting.ASKED, Restricting.APPROVED]

    call = night.stranger.rings(LINE).hears("cannot put this call through").hears("immediate danger")
    call.ends()
    for webhook in night.network.webhooks:
        night.network.repeat(webhook)
    night.settles()

    assert (night.export(), night.asha.rung) == ([], [])
    assert [one.calls for one in read_numbers(person(night, "elin"), night.wiring).restrictions] == [1]
    night.price.rings(LINE).connects_to(night.asha).ends()
    leaps(night, days=1)
    night.stranger.rings(LINE).connects_to(night.asha).ends()


def test_a_number_that_a_child_may_ring_from_cannot_be_restricted_and_is_put_through(night):
    assert restricts(night, MORGAN) == [Restricting.A_CHILDS]

    night.morgan.rings(LINE).connects_to(night.asha).ends()


def test_the_whisper_warns_of_a_no_contact_list_before_anybody_is_connected_and_names_no_child(night):
    added = no_contact.add("C-7K2Q", MORGAN, "court order of May", person(night, "elin"), night.wiring)
    assert added is Listing.LISTED

    call = night.morgan.rings(LINE).connects_to(night.asha)
    call.ends()

    heard = night.asha.call.words
    assert 0 <= heard.find("no-contact list") < heard.find("Press 1")
    assert not any(word in heard for word in ("Kit", "C-7K2Q", "court order", "Morgan"))
    assert "no-contact" not in call.words
