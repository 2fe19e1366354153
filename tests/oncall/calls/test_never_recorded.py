"""No answer of ours has a call recorded: that takes a request of its own, and what is left at the tone."""

from oncall.telephony.replies import PLAIN_VOICE, Connect, Meet, Ring, TakeMessage
from oncall.telephony.twiml import render

RING = Ring(("Hello.",), "+447700900201", "+441632960100", 20, "/next", "/leg", "/whisper")


def test_no_call_is_recorded():
    for reply in (RING, Connect(("Hello.",)), Meet(("Hello.",), "room", "/wait", "/over", ends_for_all=True)):
        assert "record" not in render(reply, PLAIN_VOICE).lower()


def test_the_caller_is_told_before_a_message_is_recorded():
    words = render(TakeMessage(("After the tone.",), 60, "/done", "/silence", "/recording"), PLAIN_VOICE)

    assert words.index("After the tone.") < words.index("<Record")
    assert 'playBeep="true"' in words
