"""The handover pages: read it, sign it, own it."""

from datetime import UTC, datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from oncall.access.guard import only, reader, require_role
from oncall.access.roles import MAY_READ_CONTENT, Role
from oncall.handover import disclosure_views, item_views, paper_views, review_views
from oncall.handover import document as documents
from oncall.handover.acknowledge import Acknowledging, acknowledge
from oncall.handover.add_addendum import DONE, Adding, Writing, add_addendum
from oncall.handover.forms import WORDS, new_key
from oncall.handover.hand_shift import Handing, accept_shift, hand_on
from oncall.handover.sign import Signing, sign
from oncall.handover.tables import AddendumKind
from oncall.handover.watch import Missing, missing, missing_shifts
from oncall.pages.forms import sentence
from oncall.wiring import wiring

handover = Blueprint("handover", __name__, url_prefix="/handover")
handover.before_request(only(*MAY_READ_CONTENT))
LARGEST_TIME = 4_102_444_800
"""The year 2100, in seconds."""
ITEM = "/<int:handover_id>/items/<int:item_id>"
handover.add_url_rule(ITEM, view_func=item_views.item)
handover.add_url_rule(f"{ITEM}/accept", view_func=item_views.accept, methods=["POST"])
handover.add_url_rule(f"{ITEM}/give/<int:number>", view_func=item_views.give_to, methods=["POST"])
handover.add_url_rule("/<int:handover_id>/print", view_func=paper_views.print_view)
handover.add_url_rule("/<int:handover_id>/pdf", view_func=paper_views.pdf, methods=["POST"])
handover.add_url_rule(f"{ITEM}/print", view_func=paper_views.item_print)
handover.add_url_rule(f"{ITEM}/pdf", view_func=paper_views.item_pdf, methods=["POST"])
FORM = "<any('csv', 'json'):form>"
handover.add_url_rule(f"{ITEM}/export/{FORM}", view_func=disclosure_views.export, methods=["POST"])
handover.add_url_rule(
    f"{ITEM}/exports/<int:disclosure_id>", view_func=disclosure_views.sent, methods=["POST"]
)
handover.add_url_rule(f"{ITEM}/reviews/<ref>", view_func=review_views.review_it, methods=["POST"])
handover.add_app_template_global(review_views.is_drawn, "is_drawn")
handover.add_url_rule(f"{ITEM}/question", view_func=item_views.question, methods=["POST"])
handover.add_url_rule(f"{ITEM}/questions/<int:query_id>", view_func=item_views.answered, methods=["POST"])


@handover.get("")
def current() -> str:
    """What is to be handed over now: last night's until somebody owns it, and the next one."""
    shown = documents.documents_now(reader(), wiring())
    ids = {document.id for document in shown}
    return render_template(
        "handover/index.html",
        new_key=new_key,
        now=wiring().now(),
        documents=shown,
        earlier=[one for one in documents.earlier(reader(), wiring()) if one[1].id not in ids],
    )


@handover.get("/<int:handover_id>")
def show(handover_id: int) -> ResponseReturnValue:
    """One handover, old or new."""
    found = documents.document(handover_id, reader(), wiring()) or abort(404)
    return render_template("handover/show.html", document=found, new_key=new_key, now=wiring().now())


@handover.post("/<int:handover_id>/sign")
def sign_it(handover_id: int) -> ResponseReturnValue:
    """The practitioner signs."""
    require_role(Role.PRACTITIONER, Role.MANAGER, Role.TEAM_LEAD)
    outcome = sign(handover_id, reader(), wiring(), request.form.get("seen"))
    if outcome is Signing.NOT_THERE:
        abort(404)
    flash(sentence(WORDS, outcome), "success" if outcome is Signing.SIGNED else "")
    return redirect(url_for("handover.show", handover_id=handover_id), 303)


@handover.post("/<int:handover_id>/addenda/<any('addendum', 'withdrawal', 'outage'):kind>")
def write_under(handover_id: int, kind: str) -> ResponseReturnValue:
    """Write under a handover: more about it, why its signature does not hold, why we were down."""
    require_role(Role.PRACTITIONER, Role.MANAGER, Role.TEAM_LEAD)
    said = Writing(AddendumKind(kind), request.form.get("text", ""), request.form.get("key", ""))
    outcome = add_addendum(handover_id, said, reader(), wiring())
    if outcome is Adding.NOT_THERE:
        abort(404)
    flash(sentence(WORDS, outcome), "success" if outcome in DONE else "")
    return redirect(url_for("handover.show", handover_id=handover_id), 303)


@handover.post("/<int:handover_id>/shifts/<int:at>/<any('hand-on', 'accept'):act>")
def change_shift(handover_id: int, at: int, act: str) -> ResponseReturnValue:
    """Whoever goes hands over, or whoever comes accepts; `at` is the change, in seconds."""
    require_role(Role.PRACTITIONER, Role.MANAGER, Role.TEAM_LEAD)
    outcome = Handing.NOT_THERE
    if at < LARGEST_TIME:
        moment = datetime.fromtimestamp(at, tz=UTC)
        words = request.form.get("text", "")
        if act == "accept":
            outcome = accept_shift(handover_id, moment, reader(), wiring())
        else:
            outcome = hand_on(handover_id, moment, words, reader(), wiring())
    if outcome is Handing.NOT_THERE:
        abort(404)
    done = outcome in (Handing.HANDED_ON, Handing.SHIFT_ACCEPTED)
    flash(sentence(WORDS, outcome), "success" if done else "")
    return redirect(url_for("handover.show", handover_id=handover_id), 303)


@handover.app_template_global("handovers_missing")
def handovers_missing() -> list[Missing]:
    """For the first page: what should have been signed an hour ago."""
    with wiring().unit_of_work() as work:
        found = missing(work.session, reader(), wiring().now())
        return found + missing_shifts(work, reader(), wiring())


@handover.post("/<int:handover_id>/acknowledge")
def acknowledge_it(handover_id: int) -> ResponseReturnValue:
    """The team lead, or a manager in their place, owns a nil return."""
    require_role(Role.TEAM_LEAD, Role.MANAGER)
    outcome = acknowledge(handover_id, reader(), request.form.get("readback", ""), wiring())
    if outcome is Acknowledging.NOT_THERE:
        abort(404)
    flash(sentence(WORDS, outcome), "success" if outcome is Acknowledging.ACKNOWLEDGED else "")
    return redirect(url_for("handover.show", handover_id=handover_id), 303)
