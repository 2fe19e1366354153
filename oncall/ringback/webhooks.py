"""What the telephone company asks while a caller is rung back."""

from flask import Response, request

from oncall.ringback import back_calls
from oncall.telephony import forms
from oncall.webhooks import heard, noted, webhooks
from oncall.wiring import wiring

call_backs = webhooks("call_backs", __name__)


@call_backs.post("/voice/callback/<int:call_back_id>")
def call_back(call_back_id: int) -> Response:
    """Whoever asked to ring a caller back has picked up."""
    return heard(back_calls.picked_up(call_back_id, forms.key_pressed(request.form), wiring()))


@call_backs.post("/voice/callback/<int:call_back_id>/key/<int:turn>")
def call_back_key(call_back_id: int, turn: int) -> Response:
    """They have pressed a key."""
    return heard(back_calls.press_key(call_back_id, turn, forms.key_pressed(request.form), wiring()))


@call_backs.post("/voice/callback/<int:call_back_id>/dialled")
def call_back_dialled(call_back_id: int) -> Response:
    """The caller's telephone has rung."""
    return heard(back_calls.dialled(call_back_id, forms.dial_ended(request.form), wiring()))


@call_backs.post("/voice/callback/<int:call_back_id>/leg")
def call_back_leg(call_back_id: int) -> Response:
    """How the ringing of the practitioner's telephone goes."""
    back_calls.keep_own_leg(call_back_id, forms.leg_event(request.form), wiring())
    return noted()


@call_backs.post("/voice/callback/<int:call_back_id>/caller")
def call_back_caller(call_back_id: int) -> Response:
    """How the ringing of the caller's telephone goes."""
    back_calls.keep_callers_leg(call_back_id, forms.leg_event(request.form), wiring())
    return noted()
