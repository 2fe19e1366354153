"""The button that rings a caller back, and what came of it before; it stands on the page of a contact."""

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from oncall.access.guard import only, reader
from oncall.access.roles import MAY_READ_CONTENT
from oncall.pages.forms import sentence
from oncall.ringback import cut_off
from oncall.ringback.give_number import Giving, give_number, is_listed
from oncall.ringback.read_call_backs import CallBacks, read_call_backs
from oncall.ringback.ring_back import Ringing, ring_back
from oncall.wiring import wiring

WORDS = "ringback/words.html"

call_back = Blueprint("call_back", __name__, url_prefix="/contacts")
call_back.before_request(only(*MAY_READ_CONTENT))


@call_back.get("/<ref>/ring-back")
def show(ref: str) -> str:
    """The button and every try so far, as a part of a page."""
    backs = read_call_backs(ref, reader(), wiring()) or abort(404)
    return render_template("ringback/button.html", backs=backs, first="ring")


@call_back.app_template_global("call_backs")
def call_backs(ref: str) -> CallBacks | None:
    """What can be done about the call of a contact now, for `ringback/button.html` on its page."""
    return read_call_backs(ref, reader(), wiring())


@call_back.app_template_global("call_tries")
def call_tries(ref: str) -> Markup:
    """What came of ringing about a contact so far, for a page that has its own button."""
    backs = read_call_backs(ref, reader(), wiring())
    return Markup("" if backs is None else render_template("ringback/tries.html", backs=backs))  # noqa: S704  (rendered just now)


@call_back.post("/<ref>/ring-back")
def ring(ref: str) -> ResponseReturnValue:
    """Ring the reader's telephone, then the caller's."""
    outcome = ring_back(ref, reader(), wiring())
    if outcome is Ringing.NOT_THERE:
        abort(404)
    flash(sentence(WORDS, outcome), "success" if outcome is Ringing.YOUR_PHONE_RINGS else "")
    return redirect(url_for("contacts.show", ref=ref), 303)


@call_back.post("/<ref>/given-number")
def give(ref: str) -> ResponseReturnValue:
    """Keep the number on which the caller asked to be rung back; or say why not, with the field again."""
    typed, was = request.form.get("given", ""), request.form.get("was", "")
    outcome = give_number(ref, typed, was, reader(), wiring())
    if outcome is Giving.NOT_THERE:
        abort(404)
    if outcome in (Giving.GIVEN, Giving.TAKEN_BACK, Giving.CHANGED, Giving.NOT_ON_THE_STAFF):
        kept = outcome in (Giving.GIVEN, Giving.TAKEN_BACK)
        flash(sentence(WORDS, outcome), "success" if kept else "")
        return redirect(url_for("contacts.show", ref=ref), 303)
    wrong = sentence(WORDS, outcome)
    page = render_template("ringback/given_again.html", ref=ref, typed=typed, was=was, wrong=wrong)
    return make_response(page, 422)


@call_back.app_template_global("number_is_listed")
def number_is_listed(ref: str) -> bool:
    """Whether a number of a contact's caller is on a child's no-contact list."""
    return is_listed(ref, reader(), wiring())


@call_back.post("/<ref>/finished")
def finished(ref: str) -> ResponseReturnValue:
    """The talk was finished: nobody need ring back."""
    outcome = cut_off.finished(ref, reader(), wiring())
    if outcome is cut_off.Saying.NOT_THERE:
        abort(404)
    flash(sentence(WORDS, outcome), "success" if outcome is cut_off.Saying.FINISHED else "")
    return redirect(url_for("contacts.show", ref=ref), 303)
