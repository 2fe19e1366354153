"""What the telephone company asks while we ring somebody whom no text reaches about follow-ups."""

from flask import Response, request

from oncall.followups import text
from oncall.telephony import forms
from oncall.webhooks import heard, noted, webhooks
from oncall.wiring import wiring

follow_up_calls = webhooks("follow_up_calls", __name__)


@follow_up_calls.post("/voice/follow-ups/<int:errand_id>")
def answered(errand_id: int) -> Response:
    """Somebody has picked up: what do they hear?"""
    return heard(text.heard(errand_id, wiring()))


@follow_up_calls.post("/voice/follow-ups/<int:errand_id>/leg")
def leg(errand_id: int) -> Response:
    """How the ringing of that telephone goes."""
    text.keep_leg(errand_id, forms.leg_event(request.form), wiring())
    return noted()
