"""Replies in the telephone company's markup (TwiML)."""

from typing import assert_never

from twilio.twiml.voice_response import Gather, VoiceResponse

from oncall.telephony.replies import (
    AskDigits,
    AskKey,
    Connect,
    GoOn,
    HangUp,
    Meet,
    Reply,
    Ring,
    TakeMessage,
    Voice,
    Wait,
)

STATIC_SECONDS = 25
"""How long each is rung by a document that nobody stands behind."""
MOST_NUMBERS = 10
PAUSE_SECONDS = 3
KEY_SECONDS = 2
"""How long after its words a key may still be pressed before the document goes on."""
LEG_EVENTS = "initiated ringing answered completed"
NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
"""The answer to a text or a status callback: received, nothing to do."""


def render(reply: Reply, voice: Voice) -> str:
    """The document that makes the telephone company do what `reply` says; none is ever a dead end."""
    response = VoiceResponse()
    match reply:
        case Ring():
            _say(_asking(response, reply.key_url), reply.words, voice)
            _dial(response, reply)
        case AskKey():
            gather = response.gather(
                num_digits=1, timeout=reply.seconds, action=reply.key_url, method="POST", finish_on_key=""
            )
            _say(gather, reply.words, voice)
            response.hangup()
        case AskDigits():
            gather = response.gather(
                num_digits=reply.most,
                timeout=reply.seconds,
                action=reply.key_url,
                method="POST",
                finish_on_key="#",
            )
            _say(gather, reply.words, voice)
            response.redirect(reply.else_url, method="POST")
        case Connect():
            _say(response, reply.words, voice)
        case TakeMessage():
            _say(response, reply.words, voice)
            response.record(
                action=reply.done_url,
                method="POST",
                max_length=reply.longest_seconds,
                timeout=10,
                play_beep=True,
                recording_status_callback=reply.recording_url,
                recording_status_callback_method="POST",
            )
            response.redirect(reply.silence_url, method="POST")
        case Meet():
            _say(response, reply.words, voice)
            _meet(response, reply)
        case Wait():
            for line in reply.words:
                _say(response, (line,), voice)
                response.pause(length=PAUSE_SECONDS)
        case GoOn():
            _say(response, reply.words, voice)
            response.redirect(reply.next_url, method="POST")
        case HangUp():
            _say(response, reply.words, voice)
            response.hangup()
        case _:
            assert_never(reply)
    return str(response)


def dial_in_turn(
    before: tuple[str, ...], numbers: tuple[str, ...], caller_id: str, after: tuple[str, ...], voice: Voice
) -> str:
    """A document that needs no service behind it: it rings `numbers`, ten at most, one after another."""
    response = VoiceResponse()
    _say(response, before, voice)
    if numbers:
        dial = response.dial(timeout=STATIC_SECONDS, caller_id=caller_id, sequential=True, ring_tone="uk")
        for number in numbers[:MOST_NUMBERS]:
            dial.number(number)
    _say(response, after, voice)
    response.hangup()
    return str(response)


def _asking(response: VoiceResponse, key_url: str | None) -> VoiceResponse | Gather:
    """Where words are said that a key may cut short; without a key the document goes on."""
    if key_url is None:
        return response
    return response.gather(num_digits=1, timeout=KEY_SECONDS, action=key_url, method="POST", finish_on_key="")


def _dial(response: VoiceResponse, reply: Ring) -> None:
    dial = response.dial(
        action=reply.next_url,
        method="POST",
        timeout=reply.seconds,
        caller_id=reply.caller_id,
        answer_on_bridge=True,
        ring_tone="uk",
    )
    whisper = {} if reply.whisper_url is None else {"url": reply.whisper_url, "method": "POST"}
    dial.number(
        reply.number,
        status_callback=reply.leg_url,
        status_callback_event=LEG_EVENTS,
        status_callback_method="POST",
        **whisper,
    )


def _meet(response: VoiceResponse, reply: Meet) -> None:
    dial = response.dial(action=reply.over_url, method="POST")
    dial.conference(
        reply.room,
        start_conference_on_enter=True,
        end_conference_on_exit=reply.ends_for_all,
        beep="false",
        wait_url=reply.wait_url,
        wait_method="POST",
    )


def _say(parent: VoiceResponse | Gather, words: tuple[str, ...], voice: Voice) -> None:
    for line in words:
        parent.say(line, voice=voice.name, language=voice.language)
