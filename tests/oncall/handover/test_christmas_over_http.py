"""Christmas as it is meant to be: one document, kept from shift to shift, signed, read back and owned."""

import re

import pytest

from tests.oncall.contacts.page import words
from tests.oncall.handover.christmas import CALLS, NOTE, Christmas
from tests.oncall.handover.morning import Morning


@pytest.fixture
def christmas(scene, app) -> Christmas:
    """All of it until Tuesday at twenty to nine; Dai is a manager, and may not see Noor."""
    made = Christmas(scene, app)
    made.begins()
    Morning(scene).person("dai")
    made.plays()
    return made


def lines(page) -> list[str]:
    """The lines that are read of a print view."""
    blocks = re.findall(r"<(?:h\d|p|li|td|th|caption)\b[^>]*>(.*?)</", page.text.partition("<main>")[2], re.S)
    return [line for one in blocks if (line := " ".join(re.sub("<.*?>", "", one).split()))]


def test_christmas_from_the_first_ring_to_the_last_read_back(christmas):
    farah, dai = christmas.browser("farah"), christmas.browser("dai")
    address = f"/handover/{christmas.number}"
    it_says_who_was_on_and_what_happened(words(farah.get(address)))
    managers_heard_of_the_urgent_at_once_and_of_each_closed_day_at_nine(christmas)
    the_two_documents_differ_by_the_restricted_child_alone(farah, dai, address)

    assert "Signed by Asha Verma, Tue 29 Dec 08:40." in christmas.signs("asha")

    it_is_read_back_and_owned(christmas, address)


def it_says_who_was_on_and_what_happened(page: str) -> None:
    """Five shifts of two people, every change accepted, and a night of which nothing is to be said."""
    assert "Thu 24 Dec 17:00 to Tue 29 Dec 09:00" in page
    assert f"{len(CALLS)} contacts: 1 U0, 1 U1, 3 U2, 4 U3, 3 U4, 2 U5." in page
    assert "Minutes without anybody on call: 0" in page
    on = re.findall(r"Practitioner: (\w+) \w+, (\w+ \d+ Dec \d\d:\d\d) to (\w+ \d+ Dec \d\d:\d\d)", page)
    assert [who for who, _, _ in on] == ["Asha", "Ben", "Asha", "Ben", "Asha"]
    assert [start for _, start, _ in on] == [
        "Thu 24 Dec 17:00",
        "Fri 25 Dec 09:00",
        "Sat 26 Dec 09:00",
        "Sun 27 Dec 09:00",
        "Mon 28 Dec 09:00",
    ]
    assert len(re.findall(r"Accepted \w+ 2[5678] Dec 09:01\.", page)) == 4
    assert "Number 4 in seven days" in page
    assert "Sun 27 Dec 2" not in page


def managers_heard_of_the_urgent_at_once_and_of_each_closed_day_at_nine(christmas: Christmas) -> None:
    """Two contacts are red; each of the four days has its digest, without what Dai may not see."""
    texts = [text.words for text in christmas.scene.telephony.texts]
    assert [one.split(" is ")[1][:2] for one in texts if " is U" in one] == ["U1", "U0"]
    assert [one.partition(" http")[0] for one in texts if one.startswith("On call in the last")] == [
        "On call in the last 24 hours: 3 contacts, 1 urgent.",
        "On call in the last 24 hours: 3 contacts, 1 urgent.",
        "On call in the last 24 hours: 3 contacts, 0 urgent.",
        "On call in the last 24 hours: 1 contact, 0 urgent.",
    ]


def the_two_documents_differ_by_the_restricted_child_alone(farah, dai, address: str) -> None:
    """Hers without Noor's item, and without the number of contacts and her name at the head, is his."""
    hers, his = lines(farah.get(f"{address}/print")), lines(dai.get(f"{address}/print"))
    start = hers.index("Noor")
    noor = hers[start : start + 4]
    assert [one[:15] for one in noor] == ["Noor", "U2: urgent toni", "Fri 25 Dec 20:0", NOTE[:15]]
    assert noor[1].endswith("Restricted: only a few may see this.")
    del hers[start : start + 4]

    other = [(mine, yours) for mine, yours in zip(hers, his, strict=True) if mine != yours]

    assert [mine.partition(" ")[0] for mine, _ in other] == ["Made", "14"]
    assert other[1][1] == "13 contacts: 1 U0, 1 U1, 2 U2, 4 U3, 3 U4, 2 U5."


def it_is_read_back_and_owned(christmas: Christmas, address: str) -> None:
    """A manager in the lead's place takes on all that he may see; the last one is the lead's."""
    number = christmas.nobody_has("Tell the child’s social worker")
    for who, items in (("dai", 8), ("farah", 1)):
        mine = christmas.browser(who)
        page = mine.get(address)
        for _ in range(items):
            found = re.search(rf'href="({address}/items/\d+)"[^>]*>\s*(?:Read back|Go on)', page.text)
            assert found is not None
            page = takes_on(mine, found[1], number)
    assert "Acknowledged by Farah Siddiqi, Tue 29 Dec 08:40. 9 of 9 accepted." in words(page)
    assert christmas.scene.by_ref(christmas.refs[0]).state == "acknowledged"


def takes_on(browser, address: str, number: int):
    """Somebody reads an item back, gives what must follow to a colleague, and accepts; where that leads."""
    page = browser.get(address)
    if (form := page.text.partition(f"/give/{number}")[2]) and "Nobody has it yet" in words(page):
        key = form.partition('name="key" value="')[2].partition('"')[0]
        browser.post(f"{address}/give/{number}", page=address, to="carys", version="1", key=key)
        page = browser.get(address)
    seen = page.text.partition('name="seen" value="')[2].partition('"')[0]
    browser.post(f"{address}/accept", page=address, readback="I see to it.", seen=seen)
    return browser.get(address.partition("/items")[0])
