"""Who may see a contact: the page about one, the list of all, and the door for whoever is not named."""

from enum import StrEnum

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from oncall.access.guard import reader
from oncall.contacts.conflicts import Conflicting, add_conflict, end_conflict
from oncall.contacts.open_restricted import Opening, may_open, open_restricted
from oncall.contacts.read_restricted import read_kept, read_who_sees
from oncall.contacts.restrict import DONE, Asked, Restricting, ask_to_lift, keep, lift, restrict
from oncall.pages.forms import sentence
from oncall.wiring import wiring

WORDS = "contacts/restriction_words.html"
NEEDS_WORDS = (Restricting.NO_REASON, Restricting.NO_SUCH_PERSON)


def restriction(ref: str) -> ResponseReturnValue:
    """Who may see a contact, and the forms to change that."""
    return _page(ref)


def restricted(ref: str) -> ResponseReturnValue:
    """Restrict it, or change who may see it."""
    seen = request.form.get("seen", 0, int)
    asked = Asked(_field("reason"), _field("subject"), request.form.getlist("people"), seen)
    return _told(ref, restrict(ref, asked, reader(), wiring()), "reason")


def lifting(ref: str) -> ResponseReturnValue:
    """Ask to lift it."""
    return _told(ref, ask_to_lift(ref, _field("why"), reader(), wiring()), "why")


def lifted(ref: str) -> ResponseReturnValue:
    """Agree to lift it, or leave it restricted."""
    outcome = (lift if _field("do") == "lift" else keep)(ref, reader(), wiring())
    return _told(ref, outcome, "why")


def closed_door(ref: str, error: str = "") -> ResponseReturnValue:
    """What stands in place of a contact that its reader is not named for: 404, unless they may ask."""
    if not may_open(ref, reader(), wiring()):
        abort(404)
    page = render_template("contacts/closed_door.html", ref=ref, error=error, reason=_field("reason"))
    return make_response(page, 422 if error else 403)


def opened(ref: str) -> ResponseReturnValue:
    """Open it with a reason."""
    outcome = open_restricted(ref, _field("reason"), reader(), wiring())
    if outcome is Opening.NO_REASON:
        return closed_door(ref, sentence(WORDS, outcome))
    if outcome is Opening.NOT_THERE:
        abort(404)
    flash(sentence(WORDS, outcome))
    return redirect(url_for("contacts.show", ref=ref), 303)


def kept() -> ResponseReturnValue:
    """The reader's restricted contacts, and who must not see what concerns whom."""
    return render_template("contacts/kept.html", kept=read_kept(reader(), wiring()))


def conflict() -> ResponseReturnValue:
    """Add to the list of who must not see what concerns whom."""
    return _listed(add_conflict(_field("staff"), _field("person"), _field("why"), reader(), wiring()))


def conflict_ended(conflict_id: int) -> ResponseReturnValue:
    """Take one off that list."""
    return _listed(end_conflict(conflict_id, reader(), wiring()))


def _listed(outcome: Conflicting) -> ResponseReturnValue:
    if outcome is Conflicting.MAY_NOT:
        abort(403)
    done = outcome in (Conflicting.ADDED, Conflicting.ENDED)
    flash(sentence(WORDS, outcome), "success" if done else "")
    return redirect(url_for("contacts.kept"), 303)


def _told(ref: str, outcome: Restricting, field: str) -> ResponseReturnValue:
    if outcome is Restricting.NOT_THERE:
        abort(404)
    if outcome is Restricting.MAY_NOT:
        abort(403)
    if outcome in NEEDS_WORDS:
        return _page(ref, "subject" if outcome is Restricting.NO_SUCH_PERSON else field, outcome)
    flash(sentence(WORDS, outcome), "success" if outcome in DONE else "")
    sees = read_who_sees(ref, reader(), wiring())
    onward = url_for("contacts.restriction", ref=ref) if sees else url_for("contacts.index")
    return redirect(onward, 303)


def _page(ref: str, field: str = "", why: StrEnum | None = None) -> ResponseReturnValue:
    sees = read_who_sees(ref, reader(), wiring()) or abort(404)
    errors = {field: sentence(WORDS, why)} if why else {}
    sent = request.form if why else None
    page = render_template("contacts/restriction.html", sees=sees, errors=errors, sent=sent)
    return make_response(page, 422 if why else 200)


def _field(name: str) -> str:
    return request.form.get(name, "")
