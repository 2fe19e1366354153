"""What the telephone company asks while we ring somebody about a contact."""

from flask import Response, request

from oncall.paging.after import keep_event
from oncall.paging.answer import picked_up, press_key
from oncall.service.spoken import Spoken
from oncall.telephony import forms
from oncall.telephony.twiml import NOTHING, render
from oncall.webhooks import webhooks
from oncall.wiring import wiring

pages = webhooks("pages", __name__)


def _say(words: Spoken) -> Response:
    return Response(render(words.reply, words.voice), mimetype="text/xml")


@pages.post("/voice/page/<int:page_call_id>")
def answered(page_call_id: int) -> Response:
    """Somebody has picked up: what do they hear first?"""
    return _say(picked_up(page_call_id, forms.key_pressed(request.form), wiring()))


@pages.post("/voice/page/<int:page_call_id>/key/<int:turn>")
def key(page_call_id: int, turn: int) -> Response:
    """They have pressed a key."""
    return _say(press_key(page_call_id, turn, forms.key_pressed(request.form), wiring()))


@pages.post("/voice/page/<int:page_call_id>/leg")
def leg(page_call_id: int) -> Response:
    """How the ringing of their telephone goes."""
    keep_event(page_call_id, forms.leg_event(request.form), wiring())
    return Response(NOTHING, mimetype="text/xml")
