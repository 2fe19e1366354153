"""What the telephone company asks while we ring somebody whom no text reaches about follow-ups."""

from flask import Response, request

from oncall.followups.text import heard, keep_leg
from oncall.telephony import forms
from oncall.telephony.twiml import NOTHING, render
from oncall.webhooks import webhooks
from oncall.wiring import wiring

follow_up_calls = webhooks("follow_up_calls", __name__)


@follow_up_calls.post("/voice/follow-ups/<int:errand_id>")
def answered(errand_id: int) -> Response:
    """Somebody has picked up: what do they hear?"""
    words = heard(errand_id, wiring())
    return Response(render(words.reply, words.voice), mimetype="text/xml")


@follow_up_calls.post("/voice/follow-ups/<int:errand_id>/leg")
def leg(errand_id: int) -> Response:
    """How the ringing of that telephone goes."""
    keep_leg(errand_id, forms.leg_event(request.form), wiring())
    return Response(NOTHING, mimetype="text/xml")
