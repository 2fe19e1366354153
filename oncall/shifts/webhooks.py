"""What the telephone company asks while we ring somebody about a shift, or to try their telephone."""

from flask import Response, request

from oncall.shifts import try_phone
from oncall.shifts.unconfirmed import keep_leg, picked_up
from oncall.telephony import forms
from oncall.webhooks import heard, noted, webhooks
from oncall.wiring import wiring

shift_calls = webhooks("shift_calls", __name__)


@shift_calls.post("/voice/shift/<int:call_id>")
def answered(call_id: int) -> Response:
    """Somebody has picked up: what do they hear?"""
    return heard(picked_up(call_id, 0, forms.key_pressed(request.form), wiring()))


@shift_calls.post("/voice/shift/<int:call_id>/key/<int:turn>")
def key(call_id: int, turn: int) -> Response:
    """They have pressed a key, or none."""
    return heard(picked_up(call_id, turn, forms.key_pressed(request.form), wiring()))


@shift_calls.post("/voice/shift/<int:call_id>/leg")
def leg(call_id: int) -> Response:
    """How the ringing of that telephone goes."""
    keep_leg(call_id, forms.leg_event(request.form), wiring())
    return noted()


@shift_calls.post("/voice/test/<int:test_id>")
def tried(test_id: int) -> Response:
    """Somebody has picked up a telephone that is tried."""
    return heard(try_phone.picked_up(test_id, 0, forms.key_pressed(request.form), wiring()))


@shift_calls.post("/voice/test/<int:test_id>/key/<int:turn>")
def tried_key(test_id: int, turn: int) -> Response:
    """They have pressed a key, or none."""
    return heard(try_phone.picked_up(test_id, turn, forms.key_pressed(request.form), wiring()))


@shift_calls.post("/voice/test/<int:test_id>/leg")
def tried_leg(test_id: int) -> Response:
    """How the ringing of that telephone goes."""
    try_phone.keep_leg(test_id, forms.leg_event(request.form), wiring())
    return noted()
