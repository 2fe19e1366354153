"""What the telephone company tells us about texts."""

from flask import Response, request

from oncall.telephony import forms
from oncall.telephony.twiml import NOTHING, render
from oncall.texts.arrive import receive_text
from oncall.texts.delivery import keep_status
from oncall.texts.read_aloud import read_text, text_heard
from oncall.webhooks import webhooks
from oncall.wiring import wiring

texts = webhooks("texts", __name__)


@texts.post("/text")
@texts.post("/fallback/text", endpoint="fallback")
def came() -> Response:
    """A text has come in; or the first address failed for it."""
    receive_text(forms.inbound_text(request.form), wiring())
    return Response(NOTHING, mimetype="text/xml")


@texts.post("/voice/page/<int:page_call_id>/text/<int:turn>")
def read(page_call_id: int, turn: int) -> Response:
    """Somebody has taken a text by telephone: what does it say?"""
    words = read_text(page_call_id, turn, forms.key_pressed(request.form), wiring())
    return Response(render(words.reply, words.voice), mimetype="text/xml")


@texts.post("/voice/page/<int:page_call_id>/text/<int:turn>/heard")
def heard(page_call_id: int, turn: int) -> Response:
    """They have heard it to its end."""
    words = text_heard(page_call_id, turn, forms.key_pressed(request.form), wiring())
    return Response(render(words.reply, words.voice), mimetype="text/xml")


@texts.post("/text/status")
def status() -> Response:
    """What became of a text we sent."""
    keep_status(forms.text_status(request.form), wiring())
    return Response(NOTHING, mimetype="text/xml")
