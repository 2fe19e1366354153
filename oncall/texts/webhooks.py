"""What the telephone company tells us about texts."""

from flask import Response, request

from oncall.telephony import forms
from oncall.telephony.twiml import NOTHING
from oncall.texts.arrive import receive_text
from oncall.texts.delivery import keep_status
from oncall.webhooks import webhooks
from oncall.wiring import wiring

texts = webhooks("texts", __name__)


@texts.post("/text")
@texts.post("/fallback/text", endpoint="fallback")
def came() -> Response:
    """A text has come in; or the first address failed for it."""
    receive_text(forms.inbound_text(request.form), wiring())
    return Response(NOTHING, mimetype="text/xml")


@texts.post("/text/status")
def status() -> Response:
    """What became of a text we sent."""
    keep_status(forms.text_status(request.form), wiring())
    return Response(NOTHING, mimetype="text/xml")
