"""The screen at the phone: red flags first, the child's card beside them, a manager at one press."""

from enum import StrEnum

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from oncall.access.guard import reader
from oncall.contacts.choose_children import Choosing, Ticks, choose_children
from oncall.contacts.confirm_caller import Confirming, confirm_caller
from oncall.contacts.forms import Forms, typed
from oncall.contacts.read_contact import read_contact
from oncall.contacts.save_record import Saved, Saving, Typed, save_record
from oncall.contacts.sheet import Sheet
from oncall.pages.forms import sentence
from oncall.wiring import wiring
from oncall.writeup.answer import Answering, answer
from oncall.writeup.escalate import Escalating, escalate
from oncall.writeup.read_triage import read_triage
from triage.model import Urgency

WORDS, CONTACT_WORDS = "writeup/words.html", "contacts/words.html"


def triage(ref: str) -> ResponseReturnValue:
    """The screen, with the protocol that was chosen."""
    return _page(ref, request.args.get("protocol", ""))


def answered(ref: str, code: str) -> ResponseReturnValue:
    """Keep an answer: one press of a button, which carries the question and the answer."""
    question, _, given = request.form.get("answer", "").partition("=")
    outcome = answer(ref, code, question, given, reader(), wiring())
    if outcome is Answering.ANSWERED:
        return redirect(url_for("writeup.triage", ref=ref, protocol=code) + f"#{question}", 303)
    return _told(ref, outcome, code)


def typed_note(ref: str, code: str) -> ResponseReturnValue:
    """Save the running note and the urgency, and stay at the phone."""
    sent = typed()
    saved = save_record(ref, sent, reader(), wiring())
    if saved.what is Saving.NOT_THERE:
        abort(404)
    if saved.what is Saving.SAVED:
        flash(sentence(CONTACT_WORDS, saved.what), "success")
        return redirect(url_for("writeup.triage", ref=ref, protocol=code), 303)
    if saved.what is Saving.WRITTEN_UP:
        return _told(ref, saved.what, code)
    return _page(ref, code, 409 if saved.theirs else 422, (sent, saved))


def phone_caller(ref: str, code: str) -> ResponseReturnValue:
    """Say who rang, and stay at the phone."""
    form = request.form
    outcome = confirm_caller(ref, form.get("who", ""), form.get("other", ""), reader(), wiring())
    kept = outcome in (Confirming.CONFIRMED, Confirming.NOT_KNOWN)
    return _told(ref, outcome, code, CONTACT_WORDS, kept=kept)


def phone_children(ref: str, code: str) -> ResponseReturnValue:
    """Say which children it is about, and stay at the phone."""
    chosen, was = (frozenset(request.form.getlist(name)) for name in ("child", "was"))
    outcome = choose_children(ref, Ticks(chosen, request.form.get("another", ""), was), reader(), wiring())
    return _told(ref, outcome, code, CONTACT_WORDS, kept=outcome is Choosing.CHOSEN)


def escalated(ref: str) -> ResponseReturnValue:
    """Ask for a manager now."""
    outcome = escalate(ref, reader(), wiring())
    return _told(ref, outcome, request.form.get("protocol", ""), kept=outcome is Escalating.ASKED)


def _told(
    ref: str, outcome: StrEnum, code: str, words: str = WORDS, *, kept: bool = False
) -> ResponseReturnValue:
    if outcome.name == "NOT_THERE":
        abort(404)
    flash(sentence(words, outcome), "success" if kept else "")
    return redirect(url_for("writeup.triage", ref=ref, protocol=code or None), 303)


def _page(
    ref: str, code: str, status: int = 200, saved: tuple[Typed, Saved] | None = None
) -> ResponseReturnValue:
    screen = read_triage(ref, code, reader(), wiring()) or abort(404)
    record = read_contact(ref, reader(), wiring()) or abort(404)
    if screen.summary.written_up_at is not None:
        return redirect(url_for("contacts.show", ref=ref), 303)
    page = render_template(
        "writeup/triage.html",
        screen=screen,
        record=record,
        forms=Forms.of(record),
        sheet=Sheet.of(screen.values, *(saved or ())),
        now=wiring().now(),
        urgencies=Urgency,
    )
    return make_response(page, status)
