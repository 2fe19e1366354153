"""What the telephone company asks about calls: read the post, do one thing, answer what is heard next."""

from flask import Response, request

from oncall.calls.accept import press_key
from oncall.calls.after_attempt import after_attempt
from oncall.calls.call_ended import end_call
from oncall.calls.leg_event import keep_leg_event
from oncall.calls.own_step import own_step
from oncall.calls.receive_call import receive_call
from oncall.calls.voicemail import hear_nothing, leave_message, recording_ready
from oncall.calls.whisper import whisper
from oncall.recording.announce import REFUSED
from oncall.recording.record import refuse
from oncall.service.spoken import plainly
from oncall.telephony import forms
from oncall.webhooks import heard, noted, webhooks
from oncall.wiring import wiring

voice = webhooks("voice", __name__)


@voice.post("/voice")
@voice.post("/fallback/voice", endpoint="fallback")
def ring() -> Response:
    """Somebody rings; or the first address failed while they did. One of us may be some steps further."""
    call, step = forms.inbound_call(request.form), request.args.get("as", "")
    if not step:
        return heard(receive_call(call, wiring()))
    if step == REFUSED:
        refuse(call.sid, wiring())
        return heard(receive_call(call, wiring(), as_caller=True, refuses=True))
    pressed = forms.key_pressed(request.form).digits
    of = [int(one) for one in request.args.get("of", "").split("-") if one.isdecimal()]
    return heard(own_step(call, step, pressed, request.args.get("turn", 0, int), of, wiring()))


@voice.post("/voice/test")
def test_call() -> Response:
    """We have rung ourselves, and both ends are ours."""
    return heard(plainly("calls/self_test"))


@voice.post("/voice/test/leg")
def test_leg() -> Response:
    """How that goes: what has come in is what counts."""
    return noted()


@voice.post("/voice/next/<int:attempt_id>")
def next_after(attempt_id: int) -> Response:
    """One ringing is over: who is rung next?"""
    part = request.args.get("part", 0, int)
    return heard(after_attempt(attempt_id, forms.dial_ended(request.form), wiring(), part=part))


@voice.post("/voice/whisper/<int:attempt_id>")
def whispered(attempt_id: int) -> Response:
    """Somebody has picked up: what do they hear first?"""
    return heard(whisper(attempt_id, wiring()))


@voice.post("/voice/key/<int:attempt_id>/<int:turn>")
def key(attempt_id: int, turn: int) -> Response:
    """They have pressed a key."""
    return heard(press_key(attempt_id, turn, forms.key_pressed(request.form), wiring()))


@voice.post("/voice/leg/<int:attempt_id>")
def leg(attempt_id: int) -> Response:
    """How the ringing of one telephone goes."""
    keep_leg_event(attempt_id, forms.leg_event(request.form), wiring())
    return noted()


@voice.post("/voice/ended")
def ended() -> Response:
    """An incoming call has ended."""
    end_call(forms.call_ended(request.form), wiring())
    return noted()


@voice.post("/voice/message/<int:contact_id>")
def message(contact_id: int) -> Response:
    """The caller has finished leaving a message."""
    return heard(leave_message(contact_id, forms.message_left(request.form), wiring()))


@voice.post("/voice/silence/<int:contact_id>")
def silence(contact_id: int) -> Response:
    """The caller was asked for a message and said nothing."""
    return heard(hear_nothing(contact_id, wiring()))


@voice.post("/voice/recording/<int:contact_id>")
def recording(contact_id: int) -> Response:
    """A recording is ready to be fetched."""
    recording_ready(contact_id, forms.recording_ready(request.form), wiring())
    return noted()
