"""A text wakes somebody: it counts as read when its end was heard, and some words must not wait for that."""

import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from oncall.contacts.tables import MessageRow
from oncall.texts.tables import ThreadRow
from tests.oncall.mail.letterbox import open_letterbox
from tests.scenarios.night import TEXT_LINE
from tests.scenarios.pulse import passes, settle
from tests.scenarios.texting import Reader, by_night, comes, last, pages, received, says

FRIDAY_NOON = datetime(2026, 11, 6, 12, 0, tzinfo=UTC)
MUST_NOT_WAIT = (
    "he has gone missing",
    "she took an overdoes",
    "he says he will kill himself",
    "he has got a nife",
    "the kitchen is on fire",
    "she cant breath",
)
CAN_WAIT = ("Missing you lots xx", "I'm dying to see you", "Kit is missing his shoes")


@pytest.fixture
def night(night_at):
    """Thursday night at a quick pace."""
    return by_night(night_at(speed=1000))


def waits_of(phone):
    """The references that a telephone was texted, without the links."""
    return [words.partition("http")[0] for words in received(phone)]


def seen(night):
    with night.wiring.unit_of_work() as work:
        return work.session.query(ThreadRow.seen_at).scalar() is not None


def test_whoever_picks_up_and_presses_nothing_has_neither_taken_nor_read_it(night):
    night.asha.answers()

    comes(night, seconds=90)

    assert "has sent a text" in night.asha.call.words
    assert "hello" not in night.asha.call.words
    assert night.contact["accepted_by"] is None
    assert not seen(night)


def test_whoever_hangs_up_before_its_end_has_not_read_it_and_is_paged_anew(night):
    night.asha.answers().presses("1").puts_down(after=1).then().does_not_answer()

    comes(night, "hello " * 40, seconds=60)
    assert night.contact["accepted_by"] == "asha"
    assert not seen(night)
    passes(night, minutes=6, every=5)

    assert pages(night)[:2] == ["asha", "asha"]


def test_words_that_must_not_wait_however_spelt_ask_two_tiers_and_stand_on_the_board(night_at):
    night = by_night(night_at(speed=1000, practice=True))
    for number, words in enumerate(MUST_NOT_WAIT + CAN_WAIT):
        phone = night.network.phone(f"+4477009003{10 + number}").may_be_texted()
        phone.texts(words, to=TEXT_LINE)
        night.network.quiet()
    passes(night, seconds=20)

    with night.wiring.unit_of_work() as work:
        came = work.session.query(MessageRow).filter_by(direction="in").order_by(MessageRow.id)
        flags = {one.body: bool(one.flags) for one in came}
    assert flags == dict.fromkeys(MUST_NOT_WAIT, True) | dict.fromkeys(CAN_WAIT, False)
    assert {"asha", "ben"} <= set(pages(night))
    assert "URGENT" in received(night.ben)[0]
    board = Reader(night, "elin").get("/")
    assert board.count("Must not wait") >= len(MUST_NOT_WAIT)
    assert "fire" in board


def test_what_comes_at_once_is_told_in_one_text_and_what_is_urgent_first(night):
    for number in range(6):
        phone = night.network.phone(f"+4477009003{20 + number}").may_be_texted()
        phone.texts("hello", to=TEXT_LINE)
        night.network.quiet()
    passes(night, seconds=10)
    assert len(received(night.asha)) == 1
    assert "6 contacts wait" in last(night.asha)

    night.price.may_be_texted().texts("hello", to=TEXT_LINE)
    comes(night, "she has a knife")

    assert len(received(night.asha)) <= 3
    assert "URGENT" in received(night.asha)[1]
    assert len([text for text in received(night.ben) if "URGENT" in text]) == 1


def test_nobody_is_texted_twice_within_three_seconds_nor_twice_for_one_step(night):
    for number in range(5):
        phone = night.network.phone(f"+4477009003{20 + number}").may_be_texted()
        comes(night, seconds=1, phone=phone)
    passes(night, seconds=10)
    for webhook in night.network.webhooks:
        night.network.repeat(webhook)
    passes(night, seconds=10)

    refs = [contact["ref"] for contact in night.export()]
    assert sorted(re.findall("|".join(refs), " ".join(waits_of(night.asha)))) == sorted(refs)
    times = [text.at for text in night.asha.texts_received]
    assert all((later - before).total_seconds() >= 3 for before, later in pairwise(times))
    assert 2 <= len(times) <= 4
    assert not received(night.ben)


def test_in_office_hours_the_inbox_and_a_letter_tell_the_office(night_at):
    day = by_night(night_at(FRIDAY_NOON, speed=1000, practice=True))
    with open_letterbox() as box:
        mail = {
            "smtp_url": f"smtp://127.0.0.1:{box.port}",
            "mail_from": "on-call@example.net",
            "practice": False,
        }
        day.wiring.settings = day.wiring.settings.model_copy(update=mail)
        comes(day, "Kit will not get up")
        comes(day, "and shouts")
    day.wiring.settings = day.wiring.settings.model_copy(update={"practice": True})

    assert "The office reads this now" in last(day.morgan)
    page = Reader(day, "farah").get("/contacts/texts")
    assert "and shouts" in page
    assert "in office hours" in page
    [letter] = box.letters
    assert (letter["To"], letter["Subject"]) == ("farah@example.org", "A text waits for the office")
    assert "/contacts/texts" in letter.get_content()
    assert "Kit" not in letter.as_string()


def test_a_carrier_s_word_is_never_a_command(night):
    comes(night)

    for word in ("END", "cancel", "Quit", "unsubscribe", "YES", "start"):
        night.asha.texts(word, to=TEXT_LINE)
        passes(night, seconds=2)

    assert night.contact["accepted_by"] is None


def test_help_says_what_one_can_text(night):
    assert "Text 1 to take what waits" in says(night, " Help. ")


def test_words_that_must_not_wait_from_a_sender_without_a_number_ring_two_tiers(night):
    night.morgan.texts("he has a knife", to=TEXT_LINE, shows="60777")

    settle(night, within=40)

    assert sorted(pages(night)) == ["asha", "ben"]
