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
from oncall.calendar.asked_views import WORDS, number_sent, service_asked, too_late
from oncall.calendar.read_calendar import KEEPS_THE_ROTA
from oncall.calendar.rules import change_rules, read_rules
from oncall.pages.forms import sentence
from oncall.wiring import wiring

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
        service_asked(),
        number_sent("revision"),
        approve_swaps=request.form.get("approve_swaps") == "yes",
        learning=request.form.getlist("learning"),
        w=wiring(),
    )
    if late is not None:
        flash(too_late(late))
        return _page(409)
    flash(sentence(WORDS, "rules_saved"), "success")
    return redirect(url_for("rota_rules.rules", service=service_asked() or None), 303)


def _page(status: int = 200) -> Response:
    page = read_rules(reader(), service_asked(), wiring()) or abort(404)
    return make_response(render_template("calendar/rules.html", page=page), status)
