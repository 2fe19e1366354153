"""The document for a host that runs nothing."""

import xml.etree.ElementTree as ET

from oncall.lifeline.static_document import static_document
from oncall.practice.twiml_check import faults_of, parse
from tests.oncall.lifeline.snapshots import ASHA, BEN, ELIN, LAST_RESORT, LINE, NIGHT, seconds, service


def document(made):
    words = static_document(made, seconds(NIGHT))
    assert faults_of(parse(words), "voice") == []
    assert len(words) < 4000
    return ET.fromstring(words)


def test_it_rings_the_last_resort_the_managers_and_who_is_on_one_after_another():
    dial = document(service()).find("Dial")

    assert [number.text for number in dial] == [LAST_RESORT, ELIN, ASHA, BEN]
    assert dial.get("sequential") == "true"
    assert dial.get("callerId") == LINE
    assert dial.get("action") is None


def test_it_says_what_999_is_for_before_anything_and_when_nobody_comes():
    said = [say.text for say in document(service()).iter("Say")]

    assert said[0].startswith("If anyone is in immediate danger")
    assert "9 9 9" in said[-1]


def test_it_needs_nothing_of_ours_to_be_there():
    assert "http" not in static_document(service(), seconds(NIGHT))


def test_ten_numbers_are_the_most_it_may_ring():
    people = {f"person{n}": f"+4477009005{n:02d}" for n in range(20)}
    made = service(managers=tuple(people), phones=people)

    assert len(document(made).find("Dial")) == 10


def test_without_anybody_it_still_speaks():
    made = service(managers=(), phones={}, last_resort=None)

    assert [element.tag for element in document(made)] == ["Say", "Say", "Say", "Hangup"]
