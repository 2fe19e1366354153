"""Calls without a database: every one is answered, and afterwards is there once, as if nothing had been."""

import pytest

from tests.scenarios.night import LINE


@pytest.fixture
def nobody(dark):
    """Nobody on the rota answers, nor does the last resort; everybody may be texted and rung about it."""
    night = dark.night
    for phone in (night.asha, night.ben, night.elin, night.last_resort):
        phone.does_not_answer()
        phone.may_be_texted()
    return dark


def test_a_call_is_put_through_and_recorded_afterwards(dark):
    night = dark.night
    night.asha.does_not_answer()
    night.ben.answers(after=4).presses("3").presses("1").hangs_up(after=30)
    night.ben.may_be_texted()

    with dark.gone():
        night.morgan.rings(LINE).hears("through to Marches").hears("still trying").connects_to(
            night.ben
        ).ends()
    dark.recovers()
    night.settles()

    contact = night.contact
    assert night.results == [("practitioner", "asha", "no_answer"), ("backup", "ben", "accepted")]
    assert (contact["outcome"], contact["accepted_by"]) == ("answered", "ben")
    assert (contact["caller"], contact["match"]) == ("morgan", "candidate")
    assert contact["answered_at"] < contact["ended_at"]
    assert dark.aside == 0
    [text] = night.ben.texts_received
    assert contact["ref"] in text.body


def test_the_whisper_says_who_rings_without_a_database(dark):
    dark.night.asha.answers().presses("1").hangs_up(after=5)
    dark.night.asha.may_be_texted()

    with dark.gone():
        dark.night.morgan.rings(LINE).ends()

    assert "A known foster carer is on the line" in dark.night.asha.call.words
    dark.recovers()


def test_nobody_answers_and_the_message_is_fetched_afterwards(nobody):
    night = nobody.night

    with nobody.gone():
        night.morgan.rings(LINE).hears("say who you are").leaves_message(seconds=7).ends()
    nobody.recovers()
    night.settles()

    contact = night.contact
    assert (contact["outcome"], contact["callback_owner"]) == ("voicemail", "asha")
    assert [tier for tier, _, _ in night.results] == ["practitioner", "backup", "manager", "last_resort"]
    assert [result for *_, result in night.results] == ["no_answer"] * 4
    assert len(list((night.wiring.settings.data_dir / "recordings").iterdir())) == 1


@pytest.mark.parametrize("present", [True, False])
@pytest.mark.parametrize("refused", ["completed", "no-answer", "busy", "failed"])
def test_a_voicemail_box_is_not_taken_for_an_answer(dark, refused, present):
    night = dark.night
    night.network.switches.whisper_refused_status = refused
    night.network.switches.dial_bridged_present = present
    night.asha.voicemail(after=10)
    night.ben.answers().presses("1").hangs_up(after=5)
    night.ben.may_be_texted()

    with dark.gone():
        night.morgan.rings(LINE).connects_to(night.ben).ends()
    dark.recovers()
    night.settles()

    assert night.results == [("practitioner", "asha", "not_accepted"), ("backup", "ben", "accepted")]


@pytest.mark.parametrize("sent", ["sent", "not_sent"])
def test_a_caller_who_gives_up_is_owned_afterwards(nobody, sent):
    night = nobody.night
    night.network.switches.caller_left_action = sent

    with nobody.gone():
        night.morgan.rings(LINE).hangs_up(after=8)
        night.network.quiet()
    nobody.recovers()
    night.settles()

    assert (night.contact["outcome"], night.contact["callback_owner"]) == ("abandoned", "asha")
    assert night.results == [("practitioner", "asha", "caller_left")]


def test_silence_at_the_tone_is_a_missed_call(nobody):
    with nobody.gone():
        nobody.night.morgan.rings(LINE).hears("did not hear a message").ends()
    nobody.recovers()
    nobody.night.settles()

    assert (nobody.night.contact["outcome"], nobody.night.contact["callback_owner"]) == ("missed", "asha")


def test_a_withheld_number_stays_withheld(nobody):
    with nobody.gone():
        nobody.night.morgan.rings(LINE, withheld="anonymous").hears("say who you are").leaves_message().ends()
    nobody.recovers()
    nobody.night.settles()

    assert nobody.night.contact["caller_number"] is None


@pytest.mark.parametrize("word", ["no_answer", "busy", "failed", "declined"])
def test_how_a_ringing_ended_is_recorded_as_ever(dark, word):
    night = dark.night
    ways = {
        "no_answer": night.asha.does_not_answer,
        "busy": night.asha.is_busy,
        "failed": night.asha.is_unreachable,
        "declined": lambda: night.asha.answers().presses("2"),
    }
    ways[word]()
    night.ben.answers().presses("1").hangs_up(after=5)
    night.ben.may_be_texted()

    with dark.gone():
        night.morgan.rings(LINE).connects_to(night.ben).ends()
    dark.recovers()
    night.settles()

    assert night.results[0] == ("practitioner", "asha", word)
