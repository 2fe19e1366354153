"""Texts to whoever is on call: one at a time, several things in one, the urgent at once, each short."""

import pytest

from oncall.contacts.reach import Reach
from oncall.contacts.tables import ContactRow
from oncall.words import say
from tests.oncall.paging.test_ring import ASHA, goes_by

NUMBERS = [f"+447700900{number}" for number in range(310, 316)]


def to_asha(scene):
    return [text.words for text in scene.telephony.texts if text.to == ASHA]


def test_what_comes_within_three_seconds_is_told_together_after_them(scene):
    refs = []
    for number in NUMBERS[:3]:
        refs.append(scene.texts("hello", number=number))
        goes_by(scene, 1)

    goes_by(scene, 6)

    first, rest = to_asha(scene)
    assert refs[0] in first
    assert all(ref in rest for ref in refs[1:])


def test_nobody_waits_ten_seconds_for_it(scene):
    scene.texts("hello", number=NUMBERS[0])
    goes_by(scene, 1)
    second = scene.texts("hello", number=NUMBERS[1])

    goes_by(scene, 9)

    assert second in to_asha(scene)[-1]


def test_what_somebody_has_taken_meanwhile_is_told_to_nobody(scene):
    scene.texts("hello", number=NUMBERS[0])
    goes_by(scene, 1)
    scene.texts("hello", number=NUMBERS[1])
    goes_by(scene, 1)
    told = len(to_asha(scene))
    with scene.w.unit_of_work() as work:
        for contact in work.session.query(ContactRow):
            contact.owned_at, contact.callback_owner = scene.clock(), "ben"

    goes_by(scene, 8)

    assert len(to_asha(scene)) == told


REF, LINK, BOARD = (
    "261105-ABCDE",
    "https://oncall.example.org/contacts/261105-ABCDE",
    "https://oncall.example.org/",
)


@pytest.mark.parametrize("urgent", [True, False])
@pytest.mark.parametrize("again", [True, False])
@pytest.mark.parametrize("what", ["text", "message", "call"])
def test_every_text_fits_into_one(what, urgent, again):
    told = {"ref": REF, "link": LINK, "what": what, "urgent": urgent, "again": again}
    texts = [say("paging/text_waiting", **told, owner=owner) for owner in (True, False)]
    texts.append(say("paging/text_several", refs=[REF] * 9, board=BOARD, urgent=urgent))
    texts.append(say("paging/text_theirs", ref=REF))

    assert max(map(len, texts)) <= 160


@pytest.mark.parametrize("reach", Reach)
def test_whoever_has_a_text_is_told_in_one_text_how_to_answer_it(reach):
    took = say("texts/took", ref=REF, link=LINK, mine=True, already=True, text=True, reach=reach)
    more = say("texts/more", ref=REF, link=LINK, reach=reach, urgent=True)
    yours = say("paging/text_yours", ref=REF, link=LINK, reach=reach)

    assert max(map(len, (took, more, yours))) <= 160
    for words in (took, yours):
        assert ("Reply to this text" in words) is (reach is Reach.TEXT)
