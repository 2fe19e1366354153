"""What the telephone company asks while we ring somebody about a handover that is late."""

from flask import Response, request

from oncall.handover.ring import leg_event, picked_up
from oncall.service.spoken import Spoken
from oncall.telephony import forms
from oncall.telephony.twiml import NOTHING, render
from oncall.webhooks import webhooks
from oncall.wiring import wiring

handover_calls = webhooks("handover_calls", __name__)


def _say(words: Spoken) -> Response:
    return Response(render(words.reply, words.voice), mimetype="text/xml")


@handover_calls.post("/voice/handover/<int:call_id>")
def answered(call_id: int) -> Response:
    """Somebody has picked up: what do they hear?"""
    return _say(picked_up(call_id, 0, forms.key_pressed(request.form), wiring()))


@handover_calls.post("/voice/handover/<int:call_id>/key/<int:turn>")
def key(call_id: int, turn: int) -> Response:
    """They have pressed a key, or none."""
    return _say(picked_up(call_id, turn, forms.key_pressed(request.form), wiring()))


@handover_calls.post("/voice/handover/<int:call_id>/leg")
def leg(call_id: int) -> Response:
    """How the ringing of that telephone goes."""
    leg_event(call_id, forms.leg_event(request.form).status, wiring())
    return Response(NOTHING, mimetype="text/xml")
