"""What the telephone company leaves open must not matter: each question is answered either way here."""

import pytest

from tests.scenarios.night import LINE

EITHER_WAY = [
    {
        "whisper_refused_status": "completed",
        "dial_bridged_present": True,
        "unanswered_call_status": "ringing",
        "completed_callback": "before_action",
    },
    {
        "whisper_refused_status": "no-answer",
        "dial_bridged_present": False,
        "unanswered_call_status": "in-progress",
        "completed_callback": "after_action",
        "dial_call_sid": "first",
        "others_ring_during_whisper": True,
    },
    {"whisper_refused_status": "busy", "dial_bridged_present": False},
    {"whisper_refused_status": "failed", "unanswered_call_status": "in-progress"},
]


def switched(night, ways):
    """The night with the network's switches so."""
    for switch, value in ways.items():
        setattr(night.network.switches, switch, value)
    return night


@pytest.mark.parametrize("ways", EITHER_WAY, ids=lambda ways: ways["whisper_refused_status"])
def test_a_whisper_that_is_refused_moves_on_and_one_that_is_accepted_counts(night, ways):
    switched(night, ways)
    night.asha.answers().presses("2")
    night.ben.answers().presses("1").hangs_up(after=5)
    night.ben.may_be_texted()

    night.morgan.rings(LINE).connects_to(night.ben).ends()
    night.settles()

    assert night.results == [("practitioner", "asha", "declined"), ("backup", "ben", "accepted")]
    assert (night.contact["outcome"], night.contact["accepted_by"]) == ("answered", "ben")
    assert len(night.asha.rung) == 1


@pytest.mark.parametrize("status", ["completed", "no-answer", "canceled"])
def test_a_caller_who_hangs_up_in_mid_whisper_has_given_up(night, status):
    switched(night, {"caller_left_call_status": status, "gather_on_hangup": status != "completed"})
    for phone in (night.asha, night.ben, night.elin):
        phone.does_not_answer()
        phone.may_be_texted()
    night.asha.answers(after=3)

    night.morgan.rings(LINE).hangs_up(after=6).ends()
    night.settles()

    assert night.contact["outcome"] == "abandoned"
    assert night.contact["callback_owner"] == "asha"
    assert [(one["person"], one["result"]) for one in night.contact["attempts"]] == [("asha", "caller_left")]


@pytest.mark.parametrize("empty", ["falls_through", "action"])
def test_a_message_in_which_nobody_spoke_is_a_missed_call_that_somebody_owns(night, empty):
    switched(night, {"empty_recording": empty})
    for phone in (night.asha, night.ben, night.elin):
        phone.does_not_answer()
        phone.may_be_texted()
    night.last_resort.does_not_answer()

    night.morgan.rings(LINE).hears("say who you are").ends()
    night.settles()

    assert night.contact["outcome"] == "missed"
    assert night.contact["callback_owner"] == "asha"
