"""The tray, and the page of one follow-up with everything that can be done about it."""

from datetime import datetime
from functools import partial

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
from flask_wtf import FlaskForm

from oncall.access.guard import only, reader
from oncall.access.roles import MAY_READ_CONTENT
from oncall.followups.answer_views import answered
from oncall.followups.calendar_views import calendar, day_added, day_ended, moved
from oncall.followups.changing import Outcome
from oncall.followups.close import REASONS, Evidence, agree, close_done, keep_open, not_applicable
from oncall.followups.due_times import day_and_clock
from oncall.followups.forms import (
    WORDS,
    AnchorForm,
    DoneForm,
    OfferForm,
    ReasonForm,
    StepForm,
    new_key,
    step,
)
from oncall.followups.hand_on import accept, decline, offer, take
from oncall.followups.read_follow_ups import InFull, Wanted, read_one, read_tray
from oncall.followups.set_anchor import set_anchor
from oncall.pages.forms import sentence
from oncall.wiring import wiring

follow_ups = Blueprint("follow_ups", __name__, url_prefix="/follow-ups")
follow_ups.before_request(only(*MAY_READ_CONTENT))
follow_ups.add_url_rule("/calendar", view_func=calendar)
follow_ups.add_url_rule("/calendar", view_func=day_added, methods=["POST"])
follow_ups.add_url_rule("/calendar/<int:day_id>/end", view_func=day_ended, methods=["POST"])
follow_ups.add_url_rule("/calendar/moved", view_func=moved, methods=["POST"])
BARE = {"agree": agree, "keep-open": keep_open, "take": take, "accept": accept, "decline": decline}
"""What is done at one press, with nothing to fill in."""


@follow_ups.get("")
def tray() -> str:
    """Everything open, of all nights."""
    wanted = Wanted(
        request.args.get("person", ""), request.args.get("child", ""), request.args.get("today") == "1"
    )
    found = read_tray(wanted, reader(), wiring())
    return render_template("followups/tray.html", tray=found, wanted=wanted, now=wiring().now())


@follow_ups.get("/<int:number>")
def show(number: int) -> Response:
    """One follow-up."""
    return _page(number)


@follow_ups.post("/<int:number>/done")
def done(number: int) -> ResponseReturnValue:
    """Close it, with evidence."""
    form = DoneForm()
    evidence = Evidence(
        told=form.told.data or "",
        how=form.how.data or "",
        day=form.done_day.data or "",
        clock=form.done_clock.data or "",
        reference=form.reference.data or "",
        late_reason=form.late_reason.data or "",
        more=bool(form.more.data),
    )
    return _sent(number, form, close_done(step(number, "done", form, reader()), evidence, wiring()))


@follow_ups.post("/<int:number>/anchor")
def anchor(number: int) -> ResponseReturnValue:
    """Say when what its clock waits for happened."""
    form = AnchorForm()
    day, clock = form.anchor_day.data or "", form.anchor_clock.data or ""
    return _sent(number, form, set_anchor(step(number, "anchor", form, reader()), day, clock, wiring()))


@follow_ups.post("/<int:number>/not-applicable")
def put_aside(number: int) -> ResponseReturnValue:
    """Say that it does not apply."""
    form = ReasonForm()
    outcome = not_applicable(step(number, "aside", form, reader()), form.reason.data or "", wiring())
    return _sent(number, form, outcome)


@follow_ups.post("/<int:number>/offer")
def offer_it(number: int) -> ResponseReturnValue:
    """Offer it to a colleague."""
    form = OfferForm()
    return _sent(number, form, offer(step(number, "offer", form, reader()), form.to.data or "", wiring()))


@follow_ups.post("/<int:number>/<any('agree', 'keep-open', 'take', 'accept', 'decline'):act>")
def press(number: int, act: str) -> ResponseReturnValue:
    """One of the buttons with nothing to fill in."""
    form = StepForm()
    return _sent(number, form, BARE[act](step(number, act, form, reader()), wiring()))


def _sent(number: int, form: StepForm, outcome: Outcome) -> ResponseReturnValue:
    if outcome is Outcome.NOT_THERE:
        abort(404)
    full = read_one(number, reader(), wiring())
    if full is None:  # it is no longer theirs to see
        flash(sentence(WORDS, outcome), "success")
        return redirect(url_for("follow_ups.tray"), 303)
    to = url_for("follow_ups.show", number=number)
    return answered(form, outcome, to=to, again=partial(_page, number), full=full)


def _page(number: int, status: int = 200, sent: FlaskForm | None = None) -> Response:
    full = read_one(number, reader(), wiring()) or abort(404)
    now = wiring().now()
    page = render_template(
        "followups/show.html",
        full=full,
        it=full.it,
        forms=_forms(full, sent, now),
        form=sent,
        now=now,
        reasons=REASONS,
        key=new_key(),
    )
    return make_response(page, status)


def _forms(full: InFull, sent: FlaskForm | None, now: datetime) -> dict[str, FlaskForm]:
    """The forms of the page; the one that was sent and refused is as it was sent."""
    it, today = full.it, day_and_clock(now, full.it.zone)
    set_at = day_and_clock(it.anchor_at, it.zone) if it.anchor_at else (today[0], "")
    made = {
        "done": DoneForm(formdata=None, data={"done_day": today[0], "done_clock": today[1]}),
        "anchor": AnchorForm(formdata=None, data={"anchor_day": set_at[0], "anchor_clock": set_at[1]}),
        "reason": ReasonForm(formdata=None),
        "offer": OfferForm(formdata=None),
    }
    return {name: sent if type(sent) is type(form) and sent else form for name, form in made.items()}
