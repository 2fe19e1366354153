"""Adding to a complete note."""

import re

import pytest

from oncall.contacts.add_addendum import Adding, add_addendum
from tests.oncall.contacts.page import part, words


@pytest.fixture
def complete(scene) -> str:
    """A contact that Asha has written up."""
    ref = scene.rings()
    scene.takes_it(ref)
    scene.ends(ref)
    scene.writes_up(ref)
    return ref


def addenda(browser, ref: str) -> list[str]:
    return re.findall(
        r"Addendum by ([^,]+), \w+ \d+ \w+ [\d:]+ ", part(browser().get(f"/contacts/{ref}"), "write")
    )


def test_it_is_kept_under_the_note_with_name_and_time(scene, browser, complete):
    scene.clock.advance(hours=6)
    ben = browser("ben")
    key = re.search(r'name="key" value="([^"]+)"', ben.get(f"/contacts/{complete}").text)[1]
    sent = ben.post(
        f"/contacts/{complete}/addendum", page=f"/contacts/{complete}", addendum="He went out again.", key=key
    )
    page = ben.get(sent.location)

    assert "Your addendum is saved." in words(page)
    assert "Addendum by Ben Okafor, Fri 6 Nov 04:05 He went out again." in part(page, "write")
    assert scene.by_ref(complete).note == "Situation: Kit is back and in bed."


def test_the_same_form_twice_adds_once(scene, browser, complete):
    asha = scene.somebody("asha")

    for key in ("one", "one", "two"):
        assert add_addendum(complete, key, "He went out again.", asha, scene.w) is Adding.ADDED

    assert addenda(browser, complete) == ["Asha Verma", "Asha Verma"]


def test_each_page_has_a_key_of_its_own(browser, complete):
    asha = browser()
    keys = [
        re.search(r'name="key" value="([^"]+)"', asha.get(f"/contacts/{complete}").text)[1] for _ in range(2)
    ]

    assert keys[0] != keys[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  ", "Write the addendum"),
        ("x" * 20_001, "Shorten the text: at most 20,000 characters can be saved"),
    ],
)
def test_a_mistake_is_said_where_it_is(browser, complete, text, said):
    page = browser().post(
        f"/contacts/{complete}/addendum", page=f"/contacts/{complete}", addendum=text, key="k"
    )

    assert page.status_code == 422
    assert words(page).startswith(f"There is a problem {said}")
    assert '<a href="#addendum">' in page.text


def test_a_note_that_is_not_complete_is_written_in_itself(scene):
    ref = scene.rings()

    assert add_addendum(ref, "k", "More.", scene.somebody("asha"), scene.w) is Adding.NOT_COMPLETE


def test_it_may_be_added_when_the_night_was_handed_over(scene, browser, complete):
    with scene.w.unit_of_work() as work:
        work.session.merge(scene.by_ref(complete)).state = "handed_over"

    add_addendum(complete, "k", "Late.", scene.somebody("elin"), scene.w)

    assert addenda(browser, complete) == ["Elin Hughes"]
    assert scene.by_ref(complete).state == "handed_over"
