"""What the telephone company asks while we ring somebody about a contact."""

from flask import Response, request

from oncall.paging.after import keep_event
from oncall.paging.answer import picked_up, press_key
from oncall.telephony import forms
from oncall.webhooks import heard, noted, webhooks
from oncall.wiring import wiring

pages = webhooks("pages", __name__)


@pages.post("/voice/page/<int:page_call_id>")
def answered(page_call_id: int) -> Response:
    """Somebody has picked up: what do they hear first?"""
    return heard(picked_up(page_call_id, forms.key_pressed(request.form), wiring()))


@pages.post("/voice/page/<int:page_call_id>/key/<int:turn>")
def key(page_call_id: int, turn: int) -> Response:
    """They have pressed a key."""
    return heard(press_key(page_call_id, turn, forms.key_pressed(request.form), wiring()))


@pages.post("/voice/page/<int:page_call_id>/leg")
def leg(page_call_id: int) -> Response:
    """How the ringing of their telephone goes."""
    keep_event(page_call_id, forms.leg_event(request.form), wiring())
    return noted()
