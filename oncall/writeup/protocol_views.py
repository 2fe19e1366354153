"""The pages of protocols: where each stands, its chart, trying it out, and its approval by two people."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from oncall.access.guard import only, reader
from oncall.access.roles import MAY_READ_CONTENT
from oncall.pages.forms import sentence
from oncall.wiring import wiring
from oncall.writeup.approve import Approving, agree, end, may_approve, propose
from oncall.writeup.read_protocols import read_protocol, read_protocols, try_out
from triage.chart import chart_svg

WORDS = "writeup/words.html"
DONE = frozenset({Approving.PROPOSED, Approving.APPROVED, Approving.ENDED})

protocols = Blueprint("protocols", __name__, url_prefix="/protocols")
protocols.before_request(only(*MAY_READ_CONTENT))


@protocols.get("")
def index() -> str:
    """All of them."""
    return render_template("writeup/protocols.html", standings=read_protocols(wiring()))


@protocols.get("/<code>")
def show(code: str) -> str:
    """One, with its chart as text."""
    page = read_protocol(code, wiring()) or abort(404)
    return render_template("writeup/protocol.html", page=page, may_approve=may_approve(reader()))


@protocols.get("/<code>/chart.svg")
def chart(code: str) -> Response:
    """Its chart as a picture."""
    page = read_protocol(code, wiring()) or abort(404)
    return Response(chart_svg(page.standing.protocol), mimetype="image/svg+xml")


@protocols.get("/<code>/try")
def try_page(code: str) -> str:
    """The questions, none of them answered."""
    return render_template("writeup/try_out.html", tried=try_out(code, {}) or abort(404), sent=False)


@protocols.post("/<code>/try")
def tried(code: str) -> str:
    """What the answers come to. They are posted, so that no address holds them, and not kept."""
    return render_template("writeup/try_out.html", tried=try_out(code, request.form) or abort(404), sent=True)


@protocols.post("/<code>/approve")
def approve(code: str) -> ResponseReturnValue:
    """Be the first to approve it."""
    seen, day = request.form.get("seen", ""), request.form.get("day", "")
    return _told(code, propose(code, seen, day, reader(), wiring()))


@protocols.post("/<code>/approvals/<int:approval_id>/agree")
def second(code: str, approval_id: int) -> ResponseReturnValue:
    """Be the second."""
    return _told(code, agree(approval_id, reader(), wiring()))


@protocols.post("/<code>/approvals/<int:approval_id>/end")
def take_back(code: str, approval_id: int) -> ResponseReturnValue:
    """Take an approval back."""
    return _told(code, end(approval_id, request.form.get("why", ""), reader(), wiring()))


def _told(code: str, outcome: Approving) -> ResponseReturnValue:
    if outcome is Approving.NOT_THERE:
        abort(404)
    if outcome is Approving.NOT_YOURS:
        abort(403)
    flash(sentence(WORDS, outcome), "success" if outcome in DONE else "")
    return redirect(url_for("protocols.show", code=code), 303)
