"""The screen at the phone: red flags first, the child's card beside them, a manager at one press."""

from enum import StrEnum

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from oncall.access.guard import reader
from oncall.contacts.forms import typed
from oncall.contacts.save_record import Saved, Saving, Typed, save_record
from oncall.contacts.sheet import Sheet
from oncall.pages.forms import sentence
from oncall.wiring import wiring
from oncall.writeup.answer import Answering, answer
from oncall.writeup.escalate import Escalating, escalate
from oncall.writeup.read_triage import read_triage
from triage.model import Urgency

WORDS = "writeup/words.html"


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
        flash(sentence("contacts/words.html", saved.what), "success")
        return redirect(url_for("writeup.triage", ref=ref, protocol=code), 303)
    if saved.what is Saving.WRITTEN_UP:
        return _told(ref, saved.what, code)
    return _page(ref, code, 409 if saved.theirs else 422, (sent, saved))


def escalated(ref: str) -> ResponseReturnValue:
    """Ask for a manager now."""
    outcome = escalate(ref, reader(), wiring())
    return _told(ref, outcome, request.form.get("protocol", ""))


def _told(ref: str, outcome: StrEnum, code: str) -> ResponseReturnValue:
    if outcome.name == "NOT_THERE":
        abort(404)
    flash(sentence(WORDS, outcome), "success" if outcome is Escalating.ASKED else "")
    return redirect(url_for("writeup.triage", ref=ref, protocol=code or None), 303)


def _page(
    ref: str, code: str, status: int = 200, saved: tuple[Typed, Saved] | None = None
) -> ResponseReturnValue:
    screen = read_triage(ref, code, reader(), wiring()) or abort(404)
    if screen.summary.written_up_at is not None:
        return redirect(url_for("contacts.show", ref=ref), 303)
    page = render_template(
        "writeup/triage.html",
        screen=screen,
        sheet=Sheet.of(screen.values, *(saved or ())),
        now=wiring().now(),
        urgencies=Urgency,
    )
    return make_response(page, status)
