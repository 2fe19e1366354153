"""Signing in without a password: registered in practice mode alone."""

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from oncall.access import cookie
from oncall.access.guard import safe_next
from oncall.access.sign_in import sign_in_as
from oncall.wiring import wiring

blueprint = Blueprint("practice_access", __name__)


@blueprint.get("/practice/sign-in/<staff_id>")
def sign_in_as_staff(staff_id: str) -> ResponseReturnValue:
    """Be this member of staff."""
    w = wiring()
    if not w.settings.practice:
        abort(404)
    signed_in = sign_in_as(
        staff_id, replaces=cookie.read(request, w.settings), unit_of_work=w.unit_of_work, now=w.now
    )
    if signed_in is None:
        abort(404)
    return cookie.let_in(signed_in.token, safe_next(request.args.get("next")), w.settings)
