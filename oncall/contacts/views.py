"""The list of contacts, and the page of one: read it, say who rang and about whom, write the note."""

from enum import StrEnum

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
from oncall.contacts.add_addendum import Adding, add_addendum
from oncall.contacts.choose_children import Choosing, Ticks, choose_children
from oncall.contacts.confirm_caller import Confirming, confirm_caller
from oncall.contacts.dialled import national, tel_hidden
from oncall.contacts.find_views import child_page, find_page, found_page, person_page
from oncall.contacts.forms import (
    WORDS,
    AddendumForm,
    CallerForm,
    ChildrenForm,
    Forms,
    empty_addendum,
    refuse,
    typed,
    typed_json,
)
from oncall.contacts.own_call_back import Owning, own_call_back
from oncall.contacts.read_contact import list_contacts, read_contact
from oncall.contacts.read_store import Show
from oncall.contacts.record import Record
from oncall.contacts.recording_views import play
from oncall.contacts.restrict_views import (
    closed_door,
    conflict,
    conflict_ended,
    kept,
    lifted,
    lifting,
    opened,
    restricted,
    restriction,
)
from oncall.contacts.save_record import Saved, Saving, Typed, save_record
from oncall.contacts.sheet import Sheet
from oncall.pages.forms import sentence
from oncall.wiring import wiring
from triage.model import Urgency

contacts = Blueprint("contacts", __name__, url_prefix="/contacts")
contacts.before_request(only(*MAY_READ_CONTENT))
contacts.add_app_template_filter(national)
contacts.add_app_template_filter(tel_hidden)
contacts.add_url_rule("/<ref>/messages/<int:recording_id>", view_func=play)
contacts.add_url_rule("/find", view_func=find_page)
contacts.add_url_rule("/find", view_func=found_page, methods=["POST"])
contacts.add_url_rule("/find/child/<child_ref>", view_func=child_page)
contacts.add_url_rule("/find/person", view_func=person_page, methods=["POST"])
contacts.add_url_rule("/restricted", view_func=kept)
contacts.add_url_rule("/conflicts", view_func=conflict, methods=["POST"])
contacts.add_url_rule("/conflicts/<int:conflict_id>/end", view_func=conflict_ended, methods=["POST"])
contacts.add_url_rule("/<ref>/restriction", view_func=restriction)
contacts.add_url_rule("/<ref>/restriction", view_func=restricted, methods=["POST"])
contacts.add_url_rule("/<ref>/restriction/lifting", view_func=lifting, methods=["POST"])
contacts.add_url_rule("/<ref>/restriction/lifted", view_func=lifted, methods=["POST"])
contacts.add_url_rule("/<ref>/opening", view_func=opened, methods=["POST"])


@contacts.get("")
def index() -> str:
    """The contacts the reader may see, newest first."""
    wanted = request.args.get("show", "")
    show = Show(wanted) if wanted in set(Show) else Show.ALL
    page = list_contacts(reader(), show, request.args.get("before", type=int), wiring())
    return render_template("contacts/index.html", page=page, show=show, shows=Show)


@contacts.get("/<ref>")
def show(ref: str) -> ResponseReturnValue:
    """One contact; where it is restricted to others, the question why somebody must see it."""
    record = read_contact(ref, reader(), wiring())
    return closed_door(ref) if record is None else _page(ref, record=record)


@contacts.post("/<ref>/call-back")
def call_back(ref: str) -> ResponseReturnValue:
    """Take the call back."""
    outcome = own_call_back(ref, reader(), wiring())
    if outcome in (Owning.YOURS, Owning.NOTHING_WAITS, Owning.NOT_THERE):
        return _done(ref, outcome, "success" if outcome is Owning.YOURS else "")
    return _page(ref, 403 if outcome is Owning.NOT_ON_THE_STAFF else 409, notice=outcome)


@contacts.post("/<ref>/caller")
def caller(ref: str) -> ResponseReturnValue:
    """Say who rang."""
    form = CallerForm()
    outcome = confirm_caller(ref, form.who.data or "", form.other.data or "", reader(), wiring())
    if outcome in (Confirming.CONFIRMED, Confirming.NOT_KNOWN):
        return _done(ref, outcome)
    return _refused(ref, form, "who", outcome)


@contacts.post("/<ref>/children")
def children(ref: str) -> ResponseReturnValue:
    """Say which children it is about."""
    form = ChildrenForm()
    sent = [frozenset(request.form.getlist(name)) for name in ("child", "was")]
    ticks = Ticks(sent[0], form.another.data or "", sent[1])
    outcome = choose_children(ref, ticks, reader(), wiring())
    return _done(ref, outcome) if outcome is Choosing.CHOSEN else _refused(ref, form, "another", outcome)


@contacts.post("/<ref>/note")
def note(ref: str) -> ResponseReturnValue:
    """Save the running note and the urgency."""
    sent = typed()
    saved = save_record(ref, sent, reader(), wiring())
    if saved.what is Saving.SAVED:
        return _done(ref, saved.what)
    if saved.what is Saving.NOT_THERE:
        abort(404)
    if saved.what is Saving.WRITTEN_UP:
        unsaved = "\n".join(one.now for one in sent.changes if one.name == "note")
        return _refused(ref, empty_addendum(unsaved), "addendum", saved.what, 409)
    return _page(ref, 409 if saved.theirs else 422, saved=(sent, saved))


@contacts.post("/<ref>/words")
def words(ref: str) -> ResponseReturnValue:
    """Save what a script sends while it is typed; the answer says what is safe, and what others wrote."""
    saved = save_record(ref, typed_json(), reader(), wiring())
    if saved.what is Saving.NOT_THERE:
        abort(404)
    told = {one.name: {"by": one.saved_by, "value": one.value} for one in saved.theirs}
    return {
        "kept": saved.kept,
        "refused": saved.refused,
        "theirs": told,
        "written_up": saved.what is Saving.WRITTEN_UP,
    }


@contacts.post("/<ref>/addendum")
def addendum(ref: str) -> ResponseReturnValue:
    """Add to a complete record."""
    form = AddendumForm()
    text, about = form.addendum.data or "", form.about.data or ""
    outcome = add_addendum(ref, form.key.data or "", text, reader(), wiring(), about=about)
    field = "about" if outcome is Adding.NO_SUCH_TIME else "addendum"
    return _done(ref, outcome) if outcome is Adding.ADDED else _refused(ref, form, field, outcome)


def _done(ref: str, outcome: StrEnum, category: str = "success") -> ResponseReturnValue:
    if outcome.name == "NOT_THERE":
        abort(404)
    flash(sentence(WORDS, outcome), category)
    return redirect(url_for("contacts.show", ref=ref), 303)


def _refused(ref: str, form: FlaskForm, field: str, why: StrEnum, status: int = 422) -> Response:
    if why.name == "NOT_THERE":
        abort(404)
    refuse(form, field, why)
    return _page(ref, status, form)


def _page(
    ref: str,
    status: int = 200,
    sent: FlaskForm | None = None,
    notice: StrEnum | None = None,
    saved: tuple[Typed, Saved] | None = None,
    record: Record | None = None,
) -> Response:
    record = record or read_contact(ref, reader(), wiring()) or abort(404)
    if notice is not None:
        flash(sentence(WORDS, notice, record=record))
    page = render_template(
        "contacts/show.html",
        record=record,
        forms=Forms.of(record, sent),
        form=sent,
        sheet=Sheet.of(record.values, *(saved or ())),
        now=wiring().now(),
        urgencies=Urgency,
    )
    return make_response(page, status)
