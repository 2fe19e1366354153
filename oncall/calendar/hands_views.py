"""The pages of changing hands: one's own shifts, asking, taking, taking over now, being ill."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

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

from oncall.access.guard import reader, signed_in
from oncall.calendar import hands
from oncall.calendar.acting import Acting, acting, called, signed
from oncall.calendar.read_hands import read_ask, read_mine
from oncall.pages.forms import sentence
from oncall.pages.wall_clock import wall_clock
from oncall.shifts.take import Taking
from oncall.wiring import wiring

WORDS = "calendar/hands_words.html"
rota_hands = Blueprint("rota_hands", __name__, url_prefix="/rota")
rota_hands.before_request(signed_in)


@rota_hands.get("/mine")
def mine() -> str:
    """One's own shifts and what one can do about them."""
    with _acting() as at:
        return render_template("calendar/mine.html", page=read_mine(at), **_helpers())


@rota_hands.post("/mine/confirm")
def confirm() -> ResponseReturnValue:
    """One will be on."""
    with _acting() as at:
        done = hands.confirm(at, request.form.get("tier", ""), request.form.get("start", ""))
    return _home("confirmed" if done else "not_yours_any_more", done=done)


@rota_hands.post("/mine/ask")
def ask() -> ResponseReturnValue:
    """Ask for somebody to take a time of one's own."""
    with _acting() as at:
        found = hands.ask(at, request.form.to_dict())
        if isinstance(found, tuple):
            shown = render_template(
                "calendar/ask_all_the_same.html", at=at, breaks=found, form=request.form, **_helpers()
            )
            return make_response(shown, 409)
    return _home("asked", done=True)


@rota_hands.post("/gaps/ask")
def ask_for_gap() -> ResponseReturnValue:
    """Ask everybody who could to fill a gap."""
    with _acting() as at:
        row = hands.ask_for_gap(at, request.form.to_dict())
    flash(sentence(WORDS, "asked"), "success")
    return redirect(url_for("rota_hands.show", ask_id=row.id, service=at.config.code), 303)


@rota_hands.get("/ill")
def ill_page() -> str:
    """Say that one is ill."""
    with _acting() as at:
        return render_template("calendar/ill.html", page=read_mine(at), **_helpers())


@rota_hands.post("/ill")
def ill() -> ResponseReturnValue:
    """One is ill from now on."""
    with _acting() as at:
        asked = hands.say_ill(at, request.form.get("until", ""))
    return _home("ill_asked" if asked else "ill_filled", done=True)


@rota_hands.get("/take-over")
def take_over_page() -> str:
    """What taking over a tier now would do."""
    with _acting() as at:
        plan = hands.read_take_over(at, request.args.get("tier", ""))
        return render_template("calendar/take_over.html", at=at, plan=plan, **_helpers())


@rota_hands.post("/take-over")
def take_over() -> ResponseReturnValue:
    """Take it over."""
    with _acting() as at:
        until = hands.do_take_over(at, request.form.get("tier", ""))
    flash(sentence(WORDS, "taken_over", until=wall_clock(until, at.config.zone)), "success")
    return redirect(url_for("rotas.calendar"), 303)


@rota_hands.get("/asks/<int:ask_id>")
def show(ask_id: int) -> Response:
    """One asking: what taking it would mean, before one does."""
    return _ask(ask_id)


@rota_hands.post("/asks/<int:ask_id>/take")
def take(ask_id: int) -> ResponseReturnValue:
    """Take it. Of many at once one does."""
    with _acting() as at:
        taking = hands.do_take(at, ask_id, request.form.get("back", ""))
    return _after(ask_id, taking)


@rota_hands.post("/asks/<int:ask_id>/accept")
def accept(ask_id: int) -> ResponseReturnValue:
    """Say yes to what was agreed."""
    with _acting() as at:
        taking = hands.do_accept(at, ask_id)
    return _after(ask_id, "accepted" if taking is Taking.YOURS else taking)


@rota_hands.post("/asks/<int:ask_id>/refuse")
def refuse(ask_id: int) -> ResponseReturnValue:
    """Withdraw what one asked, or say no to it."""
    with _acting() as at:
        done = hands.do_refuse(at, ask_id)
    return _after(ask_id, "refused" if done else "shift_not_yours")


@contextmanager
def _acting() -> Iterator[Acting]:
    """The reader at work, for themselves or whom the form names, in one transaction."""
    w = wiring()
    code, whom = request.values.get("service", ""), request.values.get("for", "")
    with w.unit_of_work() as work:
        yield acting(work, reader(), code, whom, w) or abort(404)


def _ask(ask_id: int, status: int = 200) -> Response:
    with _acting() as at:
        page = read_ask(at, ask_id) or abort(404)
        return make_response(render_template("calendar/ask.html", page=page, **_helpers()), status)


def _after(ask_id: int, word: str) -> ResponseReturnValue:
    won = word in ("shift_yours", "shift_already_yours", "accepted", "refused")
    waits = word.startswith("shift_waits")
    flash(sentence(WORDS, word), "success" if won else "")
    if not (won or waits):
        return _ask(ask_id, 409)
    return redirect(url_for("rota_hands.show", ask_id=ask_id, **_same()), 303)


def _home(word: str, *, done: bool) -> ResponseReturnValue:
    flash(sentence(WORDS, word), "success" if done else "")
    return redirect(url_for("rota_hands.mine", **_same()), 303)


def _same() -> dict[str, Any]:
    """The service and the person that the form was about."""
    return {name: value for name in ("service", "for") if (value := request.values.get(name))}


def _helpers() -> dict[str, object]:
    return {"called": called, "signed": signed}
