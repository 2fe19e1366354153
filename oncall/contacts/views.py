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

from oncall.access.guard import only
from oncall.access.roles import MAY_READ_CONTENT
from oncall.contacts.add_addendum import Adding, add_addendum
from oncall.contacts.choose_children import Choosing, Ticks, choose_children
from oncall.contacts.confirm_caller import Confirming, confirm_caller
from oncall.contacts.dialled import national, tel_hidden
from oncall.contacts.forms import (
    WORDS,
    AddendumForm,
    CallerForm,
    ChildrenForm,
    Forms,
    NoteForm,
    catch_up,
    empty_addendum,
    refuse,
    whole,
)
from oncall.contacts.own_call_back import Owning, own_call_back
from oncall.contacts.read_contact import list_contacts, read_contact
from oncall.contacts.read_store import Show
from oncall.contacts.reader import reader
from oncall.contacts.recording_views import play
from oncall.contacts.write_note import Draft, Writing, write_note
from oncall.pages.forms import sentence
from oncall.wiring import wiring
from triage.model import Urgency

contacts = Blueprint("contacts", __name__, url_prefix="/contacts")
contacts.before_request(only(*MAY_READ_CONTENT))
contacts.add_app_template_filter(national)
contacts.add_app_template_filter(tel_hidden)
contacts.add_url_rule("/<ref>/messages/<int:recording_id>", view_func=play)


@contacts.get("")
def index() -> str:
    """The contacts the reader may see, newest first."""
    wanted = request.args.get("show", "")
    show = Show(wanted) if wanted in set(Show) else Show.ALL
    page = list_contacts(reader(), show, request.args.get("before", type=int), wiring())
    return render_template("contacts/index.html", page=page, show=show, shows=Show)


@contacts.get("/<ref>")
def show(ref: str) -> Response:
    """One contact."""
    return _page(ref)


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
    """Save the note, or complete it."""
    form = NoteForm()
    draft = Draft(
        form.note.data or "", form.urgency.data or "", form.complete.data, whole(form.made_from.data)
    )
    outcome = write_note(ref, draft, reader(), wiring())
    if outcome in (Writing.SAVED, Writing.COMPLETE, Writing.STILL_GOING_ON):
        return _done(ref, outcome, "" if outcome is Writing.STILL_GOING_ON else "success")
    if outcome is Writing.COMPLETE_ALREADY:
        return _refused(ref, empty_addendum(draft.text), "addendum", outcome, 409)
    field = "urgency" if outcome is Writing.NO_SUCH_URGENCY else "note"
    return _refused(ref, form, field, outcome, 409 if outcome is Writing.OVERTAKEN else 422)


@contacts.post("/<ref>/addendum")
def addendum(ref: str) -> ResponseReturnValue:
    """Add to a complete note."""
    form = AddendumForm()
    outcome = add_addendum(ref, form.key.data or "", form.addendum.data or "", reader(), wiring())
    return _done(ref, outcome) if outcome is Adding.ADDED else _refused(ref, form, "addendum", outcome)


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
    ref: str, status: int = 200, sent: FlaskForm | None = None, notice: StrEnum | None = None
) -> Response:
    record = read_contact(ref, reader(), wiring()) or abort(404)
    if notice is not None:
        flash(sentence(WORDS, notice, record=record))
    overtaken = status == 409 and isinstance(sent, NoteForm)
    if isinstance(sent, NoteForm) and overtaken:
        catch_up(sent, record)
    page = render_template(
        "contacts/show.html",
        record=record,
        forms=Forms.of(record, sent),
        form=sent,
        overtaken=overtaken,
        now=wiring().now(),
        urgencies=Urgency,
    )
    return make_response(page, status)
