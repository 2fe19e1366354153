"""What the telephone company asks while somebody joins a call."""

from flask import Response, request

from oncall.joining import join_calls
from oncall.telephony import forms
from oncall.webhooks import heard, noted, webhooks
from oncall.wiring import wiring

joins = webhooks("joins", __name__)


@joins.post("/voice/join/<int:join_id>", defaults={"turn": 0})
@joins.post("/voice/join/<int:join_id>/key/<int:turn>")
def key(join_id: int, turn: int) -> Response:
    """Whoever is asked to join has picked up, or pressed a key."""
    return heard(join_calls.press_key(join_id, turn, forms.key_pressed(request.form), wiring()))


@joins.post("/voice/join/<int:join_id>/practitioner")
def practitioner(join_id: int) -> Response:
    """The practitioner's leg has been sent here."""
    return heard(join_calls.practitioner_moved(join_id, wiring()))


@joins.post("/voice/join/<int:join_id>/wait")
def wait(join_id: int) -> Response:
    """Somebody is alone in the conference: what do they hear?"""
    return heard(join_calls.waiting(join_id, wiring()))


@joins.post("/voice/join/<int:join_id>/alone")
def alone(join_id: int) -> Response:
    """The caller's leg has been sent here, since nobody else was left."""
    return heard(join_calls.left_alone(join_id, wiring()))


@joins.post("/voice/join/<int:join_id>/over/<any(caller, staff):whose>")
def over(join_id: int, whose: str) -> Response:
    """The conference is over for somebody."""
    return heard(join_calls.parted(join_id, wiring(), caller=whose == "caller"))


@joins.post("/voice/join/<int:join_id>/leg")
def leg(join_id: int) -> Response:
    """How the ringing of the third telephone goes."""
    join_calls.keep_their_leg(join_id, forms.leg_event(request.form), wiring())
    return noted()
