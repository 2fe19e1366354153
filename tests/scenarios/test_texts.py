"""A carer who cannot speak, texts: it is kept and acknowledged, and somebody is woken until one answers."""

import pytest

from oncall.texts.tables import PictureRow, ThreadRow
from tests.scenarios.night import PHONES, TEXT_LINE
from tests.scenarios.pulse import passes, settle
from tests.scenarios.texting import by_night, pages, received, sent_to

STAFF = {PHONES[name] for name in ("asha", "ben", "carys", "dai", "elin", "farah")}


@pytest.fixture
def night(night_at):
    """Thursday night at a quick pace. Anybody on the staff may be texted; who is rung is a test's own."""
    return by_night(night_at(speed=1000))


def test_a_text_is_kept_acknowledged_and_the_practitioner_texted_and_rung(night):
    night.asha.answers().presses("1")

    text = night.morgan.texts("Can't settle him. Can somebody ring?", to=TEXT_LINE)
    settle(night)

    contact = night.contact
    assert (contact["channel"], contact["direction"], contact["provider_sid"]) == ("sms", "in", text.sid)
    assert (contact["caller"], contact["match"]) == ("morgan", "candidate")
    assert (contact["outcome"], contact["accepted_by"]) == ("answered", "asha")
    assert contact["callback_owner"] == "asha"
    [came] = [message for message in night.export("messages") if message["direction"] == "in"]
    assert came["provider_sid"] == text.sid
    assert (came["contact"], came["from"], came["to"]) == (contact["ref"], night.morgan.number, TEXT_LINE)
    assert came["status"] == "received"
    assert pages(night) == ["asha"]
    assert "known foster carer has sent a text" in night.asha.call.words
    assert any(contact["ref"] in words for words in received(night.asha))


def test_pressing_1_reads_the_text_without_names_and_then_it_counts_as_read(night):
    night.asha.answers().presses("1")

    night.morgan.texts("Kit can't settle. Can somebody ring?", to=TEXT_LINE)
    settle(night)

    heard = night.asha.call.words
    assert ": a name can't settle. Can somebody ring?" in heard
    assert "Kit" not in heard
    assert "Kit" not in str(received(night.morgan) + received(night.asha))
    with night.wiring.unit_of_work() as work:
        assert work.session.query(ThreadRow.seen_at).scalar() is not None


def test_the_acknowledgement_says_what_it_must_and_goes_out_within_five_seconds(night):
    night.morgan.texts("are you there", to=TEXT_LINE)

    passes(night, seconds=8)

    [answer] = received(night.morgan)
    for part in (
        "Received 22:",
        "Somebody on call will answer by",
        "01632 960100",
        "999",
        "don't text names",
    ):
        assert part in answer
    assert len(answer) <= 160
    came, sent = (
        next(one for one in night.network.exchange.messages.values() if one.direction == direction)
        for direction in ("inbound", "outbound-api")
    )
    assert sent.to == night.morgan.number
    assert (sent.created - came.created).total_seconds() <= 5


def test_further_texts_join_the_conversation_and_are_acknowledged_once_in_half_an_hour(night):
    night.asha.answers().presses("1")
    night.morgan.texts("one", to=TEXT_LINE)
    settle(night)
    night.morgan.texts("two", to=TEXT_LINE)
    passes(night, minutes=4, every=5)
    acknowledged = len(received(night.morgan))
    night.morgan.texts("three", to=TEXT_LINE)
    passes(night, minutes=31, every=20)
    night.morgan.texts("four", to=TEXT_LINE)
    passes(night, seconds=10)

    assert acknowledged == 1
    assert len([words for words in received(night.morgan) if "Received" in words]) == 2
    assert len(night.export()) == 1
    assert len([text for text in night.export("messages") if text["direction"] == "in"]) == 4


def test_nobody_within_five_minutes_asks_the_backup_and_within_ten_the_manager(night):
    night.morgan.texts("hello?", to=TEXT_LINE)

    passes(night, minutes=4, seconds=30, every=2)
    assert pages(night) == ["asha"]
    assert not received(night.ben)
    passes(night, minutes=5, every=2)
    assert pages(night) == ["asha", "ben"]
    assert len(received(night.ben)) == 1
    passes(night, minutes=2, every=2)

    assert pages(night) == ["asha", "ben", "elin"]
    assert night.contact["outcome"] == "open"
    assert night.contact["callback_owner"] == "asha"


def test_passing_it_on_asks_the_backup_at_once(night):
    night.asha.answers().presses("2")
    night.ben.answers().presses("1")

    night.morgan.texts("hello?", to=TEXT_LINE)
    settle(night)

    assert night.contact["accepted_by"] == "ben"


def test_a_flag_in_a_later_text_asks_two_tiers_from_then_on(night):
    night.morgan.texts("hello", to=TEXT_LINE)
    passes(night, seconds=60)
    assert pages(night) == ["asha"]

    night.morgan.texts("she has a knife", to=TEXT_LINE)
    passes(night, seconds=60)

    assert "ben" in pages(night)
    assert any("URGENT" in words for words in received(night.asha))


def test_odd_senders_are_kept_and_never_answered(night):
    for shows in ("ASDA", "60777", "anonymous", "+266696687", " "):
        night.morgan.texts("special offer", to=TEXT_LINE, shows=shows)

    passes(night, seconds=40)

    assert [contact["caller_number"] for contact in night.export()] == [None] * 5
    assert not [text for text in night.export("messages") if text["to"] not in STAFF | {TEXT_LINE}]
    assert pages(night) == []
    assert received(night.asha)


def test_a_landline_that_texts_is_heard_but_not_answered_by_text(night):
    night.asha.answers().presses("1")
    night.landline.texts("from the landline", to=TEXT_LINE)

    settle(night)

    assert night.contact["candidates"] == ["lowe", "morgan"]
    assert night.contact["accepted_by"] == "asha"
    assert not sent_to(night, night.landline)


def test_pictures_alone_are_kept_away_and_somebody_is_woken(night):
    night.asha.answers().presses("1")
    night.morgan.texts("", to=TEXT_LINE, media=["image/jpeg", "video/mp4"])

    settle(night)

    assert night.contact["accepted_by"] == "asha"
    with night.wiring.unit_of_work() as work:
        kept = [(one.seq, one.content_type) for one in work.session.query(PictureRow)]
        files = [one.file for one in work.session.query(PictureRow)]
    assert sorted(kept) == [(0, "image/jpeg"), (1, "video/mp4")]
    assert all(night.wiring.pictures.read(file or "") for file in files)
    assert not [message for message in night.network.exchange.messages.values() if message.media]


def test_every_webhook_told_again_changes_nothing(night):
    night.asha.answers().presses("1")
    night.morgan.texts("hello", to=TEXT_LINE)
    settle(night)
    night.asha.texts("We will ring you in ten minutes", to=TEXT_LINE)
    settle(night)
    before = [night.export(what) for what in ("contacts", "calls", "messages")]

    for webhook in night.network.webhooks:
        night.network.repeat(webhook)
    settle(night)

    assert [night.export(what) for what in ("contacts", "calls", "messages")] == before


def test_the_fallback_address_keeps_a_text_too(night):
    for number in night.network.exchange.numbers.values():
        number.sms_url = night.network.url + "/nothing-here"
    night.network.allows("webhook", "twiml")

    night.morgan.texts("hello", to=TEXT_LINE)
    passes(night, seconds=5)

    assert night.contact["channel"] == "sms"


def test_the_export_says_of_each_text_what_the_contract_does_and_no_word_of_it(night):
    night.morgan.texts("Kit can't settle", to=TEXT_LINE)
    passes(night, seconds=8)

    messages = night.export("messages")

    fields = {"provider_sid", "contact", "direction", "from", "to", "status", "error_code", "created_at"}
    assert {one["direction"] for one in messages} == {"in", "out"}
    assert all(one.keys() == fields for one in messages)
    assert {one["status"] for one in messages} == {"received", "delivered"}
    assert all(one["created_at"].startswith("2026-11-05T22:0") for one in messages)
    assert "settle" not in str(messages)
