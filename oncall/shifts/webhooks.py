"""What the telephone company asks while we ring somebody about a shift, or to try their telephone."""

from flask import Response, request

from oncall.service.spoken import Spoken
from oncall.shifts import try_phone
from oncall.shifts.unconfirmed import picked_up
from oncall.telephony import forms
from oncall.telephony.twiml import NOTHING, render
from oncall.webhooks import webhooks
from oncall.wiring import wiring

shift_calls = webhooks("shift_calls", __name__)


def _say(words: Spoken) -> Response:
    return Response(render(words.reply, words.voice), mimetype="text/xml")


@shift_calls.post("/voice/shift/<int:call_id>")
def answered(call_id: int) -> Response:
    """Somebody has picked up: what do they hear?"""
    return _say(picked_up(call_id, 0, forms.key_pressed(request.form), wiring()))


@shift_calls.post("/voice/shift/<int:call_id>/key/<int:turn>")
def key(call_id: int, turn: int) -> Response:
    """They have pressed a key, or none."""
    return _say(picked_up(call_id, turn, forms.key_pressed(request.form), wiring()))


@shift_calls.post("/voice/shift/<int:call_id>/leg")
def leg(call_id: int) -> Response:  # noqa: ARG001  (the address says which; there is nothing to keep)
    """How the ringing of that telephone goes."""
    return Response(NOTHING, mimetype="text/xml")


@shift_calls.post("/voice/test/<int:test_id>")
def tried(test_id: int) -> Response:
    """Somebody has picked up a telephone that is tried."""
    return _say(try_phone.picked_up(test_id, 0, forms.key_pressed(request.form), wiring()))


@shift_calls.post("/voice/test/<int:test_id>/key/<int:turn>")
def tried_key(test_id: int, turn: int) -> Response:
    """They have pressed a key, or none."""
    return _say(try_phone.picked_up(test_id, turn, forms.key_pressed(request.form), wiring()))


@shift_calls.post("/voice/test/<int:test_id>/leg")
def tried_leg(test_id: int) -> Response:  # noqa: ARG001  (the address says which; there is nothing to keep)
    """How the ringing of that telephone goes."""
    return Response(NOTHING, mimetype="text/xml")
