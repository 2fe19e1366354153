"""A number is restricted for a time, with a reason, by two people; it still hears what 999 is for."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from oncall.access.roles import Role
from oncall.calls.receive_call import receive_call
from oncall.contacts.tables import ContactRow
from oncall.numbers import restrict
from oncall.numbers.read_numbers import read_numbers
from oncall.numbers.restrict import Asked, Restricting
from oncall.numbers.tables import RestrictedCallRow
from oncall.telephony.forms import InboundCall
from oncall.telephony.replies import HangUp, Ring
from tests.oncall.contacts.page import words
from tests.oncall.contacts.scene import LINE, MORGAN, STRANGER


def ask(scene, number=STRANGER, reason="forty silent calls tonight", days=1, who="elin"):
    return restrict.ask(Asked("marches", number, reason, days), scene.somebody(who), scene.w)


def listed(scene, who="elin"):
    return read_numbers(scene.somebody(who), scene.w).restrictions


def rings(scene, sid="CA" + "7" * 32, number=STRANGER):
    return receive_call(InboundCall(sid, number, LINE, None), scene.w).reply


@pytest.fixture
def restricted(scene):
    """Elin has asked for it and Farah has agreed."""
    assert ask(scene) is Restricting.ASKED
    [one] = listed(scene)
    assert restrict.approve(one.id, scene.somebody("farah"), scene.w) is Restricting.APPROVED
    return one.id


def test_it_hears_what_999_is_for_rings_nobody_and_is_counted(scene, restricted):
    replies = [rings(scene), rings(scene), rings(scene, "CA" + "8" * 32)]

    assert all(isinstance(reply, HangUp) for reply in replies)
    assert any("immediate danger" in line for line in replies[0].words)
    with scene.w.unit_of_work() as work:
        assert work.session.scalars(select(ContactRow)).all() == []
        assert len(work.session.scalars(select(RestrictedCallRow)).all()) == 2
    assert listed(scene)[0].calls == 2


def test_it_ends_by_itself_and_can_then_be_asked_for_again(scene, restricted):
    scene.clock.advance(days=1)

    assert isinstance(rings(scene), Ring)
    assert listed(scene) == ()
    assert ask(scene) is Restricting.ASKED


def test_until_a_second_person_agrees_calls_are_put_through(scene):
    ask(scene)
    [one] = listed(scene)

    assert restrict.approve(one.id, scene.somebody("elin"), scene.w) is Restricting.A_SECOND_PERSON
    assert not one.may_approve
    assert isinstance(rings(scene), Ring)


def test_one_person_can_lift_it(scene, restricted):
    assert restrict.end(restricted, scene.somebody("elin"), scene.w) is Restricting.ENDED
    assert restrict.end(restricted, scene.somebody("farah"), scene.w) is Restricting.ENDED
    assert restrict.approve(restricted, scene.somebody("farah"), scene.w) is Restricting.GONE
    assert isinstance(rings(scene), Ring)


def test_a_number_that_a_child_may_ring_from_is_never_restricted(scene):
    assert ask(scene, MORGAN) is Restricting.A_CHILDS


def test_a_child_who_comes_to_live_there_later_is_put_through(scene, restricted):
    with scene.w.unit_of_work() as work:
        moved = text("UPDATE person_phone SET number = :number WHERE number = :morgans")
        work.session.execute(moved, {"number": STRANGER, "morgans": MORGAN})

    assert isinstance(rings(scene), Ring)
    assert restrict.approve(restricted, scene.somebody("farah"), scene.w) is Restricting.A_CHILDS


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"number": "0777"}, Restricting.NO_NUMBER),
        ({"number": LINE}, Restricting.ONE_OF_OURS),
        ({"number": "+447700900201"}, Restricting.ONE_OF_OURS),
        ({"number": "07700 900201"}, Restricting.ONE_OF_OURS),
        ({"reason": "  "}, Restricting.NO_REASON),
        ({"days": 400}, Restricting.NO_TIME),
    ],
)
def test_what_cannot_be_restricted_is_said(scene, given, said):
    assert ask(scene, **given) is said


def test_asking_twice_asks_once(scene):
    assert [ask(scene), ask(scene, who="farah")] == [Restricting.ASKED, Restricting.ALREADY]
    assert listed(scene)[0].until - scene.clock() == timedelta(days=1)


def test_the_page_asks_a_second_person_and_tells_what_came_of_it(scene, browser):
    first, second = browser("elin"), browser("farah")
    said = first.post(
        "/numbers/restrictions",
        "/numbers",
        service="marches",
        number=STRANGER,
        reason="silent calls",
        days="3",
    )
    assert "It begins when another manager" in words(first.get(said.location))
    [one] = listed(scene)
    assert "Agree" not in words(first.get("/numbers"))

    said = second.post(f"/numbers/restrictions/{one.id}/approve", "/numbers")
    page = words(second.get(said.location))

    assert "Calls from that number hear what 999 is for" in page
    assert "agreed by Farah Siddiqi" in page


def test_only_managers_and_team_leads_see_the_page(scene, browser):
    scene.somebody("dai", [Role.PRACTITIONER])

    assert browser("asha").get("/numbers").status_code == 403
    assert "Numbers" not in words(browser("asha").get("/"))
    assert browser("elin").get("/numbers").status_code == 200
