"""The buttons that bring somebody into a call."""

from flask import Blueprint, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from oncall.access.guard import only, reader
from oncall.access.roles import MAY_READ_CONTENT
from oncall.joining.bring_in import Bringing, Kind, bring_in
from oncall.pages.forms import sentence
from oncall.wiring import wiring

WORDS = "joining/words.html"
DONE = (Bringing.COMING, Bringing.COMING_TO_TAKE_IT)

joining = Blueprint("joining", __name__, url_prefix="/contacts")
joining.before_request(only(*MAY_READ_CONTENT))


@joining.post("/<ref>/bring-in/<any(manager, pass):kind>")
def bring(ref: str, kind: str) -> ResponseReturnValue:
    """Have the manager, or a colleague who takes over, rung to join the reader's call."""
    outcome = bring_in(ref, Kind(kind), reader(), wiring())
    if outcome is Bringing.NOT_THERE:
        abort(404)
    flash(sentence(WORDS, outcome), "success" if outcome in DONE else "")
    return redirect(url_for("contacts.show", ref=ref), 303)
