"""Whoever is on call answers from their own telephone: by a key without words, or words for the sender."""

import pytest

from tests.scenarios.night import LINE, TEXT_LINE
from tests.scenarios.pulse import passes, settle
from tests.scenarios.texting import by_night, comes, last


@pytest.fixture
def night(night_at):
    """Thursday night: everybody on a tier is slow to pick up."""
    return by_night(night_at(speed=1000))


def text_from_morgan(night, body="hello?"):
    comes(night, body, seconds=5)


@pytest.mark.parametrize("word", ["1", " OK. "])
def test_1_or_ok_takes_it(night, word):
    text_from_morgan(night)

    night.asha.texts(word, to=TEXT_LINE)
    passes(night, seconds=8)

    assert (night.contact["outcome"], night.contact["accepted_by"]) == ("answered", "asha")
    assert "is yours" in last(night.asha)
    assert len(last(night.asha)) <= 160


def test_the_second_to_take_it_hears_that_a_colleague_has_it(night):
    text_from_morgan(night, "he has a knife")
    night.ben.texts("1", to=TEXT_LINE)
    passes(night, seconds=8)

    night.asha.texts("1", to=TEXT_LINE)
    passes(night, seconds=8)

    assert night.contact["accepted_by"] == "ben"
    assert "A colleague has" in last(night.asha)


def test_pass_asks_the_next_tier_at_once(night):
    text_from_morgan(night)

    night.asha.texts("PASS", to=TEXT_LINE)
    passes(night, seconds=20)

    assert "passed on" in last(night.asha)
    assert "waits for an answer" in last(night.ben)


def test_a_missed_call_is_taken_by_text_too(night):
    night.last_resort.does_not_answer()
    night.morgan.rings(LINE).hears("did not hear a message").ends()
    passes(night, seconds=8)

    night.elin.texts("ok", to=TEXT_LINE)
    passes(night, seconds=8)

    assert night.contact["callback_owner"] == "elin"
    assert "Ring back" in last(night.elin)


def test_who_says_who_is_on_and_who_is_next(night):
    night.elin.texts("Who", to=TEXT_LINE)

    passes(night, seconds=8)

    assert "Practitioner: Asha Verma until Sat 09:00, then Dai Rees." in last(night.elin)
    assert "Backup: Ben Okafor until Mon 09:00, then Carys Pugh." in last(night.elin)
    assert "Manager: Elin Hughes until Mon 09:00, then Dai Rees." in last(night.elin)


def test_words_go_to_the_sender_of_the_conversation_they_took_last(night):
    text_from_morgan(night)
    night.asha.texts("1", to=TEXT_LINE)
    passes(night, seconds=8)

    night.asha.texts("We will ring you in ten minutes", to=TEXT_LINE)
    passes(night, seconds=8)

    assert last(night.morgan) == "We will ring you in ten minutes"
    assert night.morgan.texts_received[-1].from_ == TEXT_LINE


def test_a_reference_picks_another_conversation_and_takes_it_if_nobody_has(night):
    night.price.may_be_texted()
    text_from_morgan(night)
    night.asha.texts("1", to=TEXT_LINE)
    night.price.texts("me too", to=TEXT_LINE)
    passes(night, seconds=8)
    ref = night.export()[1]["ref"]

    night.asha.texts(f"#{ref[-5:-1].lower()} are you all right?", to=TEXT_LINE)
    passes(night, seconds=8)

    assert last(night.price) == "are you all right?"
    assert [contact["accepted_by"] for contact in night.export()] == ["asha", "asha"]


def test_a_reference_that_is_none_sends_nothing(night):
    night.asha.texts("#ZZZZZ hello", to=TEXT_LINE)

    passes(night, seconds=8)

    assert "Nothing was sent" in last(night.asha)


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("is Kit back?", "a name"),
        ("C-7K2Q is safe", "a child's reference"),
    ],
)
def test_words_that_tell_who_somebody_is_are_held_back_until_insisted_on(night, words, held):
    text_from_morgan(night)
    night.asha.texts("1", to=TEXT_LINE)
    passes(night, seconds=8)
    before = len(night.morgan.texts_received)

    night.asha.texts(words, to=TEXT_LINE)
    passes(night, seconds=8)
    assert held in last(night.asha)
    assert len(night.morgan.texts_received) == before
    night.asha.texts(f"!{words}", to=TEXT_LINE)
    passes(night, seconds=8)

    assert last(night.morgan) == words


def test_a_reply_that_does_not_arrive_is_told_to_its_owner(night):
    text_from_morgan(night)
    night.asha.texts("1", to=TEXT_LINE)
    passes(night, seconds=8)
    night.morgan.texts_fail(30003)

    night.asha.texts("We will ring you", to=TEXT_LINE)
    passes(night, seconds=15)

    assert "was not delivered. Please ring" in last(night.asha)
    [reply] = [one for one in night.export("messages") if one["status"] == "undelivered"]
    assert (reply["to"], reply["error_code"]) == (night.morgan.number, 30003)


@pytest.mark.parametrize("word", ["STOP", "end"])
def test_a_carer_s_stop_is_a_message_like_any_other(night, word):
    night.asha.answers().presses("1")

    night.morgan.texts(word, to=TEXT_LINE)
    settle(night)

    assert night.contact["accepted_by"] == "asha"
    assert not [one for one in night.export("messages") if one["to"] == night.morgan.number]
    assert "They have sent STOP, so please ring them" in night.asha.call.words
    assert "They have sent STOP: ring instead" in last(night.asha)
    night.asha.texts("Shall we ring you?", to=TEXT_LINE)
    passes(night, seconds=15)
    assert "was not delivered. Please ring" in last(night.asha)
    [reply] = [one for one in night.export("messages") if one["to"] == night.morgan.number]
    assert (reply["status"], reply["error_code"]) == ("failed", 21610)


def test_staff_who_send_stop_are_told_of_and_reached_by_voice_only(night):
    night.asha.texts("STOP", to=TEXT_LINE)
    passes(night, seconds=8)
    assert "asha has sent STOP" in last(night.dai)
    before = len(night.asha.texts_received)
    night.asha.answers().presses("1")

    text_from_morgan(night)
    settle(night)

    assert len(night.asha.texts_received) == before
    assert night.contact["accepted_by"] == "asha"


def test_start_lets_texts_through_again(night):
    night.asha.texts("STOP", to=TEXT_LINE)
    passes(night, seconds=8)
    night.asha.texts("START", to=TEXT_LINE)

    text_from_morgan(night)
    passes(night, seconds=8)

    assert "waits for an answer" in last(night.asha)


def test_five_texts_that_mean_nothing_get_help_then_silence_until_a_real_one(night):
    for turn in range(7):
        night.asha.texts(f"I am driving {turn}", to=TEXT_LINE)
        passes(night, seconds=8)
    helped = len(night.asha.texts_received)
    night.asha.texts("who", to=TEXT_LINE)
    passes(night, seconds=8)
    night.asha.texts("again", to=TEXT_LINE)
    passes(night, seconds=8)

    assert helped == 5
    assert len(night.asha.texts_received) == 7


def test_a_further_text_is_told_to_whoever_owns_the_conversation(night):
    text_from_morgan(night)
    night.asha.texts("1", to=TEXT_LINE)
    passes(night, seconds=8)

    text_from_morgan(night, "and another thing")

    assert "Another text in" in last(night.asha)
    assert "another thing" not in last(night.asha)


def test_a_further_text_that_its_owner_does_not_look_at_is_paged_anew(night):
    text_from_morgan(night)
    night.asha.texts("1", to=TEXT_LINE)
    passes(night, seconds=8)
    rung = len(night.asha.rung)
    text_from_morgan(night, "are you still there")
    night.asha.answers().presses("1")

    passes(night, minutes=5, seconds=40, every=2)

    assert len(night.asha.rung) == rung + 1
    assert night.contact["callback_owner"] == "asha"


def test_a_reply_counts_as_having_looked(night):
    text_from_morgan(night)
    night.asha.texts("1", to=TEXT_LINE)
    passes(night, seconds=8)
    text_from_morgan(night, "are you still there")
    night.asha.texts("Yes", to=TEXT_LINE)
    rung = len(night.asha.rung)

    passes(night, minutes=7, every=5)

    assert last(night.morgan) == "Yes"
    assert len(night.asha.rung) == rung
