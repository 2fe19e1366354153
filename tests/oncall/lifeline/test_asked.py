"""What a request is about."""

import pytest

from oncall.lifeline.asked import asked


@pytest.mark.parametrize(
    ("path", "what", "is_heard"),
    [
        ("/twilio/voice", "ring", True),
        ("/twilio/fallback/voice", "ring", True),
        ("/twilio/voice/next/12", "next", True),
        ("/twilio/lifeline/next", "next", True),
        ("/twilio/voice/whisper/12", "whisper", True),
        ("/twilio/lifeline/whisper", "whisper", True),
        ("/twilio/voice/key/12/3", "key", True),
        ("/twilio/lifeline/key/3", "key", True),
        ("/twilio/voice/message/12", "message", True),
        ("/twilio/lifeline/silence", "silence", True),
        ("/twilio/voice/leg/12", "leg", False),
        ("/twilio/voice/ended", "ended", False),
        ("/twilio/lifeline/recording", "recording", False),
        ("/twilio/voice/page/4", "page", True),
        ("/twilio/voice/page/4/key/1", "page", True),
        ("/twilio/voice/page/4/leg", "told", False),
        ("/twilio/voice/callback/4", "other", True),
        ("/twilio/voice/callback/4/leg", "told", False),
        ("/twilio/text", "told", False),
        ("/twilio/text/status", "told", False),
        ("/twilio/fallback/text", "told", False),
        ("/twilio/what/is/this", "told", False),
    ],
)
def test_every_address_says_what_it_asks(path, what, is_heard):
    question = asked(path, "", {})

    assert (question.what, question.is_heard) == (what, is_heard)


def test_a_key_says_for_which_turn():
    assert asked("/twilio/lifeline/key/3", "", {}).turn == 3
    assert asked("/twilio/voice/key/12/2", "", {}).turn == 2


def test_the_fallback_is_asked_what_the_failed_address_was_asked():
    form = {
        "ErrorUrl": "https://oncall.example.org/at/twilio/voice/next/12?s=marches&b=5&t=asha",
        "ErrorCode": "11200",
    }

    question = asked("/twilio/fallback/voice", "", form)

    assert (question.what, question.path) == ("next", "/twilio/voice/next/12")
    assert question.trail.last == ("tier", "asha")


def test_an_error_address_means_nothing_anywhere_else():
    form = {"ErrorUrl": "https://oncall.example.org/twilio/voice/next/12"}

    assert asked("/twilio/voice", "", form).what == "ring"
