"""The follow-ups of a contact: on its page, and on one of their own where more are added."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    make_response,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from oncall.access.guard import only, reader
from oncall.access.roles import MAY_READ_CONTENT
from oncall.followups.add_by_hand import ByHand, add_by_hand
from oncall.followups.answer_views import answered
from oncall.followups.changing import Outcome
from oncall.followups.due_times import day_and_clock
from oncall.followups.forms import AddForm, ProposeForm, new_key
from oncall.followups.propose import Asked, Issue, look, propose
from oncall.followups.read_follow_ups import OfContact, read_of_contact
from oncall.wiring import wiring
from triage.follow_ups import FollowUp, facts
from triage.model import Urgency

ISSUES = "follow_up_issues"
ReadIssues = Callable[[Mapping[str, Mapping[str, str]]], Sequence[Issue]]
of_contact = Blueprint("contact_follow_ups", __name__, url_prefix="/contacts")
of_contact.before_request(only(*MAY_READ_CONTENT))


def offer_issues(app: Flask, read: ReadIssues) -> None:
    """Let people choose from the issues that `read` makes of a contact's answers."""
    app.extensions[ISSUES] = read


@of_contact.app_template_global("contact_follow_ups")
def contact_follow_ups(ref: str) -> OfContact | None:
    """The follow-ups of a contact, for its page."""
    return read_of_contact(ref, reader(), wiring())


@of_contact.get("/<ref>/follow-ups")
def index(ref: str) -> Response:
    """All of them, and the ways to add more."""
    return _page(ref)


@of_contact.post("/<ref>/follow-ups")
def add(ref: str) -> ResponseReturnValue:
    """Add one by hand."""
    form = AddForm()
    wanted = ByHand(
        title=form.title.data or "",
        organisation=form.organisation.data or "",
        role=form.role.data or "",
        our_part=form.our_part.data or "",
        day=form.due_day.data or "",
        clock=form.due_clock.data or "",
        child_ref=form.child.data or "",
        statutory=bool(form.statutory.data),
        rings=bool(form.rings.data),
    )
    return _sent(ref, form, add_by_hand(ref, form.key.data or "", wanted, reader(), wiring()))


@of_contact.post("/<ref>/follow-ups/propose")
def propose_them(ref: str) -> ResponseReturnValue:
    """Show what the rules propose; with `add`, keep what is ticked."""
    there = read_of_contact(ref, reader(), wiring()) or abort(404)
    form, asked = ProposeForm(), _asked(there)
    found = look(ref, asked, reader(), wiring())
    if isinstance(found, Outcome):
        return _sent(ref, form, found)
    if "add" in request.form:
        ticked = frozenset(request.form.getlist("code"))
        return _sent(ref, form, propose(ref, asked, reader(), wiring(), only=ticked))
    return _page(ref, proposed=(asked, found))


def _asked(there: OfContact) -> Asked:
    chosen = set(request.form.getlist("issue"))
    known = {name: request.form.get(f"fact_{name}", "") for name in facts()}
    return Asked(
        issues=[issue for issue in _issues(there) if issue.code in chosen],
        urgency=request.form.get("urgency", ""),
        known={name: value == "yes" for name, value in known.items() if value in ("yes", "no")},
    )


def _issues(there: OfContact) -> Sequence[Issue]:
    read: ReadIssues = current_app.extensions[ISSUES]
    return read(there.answers)


def _sent(ref: str, form: FlaskForm, outcome: Outcome) -> ResponseReturnValue:
    if outcome is Outcome.NOT_THERE:
        abort(404)
    to = url_for("contact_follow_ups.index", ref=ref)
    return answered(form, outcome, to=to, again=partial(_page, ref))


def _page(
    ref: str,
    status: int = 200,
    sent: FlaskForm | None = None,
    proposed: tuple[Asked, tuple[FollowUp, ...]] | None = None,
) -> Response:
    found = read_of_contact(ref, reader(), wiring()) or abort(404)
    now = wiring().now()
    day, _ = day_and_clock(now, found.zone)
    add_form = AddForm(formdata=None, data={"due_day": day, "our_part": "DO", "key": new_key()})
    page = render_template(
        "followups/contact.html",
        found=found,
        proposed=proposed,
        issues=_issues(found),
        facts=facts(),
        urgencies=Urgency,
        add=sent if isinstance(sent, AddForm) else add_form,
        propose=sent if isinstance(sent, ProposeForm) else ProposeForm(formdata=None),
        form=sent,
        chosen=set(request.form.getlist("issue")) or set(found.issues),
        now=now,
    )
    return make_response(page, status)
