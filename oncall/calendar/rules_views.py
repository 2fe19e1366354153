"""The page on which those who keep a rota choose its rules."""

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
from oncall.calendar.edit_forms import whole
from oncall.calendar.read_calendar import KEEPS_THE_ROTA
from oncall.calendar.rules import change_rules, read_rules
from oncall.pages.forms import sentence
from oncall.pages.wall_clock import wall_clock
from oncall.wiring import wiring

WORDS = "calendar/words.html"
rota_rules = Blueprint("rota_rules", __name__, url_prefix="/rota")
rota_rules.before_request(only(*KEEPS_THE_ROTA))


@rota_rules.get("/rules")
def rules() -> Response:
    """Whether swaps need approval, who is not yet on alone, how telephones answered their test calls."""
    return _page()


@rota_rules.post("/rules")
def change() -> ResponseReturnValue:
    """Another choice is made."""
    late = change_rules(
        reader(),
        _code(),
        whole(request.form.get("revision")),
        approve_swaps=request.form.get("approve_swaps") == "yes",
        learning=request.form.getlist("learning"),
        w=wiring(),
    )
    if late is not None:
        flash(sentence(WORDS, "overtaken", by=late.by, at=wall_clock(late.at)))
        return _page(409)
    flash(sentence(WORDS, "rules_saved"), "success")
    return redirect(url_for("rota_rules.rules", service=_code() or None), 303)


def _page(status: int = 200) -> Response:
    page = read_rules(reader(), _code(), wiring()) or abort(404)
    return make_response(render_template("calendar/rules.html", page=page), status)


def _code() -> str:
    return request.values.get("service", "")
