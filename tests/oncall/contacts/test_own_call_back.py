"""Taking a call back: one has it, and everybody else is told who."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from oncall.access.roles import Role
from oncall.contacts.own_call_back import Owning, own_call_back
from tests.oncall.contacts.page import words


@pytest.fixture
def missed(scene) -> str:
    """A call that nobody answered."""
    ref = scene.rings()
    scene.nobody_answers(ref)
    scene.says_nothing(ref)
    return ref


def test_whoever_presses_first_has_it(scene, browser, missed):
    ben = browser("ben")
    sent = ben.post(f"/contacts/{missed}/call-back", page=f"/contacts/{missed}")
    page = words(ben.get(sent.location))

    assert (sent.status_code, scene.by_ref(missed).callback_owner) == (303, "ben")
    assert "This is yours now." in page
    assert "You have it since 22:01" in page
    assert "Take this call back" not in page


def test_the_second_is_told_who_has_it(scene, browser, missed):
    ben = browser("ben")
    own_call_back(missed, scene.somebody("asha"), scene.w)
    page = ben.post(f"/contacts/{missed}/call-back", page="/")

    assert page.status_code == 409
    assert "Asha Verma took this before you, at Thu 5 Nov 22:01." in words(page)
    assert scene.by_ref(missed).callback_owner == "asha"


def test_nothing_of_it_is_kept_in_the_browser(scene, browser, missed):
    ben = browser("ben")
    own_call_back(missed, scene.somebody("asha"), scene.w)
    ben.post(f"/contacts/{missed}/call-back", page="/")

    with ben.client.session_transaction() as kept:
        assert set(kept) == {"csrf_token"}


def test_pressing_twice_is_pressing_once(scene, missed):
    asha = scene.somebody("asha")
    assert own_call_back(missed, asha, scene.w) is Owning.YOURS
    first = scene.by_ref(missed).owned_at
    scene.clock.advance(minutes=1)

    assert own_call_back(missed, asha, scene.w) is Owning.YOURS
    assert scene.by_ref(missed).owned_at == first


def test_the_number_to_ring_hides_one_s_own(browser, missed):
    page = browser().get(f"/contacts/{missed}")

    assert 'href="tel:14107700900301"' in page.text
    assert "Ring 07700 900301 from your own telephone. It dials 141 first" in words(page)


def test_a_withheld_number_cannot_be_rung_and_that_is_said(scene, browser):
    ref = scene.rings(None)
    scene.nobody_answers(ref)
    scene.leaves_a_message(ref)

    assert "No number to ring: it was withheld" in words(browser().get(f"/contacts/{ref}"))


def test_while_the_call_goes_on_there_is_nothing_to_take(scene):
    assert own_call_back(scene.rings(), scene.somebody("asha"), scene.w) is Owning.NOTHING_WAITS


def test_when_it_is_written_up_there_is_nothing_to_take(scene, missed):
    scene.writes_up(missed)

    assert own_call_back(missed, scene.somebody("ben"), scene.w) is Owning.NOTHING_WAITS


def test_only_the_staff_can_take_one(scene, browser, missed):
    scene.somebody("head of service", [Role.MANAGER], staff=False)
    head = browser("head of service")

    assert "Take this call back" not in words(head.get(f"/contacts/{missed}"))
    page = head.post(f"/contacts/{missed}/call-back", page=f"/contacts/{missed}")
    assert page.status_code == 403
    assert "Only the staff of Marches Placement Support can take a call back." in words(page)


def test_of_many_who_press_at_once_one_has_it(crowd):
    ref = crowd.rings()
    crowd.nobody_answers(ref)
    crowd.says_nothing(ref)
    people = [crowd.somebody(who) for who in ("asha", "ben", "carys", "dai", "elin", "farah")]
    barrier = Barrier(len(people))

    def press(person):
        barrier.wait()
        return own_call_back(ref, person, crowd.w)

    with ThreadPoolExecutor(len(people)) as pool:
        outcomes = list(pool.map(press, people))

    winner = people[outcomes.index(Owning.YOURS)]
    assert outcomes.count(Owning.YOURS) == 1
    assert outcomes.count(Owning.SOMEBODY_HAS_IT) == len(people) - 1
    assert crowd.by_ref(ref).callback_owner == winner.staff_id
