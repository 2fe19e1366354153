"""What the telephone company asks while we ring somebody about a handover that is late."""

from flask import Response, request

from oncall.handover.ring import leg_event, picked_up
from oncall.telephony import forms
from oncall.webhooks import heard, noted, webhooks
from oncall.wiring import wiring

handover_calls = webhooks("handover_calls", __name__)


@handover_calls.post("/voice/handover/<int:call_id>")
def answered(call_id: int) -> Response:
    """Somebody has picked up: what do they hear?"""
    return heard(picked_up(call_id, 0, forms.key_pressed(request.form), wiring()))


@handover_calls.post("/voice/handover/<int:call_id>/key/<int:turn>")
def key(call_id: int, turn: int) -> Response:
    """They have pressed a key, or none."""
    return heard(picked_up(call_id, turn, forms.key_pressed(request.form), wiring()))


@handover_calls.post("/voice/handover/<int:call_id>/leg")
def leg(call_id: int) -> Response:
    """How the ringing of that telephone goes."""
    leg_event(call_id, forms.leg_event(request.form), wiring())
    return noted()
