"""What the telephone company tells us about texts."""

from flask import Response, request

from oncall.telephony import forms
from oncall.texts import read_aloud
from oncall.texts.arrive import receive_text
from oncall.texts.delivery import keep_status
from oncall.webhooks import heard, noted, webhooks
from oncall.wiring import wiring

texts = webhooks("texts", __name__)


@texts.post("/text")
@texts.post("/fallback/text", endpoint="fallback")
def came() -> Response:
    """A text has come in; or the first address failed for it."""
    receive_text(forms.inbound_text(request.form), wiring())
    return noted()


@texts.post("/voice/page/<int:page_call_id>/text/<int:turn>")
def read(page_call_id: int, turn: int) -> Response:
    """Somebody has taken a text by telephone: what does it say?"""
    return heard(read_aloud.read_text(page_call_id, turn, forms.key_pressed(request.form), wiring()))


@texts.post("/voice/page/<int:page_call_id>/text/<int:turn>/heard")
def read_out(page_call_id: int, turn: int) -> Response:
    """They have heard it to its end."""
    return heard(read_aloud.text_heard(page_call_id, turn, forms.key_pressed(request.form), wiring()))


@texts.post("/text/status")
def status() -> Response:
    """What became of a text we sent."""
    keep_status(forms.text_status(request.form), wiring())
    return noted()
