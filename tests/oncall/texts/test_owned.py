"""Words that must not wait, to a conversation that somebody has: who is asked, and what ends it."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from oncall.contacts.conflicts import Conflicting, add_conflict
from oncall.contacts.owner_store import take
from oncall.paging.tables import PagingRow

PHONES = {f"+4477009002{place:02}": name for place, name in enumerate(("asha", "ben"), 1)}
PHONES["+447700900205"] = "elin"
URGENT = "he has got a knife"


@pytest.fixture
def ref(scene, browser):
    """A conversation that Asha has taken and read on its page."""
    made = scene.texts("hello")
    browser().post(f"/contacts/{made}/call-back", f"/contacts/{made}")
    browser().get(f"/contacts/{made}")
    later(scene, 10)
    return made


def later(scene, seconds=6):
    scene.clock.advance(seconds=seconds)
    scene.does_errands()


def urgent_to(scene):
    """Who was texted that it is urgent, in order of the alphabet, as often as they were."""
    return sorted(PHONES[one.to] for one in scene.telephony.texts if one.words.startswith("URGENT"))


def test_whoever_is_in_conflict_with_the_sender_is_not_asked_beside_its_owner(scene, ref):
    assert add_conflict("ben", "morgan", "His aunt.", scene.somebody("farah"), scene.w) is Conflicting.ADDED

    scene.texts(URGENT)
    later(scene)

    assert urgent_to(scene) == ["asha", "elin"]
    assert sorted(PHONES[one] for one in scene.telephony.rung) == ["asha", "elin"]


def test_its_owner_who_has_come_into_conflict_is_not_asked_either(scene, ref):
    assert add_conflict("asha", "morgan", "Her aunt.", scene.somebody("farah"), scene.w) is Conflicting.ADDED

    scene.texts(URGENT)
    later(scene)

    assert urgent_to(scene) == ["ben", "elin"]


def test_a_colleague_takes_it_on_the_page_and_whoever_had_it_is_told(scene, ref, browser):
    scene.texts(URGENT)
    page = browser("ben").get(f"/contacts/{ref}").text
    assert "Asha Verma has not read the newest text" in page

    browser("ben").post(f"/contacts/{ref}/call-back", f"/contacts/{ref}")
    later(scene)

    assert scene.by_ref(ref).callback_owner == "ben"
    assert urgent_to(scene) == []
    [told] = [one for one in scene.telephony.texts if "A colleague has" in one.words]
    assert PHONES[told.to] == "asha"


def test_whoever_answers_it_has_it(scene, ref, browser):
    scene.texts(URGENT)
    browser("ben").post(f"/contacts/{ref}/texts", f"/contacts/{ref}/texts", words="Ring 999", key="1")

    assert scene.by_ref(ref).callback_owner == "ben"


def test_it_cannot_be_closed_unread_by_a_colleague(scene, ref, browser):
    scene.texts(URGENT)
    ben = browser("ben")

    answer = ben.post(f"/contacts/{ref}/texts/close", f"/contacts/{ref}")
    assert "must not wait has come and is not read yet" in ben.get(answer.location).text
    later(scene)

    assert urgent_to(scene) == ["asha", "ben"]


def test_of_two_who_take_it_at_the_same_moment_one_gets_it(crowd):
    ref = crowd.texts("hello")
    with crowd.w.unit_of_work() as work:
        take(work.session, crowd.by_ref(ref).id, "asha", crowd.clock())
    crowd.texts(URGENT)
    contact_id = crowd.by_ref(ref).id

    def reach(who):
        with crowd.w.unit_of_work() as work:
            return take(work.session, contact_id, who, crowd.clock())

    with ThreadPoolExecutor(3) as hands:
        assert list(hands.map(reach, ("asha", "ben", "elin"))).count(True) == 1


def test_an_earlier_text_that_was_not_read_begins_nothing_anew_meanwhile(scene, ref):
    scene.texts("are you there")
    scene.clock.advance(minutes=4)
    scene.texts(URGENT)
    for _ in range(3):
        later(scene, 40)

    with scene.w.unit_of_work() as work:
        begun = [row.urgent for row in work.session.query(PagingRow).order_by(PagingRow.seq)]
    assert begun == [False, True]


def test_words_that_come_again_meanwhile_page_nobody_twice_and_unread_they_go_on_upwards(scene, ref):
    scene.texts(URGENT)
    later(scene)
    scene.texts("he has set a fire")
    scene.texts("hello?")
    later(scene, 60)
    assert urgent_to(scene) == ["asha", "ben"]
    assert sorted(PHONES[one] for one in scene.telephony.rung) == ["asha", "ben"]

    later(scene, 5 * 60)
    later(scene)

    assert urgent_to(scene) == ["asha", "ben", "elin"]
    assert scene.by_ref(ref).callback_owner == "asha"
