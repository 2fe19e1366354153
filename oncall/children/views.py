"""The page on which those who lead keep a child's card; everybody who may see the child reads it."""

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue

from oncall.access.guard import only, reader
from oncall.access.roles import MAY_READ_CONTENT
from oncall.children.card import DECIDERS, DECISIONS, Card
from oncall.children.forms import seen, typed_card
from oncall.children.keep_card import Keeping, Kept, keep_card
from oncall.children.read_card import Shown, read_in_full, read_shown
from oncall.pages.forms import sentence
from oncall.wiring import wiring

WORDS = "children/words.html"
AT_FIELD = {
    Keeping.PLAN_DAY_NEEDED: "crisis_plan_on",
    Keeping.PLAN_IN_FUTURE: "crisis_plan_on",
    Keeping.TOO_LONG: "crisis_plan",
    Keeping.NOT_ON_OFFER: "new_risk",
}

children = Blueprint("children", __name__, url_prefix="/children")
children.before_request(only(*MAY_READ_CONTENT))


@children.app_template_global("child_card")
def child_card(ref: str) -> Shown | None:
    """A child's card, for the pages of a contact."""
    return read_shown(ref, reader(), wiring())


@children.get("/<child_ref>/card")
def card(child_ref: str) -> Response:
    """The card, its history, and the form for those who keep it."""
    return _page(child_ref)


@children.post("/<child_ref>/card")
def keep(child_ref: str) -> ResponseReturnValue:
    """Save a new version."""
    typed, wrong = typed_card()
    if wrong:
        return _page(child_ref, 422, typed, {name: sentence(WORDS, Keeping.NO_SUCH_DAY) for name in wrong})
    kept = keep_card(child_ref, typed, seen(), reader(), wiring())
    if kept.what is Keeping.NOT_THERE:
        abort(404)
    if kept.what is Keeping.MAY_NOT:
        abort(403)
    if kept.what in AT_FIELD:
        return _page(child_ref, 422, typed, {AT_FIELD[kept.what]: sentence(WORDS, kept.what)})
    flash(sentence(WORDS, kept.what, now=kept.now), "" if kept.what is Keeping.OVERTAKEN else "success")
    return _after(child_ref, typed, kept)


def _after(child_ref: str, typed: Card, kept: Kept) -> ResponseReturnValue:
    """What somebody else has saved meanwhile stands above, what was typed stays in the form."""
    if kept.what is Keeping.OVERTAKEN:
        return _page(child_ref, 409, typed)
    return redirect(url_for("children.card", child_ref=child_ref), 303)


def _page(
    child_ref: str, status: int = 200, typed: Card | None = None, errors: dict[str, str] | None = None
) -> Response:
    full = read_in_full(child_ref, reader(), wiring()) or abort(404)
    page = render_template(
        "children/card.html",
        full=full,
        card=typed or full.shown.card,
        sent=request.form,
        errors=errors or {},
        decisions=DECISIONS,
        deciders=DECIDERS,
    )
    return make_response(page, status)
