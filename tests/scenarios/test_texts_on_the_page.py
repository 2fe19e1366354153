"""A conversation on its contact's page: answered from there, rung instead, and closed, over HTTP."""

import re

import pytest

from tests.scenarios.night import TEXT_LINE
from tests.scenarios.pulse import passes, settle
from tests.scenarios.texting import Reader, by_night, came_in, comes, last, pages, received, says, sent_to


@pytest.fixture
def night(night_at):
    """Thursday night at a quick pace, with sign-ins."""
    return by_night(night_at(speed=1000, practice=True))


def reply(asha, contact, **fields):
    return asha.post(f"{contact}/texts", f"{contact}/texts", key=fields.get("words", "k")[:9], **fields).text


def test_a_reply_is_warned_of_sent_once_counted_and_followed_to_its_fate(night):
    comes(night, "He will not come out")
    asha, contact = Reader(night, "asha"), f"/contacts/{night.contact['ref']}"

    page = asha.get(contact)
    assert "He will not come out" in page
    for who in ("Sender", "Sent by itself"):
        assert re.search(rf"{who}, [^<]*22:0", page)
    assert "Received 22:" in page
    for words, tells in (
        ("Is Kit in?", "a name"),
        ("born 14/05/2013", "a date of birth"),
        ("SY1 2AB", "a postcode"),
    ):
        held = reply(asha, contact, words=words)
        assert f"your reply seems to hold {tells}" in held
        assert words in held
    assert "seems to hold an address" in reply(asha, contact, words="Go to 12 Castle Street")
    assert len(received(night.morgan)) == 1

    for _ in range(2):
        assert "on its way" in reply(asha, contact, words="We will ring you. " * 10)
    assert "Waiting to be sent (2 parts)" in asha.get(contact)
    passes(night, seconds=12)
    assert "Delivered (2 parts)" in asha.get(contact)
    assert re.search("Asha Verma, [^<]*22:0", asha.get(contact))
    assert "Answered, to be written up" in asha.get("/")
    assert last(night.morgan) == ("We will ring you. " * 10).strip()
    assert len(received(night.morgan)) == 2
    assert night.contact["accepted_by"] == "asha"

    night.morgan.texts_fail(30003)
    reply(asha, contact, ready="danger")
    passes(night, seconds=15)
    page = asha.get(contact)
    assert "If anybody is in danger, dial 999 now" in page
    assert "Not delivered: the telephone is off or out of reach" in page
    assert "app-bubble--lost" in page
    assert "was not delivered. Please ring" in last(night.asha)
    assert "Answer the text" in asha.get("/")


def test_ring_instead_is_one_press_and_stays_one_contact(night):
    comes(night, seconds=3)  # before the first ring
    asha, contact = Reader(night, "asha"), f"/contacts/{night.contact['ref']}"
    assert "Ring instead" in asha.get(contact)
    night.asha.answers().presses("1").hangs_up(after=20)
    night.morgan.answers()

    asha.post(f"{contact}/ring-back", contact)
    settle(night)
    spoken = asha.get(contact)
    comes(night, "thank you")

    assert "Answered, to be written up" in spoken
    assert "Answer the text" not in spoken
    assert "Asha Verma, reached" in spoken
    assert "Answer the text by" in asha.get(contact)
    assert night.contact["accepted_by"] == "asha"
    assert {leg["to"] for leg in night.export("calls")} == {night.asha.number, night.morgan.number}
    assert [one["contact"] for one in came_in(night)] == [night.contact["ref"]] * 2
    assert night.morgan.rung[0].from_ != night.asha.number


def test_a_closed_conversation_is_closed_and_the_next_text_wakes_somebody_anew(night):
    comes(night)
    asha, contact = Reader(night, "asha"), f"/contacts/{night.contact['ref']}"
    asha.post(f"{contact}/texts/close", contact)
    comes(night, "still the same")
    assert len(night.export()) == 1

    reply(asha, contact, words="All well then. Good night.")
    comes(night, "good night")
    assert "Answer the text by" in asha.get("/")
    asha.post(f"{contact}/texts/close", contact)
    assert "Answer the text" not in asha.get("/")
    rung = len(pages(night))
    night.asha.answers().presses("1")
    comes(night, "one more thing", seconds=60)

    first, second = night.export()
    assert came_in(night)[-1]["contact"] == second["ref"]
    assert pages(night)[rung:] == ["asha"]
    assert "This conversation is closed" in asha.get(f"/contacts/{first['ref']}")
    assert "This conversation is closed: ring instead" in reply(asha, contact, words="late")
    assert len(sent_to(night, night.morgan)) == 2


def test_who_sent_stop_is_to_be_rung_and_a_landline_has_no_reply(night):
    night.morgan.texts("STOP", to=TEXT_LINE)
    for words in ("hello", "STOP"):
        night.landline.texts(words, to=TEXT_LINE)
    passes(night, seconds=5)
    asha = Reader(night, "asha")

    shown = {one["caller_number"]: asha.get(f"/contacts/{one['ref']}") for one in night.export()}

    assert "They have sent STOP" in shown[night.morgan.number]
    assert "This sender cannot be texted: ring instead" in shown[night.landline.number]
    assert "Send the reply" not in shown[night.landline.number]
    [landline] = [one["ref"] for one in night.export() if one["caller_number"] == night.landline.number]
    assert "this sender cannot be texted" in says(night, f"#{landline} hello")
    assert not sent_to(night, night.landline)
