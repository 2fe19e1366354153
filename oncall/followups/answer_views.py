"""What somebody is told after sending a form about follow-ups."""

from collections.abc import Callable

from flask import Response, flash, redirect
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from oncall.followups.changing import SUCCESS, Outcome
from oncall.followups.forms import WORDS, refuse
from oncall.pages.forms import sentence


def answered(
    form: FlaskForm,
    outcome: Outcome,
    *,
    to: str,
    again: Callable[[int, FlaskForm], Response],
    **values: object,
) -> ResponseReturnValue:
    """Done: a sentence, and on to the address `to`. Refused: the page `again` with what was sent, and why."""
    if outcome in SUCCESS:
        flash(sentence(WORDS, outcome), "" if outcome is Outcome.NOTHING_NEW else "success")
        return redirect(to, 303)
    if refuse(form, outcome, **values):
        return again(422, form)
    flash(sentence(WORDS, outcome, **values))
    return again(403 if outcome is Outcome.MAY_NOT else 409, form)
