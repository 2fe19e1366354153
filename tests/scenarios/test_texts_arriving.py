"""Each text is kept once, before anybody looks at it, and joins the conversation that it belongs to."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from oncall.access import audit_store
from oncall.contacts.tables import MessageRow
from tests.scenarios.night import TEXT_LINE
from tests.scenarios.pulse import passes, settle
from tests.scenarios.texting import (
    Reader,
    by_night,
    came_in,
    comes,
    leaps,
    pages,
    received,
    sent_to,
    signed,
)

HANDS = 8


@pytest.fixture
def night(night_at):
    """Thursday night at a quick pace."""
    return by_night(night_at(speed=1000))


def test_one_text_told_many_times_at_once_is_one(night):
    form = {"MessageSid": f"SM{1:032x}", "From": night.morgan.number, "To": TEXT_LINE, "Body": "hello"}
    paths = ["/twilio/text", "/twilio/fallback/text"] * (HANDS // 2)

    with ThreadPoolExecutor(HANDS) as hands:
        answers = list(hands.map(lambda path: signed(night, path, form), paths))
    passes(night, seconds=12)

    assert [answer.status_code for answer in answers] == [200] * HANDS
    assert [one["provider_sid"] for one in came_in(night)] == [form["MessageSid"]]
    assert night.contact["provider_sid"] == form["MessageSid"]
    assert len(received(night.morgan)) == 1
    assert len(received(night.asha)) == 1


def test_a_text_is_kept_before_anybody_looks_at_it(night, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr("oncall.texts.arrive.from_sender", lambda _: 1 / 0)
        night.morgan.texts("hello", to=TEXT_LINE)
        night.network.quiet()
    assert len(came_in(night)) == 1
    assert night.export() == []

    passes(night, seconds=20)

    assert night.contact["channel"] == "sms"
    assert len(received(night.morgan)) == 1


def test_the_parts_of_a_long_text_that_come_late_and_disordered_are_one_conversation(night):
    night.asha.answers(after=10).presses("1")
    night.morgan.texts("and has taken the car", to=TEXT_LINE)
    passes(night, seconds=7)
    night.morgan.texts("He has gone out " + "x" * 400, to=TEXT_LINE)
    settle(night)
    comes(night, "please ring", seconds=20)

    assert len(night.export()) == 1
    assert len(came_in(night)) == 3
    assert len(received(night.morgan)) == 1
    assert pages(night) == ["asha"]
    heard = night.asha.call.words
    assert 0 < heard.find("taken the car.") < heard.find("He has gone out")


def test_twelve_hours_after_the_last_word_a_text_opens_another_contact_and_wakes_somebody(night):
    night.asha.answers().presses("1").then().does_not_answer()
    comes(night, "one", seconds=60)
    leaps(night, hours=11, minutes=58)
    comes(night, "two")
    assert len(night.export()) == 1

    leaps(night, hours=12)
    comes(night, "three", seconds=20)

    first, second = night.export()
    assert [one["contact"] for one in came_in(night)] == [first["ref"], first["ref"], second["ref"]]
    assert any(second["ref"] in words for words in received(night.asha))


def test_two_numbers_of_one_household_are_two_conversations(night):
    night.morgan.texts("one", to=TEXT_LINE)
    night.landline.texts("two", to=TEXT_LINE)
    night.morgan.texts("three", to=TEXT_LINE)
    passes(night, seconds=5)

    mobile, landline = sorted(night.export(), key=lambda one: one["caller"] is None)
    assert (mobile["caller"], mobile["match"]) == ("morgan", "candidate")
    assert (landline["caller"], landline["candidates"]) == (None, ["lowe", "morgan"])
    came = [(one["from"], one["contact"]) for one in came_in(night)]
    assert came.count((night.morgan.number, mobile["ref"])) == 2
    assert came.count((night.landline.number, landline["ref"])) == 1
    assert not sent_to(night, night.landline)


def test_a_stranger_is_acknowledged_and_somebody_woken(night):
    night.stranger.expects_text("Received")
    night.asha.answers().presses("1")

    comes(night, "is this the fostering line", phone=night.stranger)
    settle(night)

    assert (night.contact["match"], night.contact["caller"]) == ("none", None)
    assert (night.contact["caller_number"], night.contact["accepted_by"]) == (night.stranger.number, "asha")
    assert "number we do not know has sent a text" in night.asha.call.words


def test_our_commands_are_words_like_any_other_from_anybody_else(night):
    for body in ("1", "who", "#7K2Q hello"):
        comes(night, body)

    assert night.contact["accepted_by"] is None
    assert [one["contact"] for one in came_in(night)] == [night.contact["ref"]] * 3
    assert len(received(night.morgan)) == 1


def test_a_picture_is_opened_by_name_with_a_reason_and_that_is_audited(night_at):
    night = by_night(night_at(speed=1000, practice=True))
    night.morgan.texts("", to=TEXT_LINE, media=["image/png"])
    passes(night, seconds=8)
    asha, contact = Reader(night, "asha"), f"/contacts/{night.contact['ref']}"

    page = asha.get(contact)
    assert "A picture came with it, not shown." in page
    path = f"{contact}/pictures/1"
    assert path in page
    assert "Say why you must see it" in asha.post(path, path, reason=" ").text
    given = asha.post(path, path, reason="She says it shows where he is")

    sealed = [one.read_bytes() for one in night.wiring.settings.data_dir.rglob("*") if one.is_file()]
    assert sealed
    assert not [one for one in sealed if given.content in one]
    assert (given.headers["Content-Type"], given.headers["Cache-Control"]) == ("image/png", "no-store")
    assert "Asha Verma" in asha.get(path)
    assert "She says it shows where he is" in asha.get(path)
    with night.wiring.unit_of_work() as work:
        entries = [(one["action"], one["subject"]) for one in audit_store.export(work.session, None, None)]
    assert entries.count(("threads.picture", f"picture_id=1 ref={night.contact['ref']}")) >= 2
    assert "sign in" in Reader(night, "nobody").get(path).casefold()


def test_what_was_written_is_kept_to_the_letter(night):
    bodies = [
        "",
        "😱😱",
        "x" * 1600,
        "   ",
        "Ünïcödé ✓ 你好",
        "\u202egnp.exe",
        "<b>&amp;{{ 7*7 }}",
        "\r\n--\n",
    ]
    for body in bodies:
        night.morgan.texts(body, to=TEXT_LINE)
        night.network.quiet()
    passes(night, seconds=5)

    with night.wiring.unit_of_work() as work:
        kept = work.session.query(MessageRow.body).filter_by(direction="in").order_by(MessageRow.id).all()
    assert [one.body for one in kept] == bodies
    assert len(night.export()) == 1
