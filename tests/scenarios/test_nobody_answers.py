"""A carer rings and nobody comes to the phone: it never ends in silence, and somebody owns the call back."""

import pytest

from tests.scenarios.night import LINE


@pytest.fixture
def nobody(night):
    """Nobody on the rota answers, nor does the last resort; everybody on a tier may be texted."""
    for phone in (night.asha, night.ben, night.elin):
        phone.does_not_answer()
        phone.may_be_texted()
    night.last_resort.does_not_answer()
    return night


def test_all_tiers_then_the_last_resort_answers(nobody):
    nobody.last_resort.answers().hangs_up(after=30)

    nobody.morgan.rings(LINE).connects_to(nobody.last_resort).ends()
    nobody.settles()

    assert nobody.results == [
        ("practitioner", "asha", "no_answer"),
        ("backup", "ben", "no_answer"),
        ("manager", "elin", "no_answer"),
        ("last_resort", None, "accepted"),
    ]
    contact = nobody.contact
    assert (contact["outcome"], contact["accepted_by"]) == ("answered", None)


def test_the_caller_leaves_a_message_and_everybody_on_duty_is_texted(nobody):
    call = nobody.morgan.rings(LINE).hears("say who you are").leaves_message(seconds=7)
    call.ends()
    nobody.settles()

    contact = nobody.contact
    assert contact["outcome"] == "voicemail"
    assert contact["callback_owner"] == "asha"
    for phone in (nobody.asha, nobody.ben, nobody.elin):
        [text] = phone.texts_received
        assert contact["ref"] in text.body
        assert "Morgan" not in text.body


def test_the_message_is_copied_and_deleted_at_the_company(nobody):
    nobody.morgan.rings(LINE).hears("say who you are").leaves_message(seconds=7).ends()
    nobody.settles()

    [kept] = (nobody.wiring.settings.data_dir / "recordings").iterdir()
    sound = nobody.wiring.recordings.read(kept.name)
    assert sound is not None
    assert sound.startswith(b"RIFF")
    assert kept.stat().st_mode & 0o777 == 0o600
    assert not nobody.network.exchange.recordings


def test_hanging_up_at_the_tone_is_a_call_abandoned_and_owned(nobody):
    nobody.morgan.rings(LINE).hears("say who you are").hangs_up()
    nobody.settles()

    assert nobody.contact["outcome"] == "abandoned"
    assert nobody.contact["callback_owner"] == "asha"


def test_saying_nothing_is_a_missed_call_that_somebody_owns(nobody):
    call = nobody.morgan.rings(LINE).hears("did not hear a message")
    call.ends()
    nobody.settles()

    assert nobody.contact["outcome"] == "missed"
    assert nobody.contact["callback_owner"] == "asha"


@pytest.mark.parametrize("sent", [True, False], ids=["the action is sent", "the action is not sent"])
@pytest.mark.parametrize("status", ["canceled", "no-answer"])
def test_giving_up_while_it_rings(night_at, sent, status):
    night = night_at()
    night.network.switches.caller_left_action = "sent" if sent else "not_sent"
    night.network.switches.caller_left_status = status
    for phone in (night.asha, night.ben, night.elin):
        phone.does_not_answer()
        phone.may_be_texted()

    night.morgan.rings(LINE).hangs_up(after=8)
    night.settles()

    assert night.results == [("practitioner", "asha", "caller_left")]
    assert night.contact["outcome"] == "abandoned"
    assert night.contact["callback_owner"] == "asha"


def test_a_withheld_caller_is_rung_through_and_never_texted(nobody):
    nobody.morgan.rings(LINE, withheld="anonymous").hears("say who you are").leaves_message(seconds=5).ends()
    nobody.settles()

    contact = nobody.contact
    assert contact["caller_number"] is None
    assert (contact["caller"], contact["match"]) == (None, "none")
    assert contact["outcome"] == "voicemail"
    assert contact["callback_owner"] == "asha"


def test_a_withheld_caller_who_gives_up_needs_no_call_back(nobody):
    nobody.morgan.rings(LINE, withheld="+266696687").hangs_up(after=5)
    nobody.settles()

    assert nobody.contact["outcome"] == "abandoned"
    assert nobody.contact["callback_owner"] is None
