"""The pages of the rota: who is on, proof of cover, and feeds."""

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.sansio.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from oncall.access.guard import reader, signed_in
from oncall.calendar.feeds import Kind, feeds_of, make_feed, read_feed, revoke_feed
from oncall.calendar.now_feed import Answers
from oncall.calendar.proof import minutes
from oncall.calendar.prove_cover import CoverPage, as_csv, prove_cover, records_as_csv
from oncall.calendar.read_calendar import read_calendar
from oncall.pages.forms import sentence
from oncall.wiring import wiring

WORDS = "calendar/words.html"
rotas = Blueprint("rotas", __name__, url_prefix="/rota")
rotas.before_request(signed_in)
rota_feeds = Blueprint("rota_feeds", __name__, url_prefix="/rota")


@rotas.get("")
def calendar() -> str:
    """Who is on now and next, and a week or a month."""
    view, on = request.args.get("view", "week"), request.args.get("on", "")
    page = read_calendar(reader(), view, on, wiring())
    return render_template("calendar/index.html", page=page)


@rotas.get("/cover")
def cover() -> str:
    """Proof of cover for a period."""
    return render_template("calendar/cover.html", page=_cover(), gap_minutes=minutes)


@rotas.get("/cover.csv")
def cover_table() -> Response:
    """The same for a spreadsheet."""
    page = _cover()
    return _table(as_csv(page), f"cover-{page.config.code}.csv")


@rotas.get("/cover/records.csv")
def duty_records() -> Response:
    """Who really was on in a period, how that came about, who confirmed and who accepted it."""
    page = _cover()
    return _table(records_as_csv(page), f"duty-{page.config.code}.csv")


@rotas.get("/feeds")
def feeds() -> str:
    """The reader's feeds."""
    return render_template("calendar/feeds.html", page=feeds_of(reader(), wiring()))


@rotas.post("/feeds")
def make() -> ResponseReturnValue:
    """A new feed: its address is on this answer and nowhere else, so there is no other page to go on to."""
    own = request.form.get("whose") == "own"
    what = request.form.get("what", Kind.ROTA)
    kind = Kind(what) if what in set(Kind) else Kind.ROTA
    secret = make_feed(reader(), request.form.get("service", ""), own=own, w=wiring(), kind=kind)
    if secret is None:
        abort(404)
    path = url_for("rota_feeds.now" if kind is Kind.NOW else "rota_feeds.feed", secret=secret)
    address = wiring().settings.public_url.rstrip("/") + path
    return render_template("calendar/feeds.html", page=feeds_of(reader(), wiring()), address=address)


@rotas.post("/feeds/<int:feed_id>/revoke")
def revoke(feed_id: int) -> ResponseReturnValue:
    """A feed answers no more."""
    done = revoke_feed(reader(), feed_id, wiring())
    flash(sentence(WORDS, "revoked" if done else "revoked_before"), "success" if done else "")
    return redirect(url_for("rotas.feeds"), 303)


@rota_feeds.get("/feed/<secret>.ics")
def feed(secret: str) -> Response:
    """A feed, for a calendar that cannot sign in: the address is the secret."""
    found = read_feed(secret, wiring()) or abort(404)
    return Response(found, content_type="text/calendar; charset=utf-8")


@rota_feeds.get("/now/<secret>.json")
def now(secret: str) -> Response:
    """Who is on now, for a screen or another system: the address is the secret."""
    answers: Answers = current_app.extensions["oncall_on_now"]
    found = answers.of(secret, wiring()) or abort(404)
    return Response(found, content_type="application/json")


@rota_feeds.record_once
def keep_answers(state: BlueprintSetupState) -> None:
    """A process keeps its answers with its application."""
    state.app.extensions["oncall_on_now"] = Answers()


def _table(text: str, name: str) -> Response:
    response = Response(text, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cover() -> CoverPage:
    code, since, until = (request.args.get(name, "").strip() for name in ("service", "from", "until"))
    return prove_cover(reader(), code, since, until, wiring()) or abort(404)
