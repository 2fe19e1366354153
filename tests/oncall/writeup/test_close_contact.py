"""A contact is closed with a reason when all is done, and reopened by an addendum alone."""

import pytest

from oncall.contacts.add_addendum import Adding, add_addendum
from oncall.contacts.tables import State
from oncall.followups.propose import Asked, Issue, propose
from oncall.writeup.close_contact import Closing, close_contact
from tests.oncall.contacts.page import words
from tests.oncall.handover.morning import Morning


@pytest.fixture
def ref(scene):
    """A contact whose handover has been signed and acknowledged."""
    morning = Morning(scene)
    ref = morning.call()
    scene.clock.advance(hours=10)
    morning.signs()
    morning.accepts(morning.item(None))
    assert scene.by_ref(ref).state == State.ACKNOWLEDGED
    return ref


def closes(scene, ref, why="All is done.", who="asha"):
    return close_contact(ref, why, scene.somebody(who), scene.w)


def test_it_is_closed_and_reopened_and_the_page_tells_who_when_and_why(scene, ref, browser):
    asha, page = browser(), f"/contacts/{ref}"
    sent = asha.post(f"{page}/close", page=page, why="All is done.")
    assert "This contact is closed. An addendum reopens it." in words(asha.get(sent.location))
    assert closes(scene, ref, "Another reason.") is Closing.CLOSED
    assert "Save the addendum, and reopen it" in asha.get(page).text
    scene.clock.advance(hours=1)
    for _ in range(2):
        assert add_addendum(ref, "key", "He rang again.", scene.somebody("ben"), scene.w) is Adding.ADDED

    told = words(asha.get(page))
    assert "Asha Verma signed the handover with it Fri 6 Nov 08:05" in told
    assert "Farah Siddiqi acknowledged it Fri 6 Nov 08:05" in told
    assert "Asha Verma closed it: All is done. Fri 6 Nov 08:05" in told
    assert told.count("Ben Okafor reopened it with an addendum Fri 6 Nov 09:05") == 1
    assert "Another reason." not in told
    assert "Reopened" in words(asha.get("/contacts"))
    assert closes(scene, ref) is Closing.CLOSED
    assert add_addendum(ref, "key", "He rang again.", scene.somebody("ben"), scene.w) is Adding.ADDED
    assert scene.by_ref(ref).state == State.CLOSED


def test_it_is_closed_with_a_reason_when_nothing_of_it_is_open(scene, ref):
    assert closes(scene, ref, "  ") is Closing.NO_REASON
    asked = Asked([Issue("P01", "", ("F13",))], "U3")
    propose(ref, asked, scene.somebody("asha"), scene.w)

    assert closes(scene, ref) is Closing.STILL_OPEN
    assert closes(scene, "261105-NONE") is Closing.NOT_THERE


def test_what_has_not_been_acknowledged_cannot_be_closed(scene, browser):
    morning = Morning(scene)
    ref = morning.call()

    assert closes(scene, ref) is Closing.NOT_YET
    assert "Close this contact" not in browser().get(f"/contacts/{ref}").text
