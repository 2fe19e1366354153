"""Words that must not wait come to somebody's conversation: they and the next are paged until one reads."""

import pytest

from tests.scenarios.night import PHONES
from tests.scenarios.pulse import passes
from tests.scenarios.texting import Reader, by_night, comes, last, pages, received, says

URGENT = "he has got a knife"


@pytest.fixture
def night(night_at):
    """Thursday night: Asha has taken a text, heard it to its end, and a minute has passed."""
    made = by_night(night_at(speed=1000, practice=True))
    made.asha.answers().presses("1").then().does_not_answer()
    comes(made, seconds=60)
    assert pages(made) == ["asha"]
    return made


def urgent_to(phone):
    return [words for words in received(phone) if words.startswith("URGENT")]


def test_its_owner_and_the_next_are_texted_and_rung_at_once_until_the_owner_reads_it(night):
    comes(night, URGENT, seconds=12)

    assert [len(urgent_to(phone)) for phone in (night.asha, night.ben, night.elin)] == [1, 1, 0]
    assert sorted(pages(night)[1:]) == ["asha", "ben"]
    board = Reader(night, "ben").get("/")
    assert "weapon: knife" in board
    assert "has not read the newest text" in board
    assert "Take this text" in board

    assert URGENT in Reader(night, "asha").get(f"/contacts/{night.contact['ref']}")
    passes(night, minutes=8, every=5)

    assert len(pages(night)) == 3
    assert (received(night.elin), night.contact["accepted_by"]) == ([], "asha")
    assert "has not read" not in Reader(night, "ben").get("/")


def test_the_next_takes_it_by_reading_it_and_whoever_had_it_is_told(night):
    night.ben.answers().presses("1")
    comes(night, URGENT, seconds=60)

    assert "has sent another text with words that must not wait" in night.ben.call.words
    assert URGENT in night.ben.call.words
    assert night.contact["accepted_by"] == "ben"
    assert "A colleague has" in last(night.asha)
    passes(night, minutes=8, every=5)
    assert sorted(pages(night)[1:]) == ["asha", "ben"]
    told = len(received(night.morgan))

    assert "Text 1 to take what waits" in says(night, "Is he in his room?")
    assert len(received(night.morgan)) == told


def test_while_a_manager_is_asked_for_whoever_had_it_and_the_manager_hear_of_each_further_text(night):
    contact = f"/contacts/{night.contact['ref']}"
    Reader(night, "asha").post(f"{contact}/escalate", contact)
    passes(night, seconds=12)
    assert "A colleague asks for you now" in last(night.elin)

    comes(night, "and now he is shouting", seconds=12)
    for phone in (night.asha, night.elin):
        assert last(phone).startswith("Another text in")
    passes(night, seconds=60)
    comes(night, URGENT, seconds=12)
    for phone in (night.asha, night.elin):
        assert last(phone).startswith("URGENT. Another text in")
    assert received(night.ben) == []

    assert "is yours" in says(night, "1", phone=night.elin)
    passes(night, seconds=60)
    told = len(received(night.asha))
    comes(night, "hello?", seconds=12)
    assert (len(received(night.asha)), night.contact["accepted_by"]) == (told, "elin")
    assert last(night.elin).startswith("Another text in")


def test_the_other_telephone_stops_ringing_as_soon_as_somebody_takes_or_reads_it(night):
    comes(night, URGENT, seconds=8)
    assert sorted(pages(night)[1:]) == ["asha", "ben"]

    assert URGENT in Reader(night, "asha").get(f"/contacts/{night.contact['ref']}")
    passes(night, seconds=4)

    rung = [(leg["to"], leg["status"]) for leg in night.export("calls") if leg["role"] == "page"][1:]
    assert sorted(rung) == [(PHONES["asha"], "canceled"), (PHONES["ben"], "canceled")]
    night.price.may_be_texted()
    night.ben.answers().presses("1")
    comes(night, "she has a knife", phone=night.price, seconds=12)
    assert night.export()[1]["accepted_by"] == "ben"  # whose line is free
