"""The page on which one sets the PIN for ringing back from one's own telephone."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from oncall.access.guard import only, reader
from oncall.access.roles import MAY_READ_CONTENT
from oncall.pages.forms import sentence
from oncall.ringback import pin_store
from oncall.ringback.set_pin import Setting, set_pin, take_away
from oncall.wiring import wiring

WORDS = "ringback/words.html"

own_telephone = Blueprint("own_telephone", __name__, url_prefix="/own-telephone")
own_telephone.before_request(only(*MAY_READ_CONTENT))


@dataclass(frozen=True, slots=True)
class _Page:
    """Since when there is a PIN, and until when it is off; `wrong` says what is wrong with what was typed."""

    on_staff: bool
    since: datetime | None
    locked_until: datetime | None
    wrong: str | None = None


@own_telephone.get("")
def show() -> ResponseReturnValue:
    """How it stands, and the form."""
    return _page()


@own_telephone.post("")
def save() -> ResponseReturnValue:
    """Set a PIN."""
    outcome = set_pin(request.form.get("pin", ""), request.form.get("again", ""), reader(), wiring())
    return _told(outcome) if outcome is Setting.SET else _page(sentence(WORDS, outcome), 422)


@own_telephone.post("/take-away")
def remove() -> ResponseReturnValue:
    """Have none."""
    return _told(take_away(reader(), wiring()))


def _told(outcome: Setting) -> ResponseReturnValue:
    flash(sentence(WORDS, outcome), "" if outcome is Setting.NONE else "success")
    return redirect(url_for("own_telephone.show"), 303)


def _page(wrong: str | None = None, status: int = 200) -> ResponseReturnValue:
    w, staff_id = wiring(), reader().staff_id
    with w.unit_of_work() as work:
        row = None if staff_id is None else pin_store.pin(work.session, staff_id)
    locked = (
        None if row is None or row.locked_until is None or row.locked_until <= w.now() else row.locked_until
    )
    page = _Page(staff_id is not None, None if row is None else row.set_at, locked, wrong)
    return make_response(render_template("ringback/pin.html", page=page), status)
