"""The practitioner's pages: writing a contact up."""

from flask import Blueprint, abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from oncall.access.guard import only, reader
from oncall.access.roles import MAY_READ_CONTENT
from oncall.contacts.forms import typed
from oncall.contacts.read_contact import find_contact, read_contact
from oncall.contacts.save_record import Saved, Saving, Typed, save_record
from oncall.contacts.sheet import Sheet
from oncall.pages.forms import sentence
from oncall.wiring import wiring
from oncall.writeup.answers_read import answers_read
from oncall.writeup.by_hand_views import by_hand, entered
from oncall.writeup.call_sheet_views import call_sheet, edt_told
from oncall.writeup.close_contact import Closing, close_contact
from oncall.writeup.complete import Completed, Completing, complete, lacks_of
from oncall.writeup.protocol_files import read_all
from oncall.writeup.sheet_lines import rows
from oncall.writeup.triage_views import (
    answered,
    escalated,
    phone_caller,
    phone_children,
    triage,
    typed_note,
)
from triage.model import Urgency
from triage.note import Lack

WORDS = "writeup/words.html"

writeup = Blueprint("writeup", __name__, url_prefix="/contacts")
writeup.before_request(only(*MAY_READ_CONTENT))
writeup.add_url_rule("/by-hand", view_func=by_hand)
writeup.add_url_rule("/by-hand", view_func=entered, methods=["POST"])
writeup.add_url_rule("/<ref>/call-sheet", view_func=call_sheet)
writeup.add_url_rule("/<ref>/call-sheet", view_func=edt_told, methods=["POST"])
writeup.add_url_rule("/<ref>/triage", view_func=triage)
writeup.add_url_rule("/<ref>/triage/<code>", view_func=answered, methods=["POST"])
writeup.add_url_rule("/<ref>/triage/<code>/note", view_func=typed_note, methods=["POST"])
writeup.add_url_rule("/<ref>/triage/<code>/caller", view_func=phone_caller, methods=["POST"])
writeup.add_url_rule("/<ref>/triage/<code>/children", view_func=phone_children, methods=["POST"])
writeup.add_url_rule("/<ref>/escalate", view_func=escalated, methods=["POST"])


@writeup.app_template_global("issue_titles")
def issue_titles() -> dict[str, str]:
    """What a contact may be about: the titles of the protocols, by code."""
    return {code: protocol.title for code, protocol in read_all().items() if code.startswith("P")}


writeup.add_app_template_global(answers_read)


@writeup.get("/<ref>/record")
def show(ref: str) -> ResponseReturnValue:
    """The form of a contact's record."""
    return _page(ref)


@writeup.post("/<ref>/record")
def save(ref: str) -> ResponseReturnValue:
    """Save the form; and complete the record, if that is what was pressed."""
    sent = typed()
    saved = save_record(ref, sent, reader(), wiring())
    if saved.what is Saving.NOT_THERE:
        abort(404)
    if saved.what is Saving.WRITTEN_UP:
        flash(sentence("contacts/words.html", saved.what))
        return redirect(url_for("contacts.show", ref=ref), 303)
    if saved.what is not Saving.SAVED:
        return _page(ref, 409 if saved.theirs else 422, saved=(sent, saved))
    if request.form.get("do") == "complete":
        return _completed(ref, complete(ref, reader(), wiring()))
    flash(sentence("contacts/words.html", saved.what), "success")
    return redirect(url_for("writeup.show", ref=ref), 303)


@writeup.post("/<ref>/close")
def close(ref: str) -> ResponseReturnValue:
    """Close a contact of which nothing is open any more."""
    outcome = close_contact(ref, request.form.get("why", ""), reader(), wiring())
    if outcome is Closing.NOT_THERE:
        abort(404)
    flash(sentence(WORDS, outcome), "success" if outcome is Closing.CLOSED else "")
    return redirect(url_for("contacts.show", ref=ref) + "#write", 303)


def _completed(ref: str, completed: Completed) -> ResponseReturnValue:
    if completed.what is Completing.LACKING:
        return _page(ref, 422, pressed=True)
    flash(sentence(WORDS, completed.what), "success" if completed.what is Completing.COMPLETE else "")
    return redirect(url_for("contacts.show", ref=ref), 303)


def _page(
    ref: str, status: int = 200, saved: tuple[Typed, Saved] | None = None, *, pressed: bool = False
) -> ResponseReturnValue:
    """The form. `pressed`: somebody wanted to complete it, so what is lacking is a mistake."""
    record = read_contact(ref, reader(), wiring()) or abort(404)
    if record.summary.written_up_at is not None:
        return redirect(url_for("contacts.show", ref=ref), 303)
    sheet = Sheet.of(record.values, *(saved or ()))
    page = render_template(
        "writeup/record.html",
        record=record,
        sheet=sheet,
        rows=rows(sheet.values),
        lacks=_lacks(ref),
        pressed=pressed,
        urgencies=Urgency,
    )
    return make_response(page, status)


def _lacks(ref: str) -> tuple[Lack, ...]:
    with wiring().unit_of_work() as work:
        contact = find_contact(work, reader(), ref)
        return () if contact is None else lacks_of(work, contact, wiring())
