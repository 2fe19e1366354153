"""The emergency duty team's call sheet: to read out or print, and to write down what they said."""

import secrets

from flask import abort, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField

from oncall.access.guard import reader
from oncall.pages.forms import sentence
from oncall.wiring import wiring
from oncall.writeup.call_sheet import read_call_sheet
from oncall.writeup.tell_edt import Telling, Told, tell_edt

WORDS = "writeup/words.html"


class ToldForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Who was spoken to, when, and their reference; `key` is this form's own."""

    who = StringField()
    when = StringField()
    reference = StringField()
    nobody = BooleanField()
    key = HiddenField()


def call_sheet(ref: str) -> ResponseReturnValue:
    """The sheet."""
    sheet = read_call_sheet(ref, reader(), wiring()) or abort(404)
    now = wiring().now().astimezone(sheet.summary.zone)
    key = f"90{secrets.token_hex(4)}"
    return _page(ref, ToldForm(formdata=None, data={"when": f"{now:%H:%M}", "key": key}), 200)


def edt_told(ref: str) -> ResponseReturnValue:
    """Write down that they were told."""
    form = ToldForm()
    told = Told(
        who=form.who.data or "",
        when=form.when.data or "",
        reference=form.reference.data or "",
        nobody_answered=form.nobody.data,
        key=(form.key.data or "")[:12],
        what=sentence(WORDS, "edt_action"),
        why=sentence(WORDS, "edt_why"),
    )
    outcome = tell_edt(ref, told, reader(), wiring())
    if outcome is Telling.NOT_THERE:
        abort(404)
    if outcome in (Telling.WHO_NEEDED, Telling.NO_SUCH_TIME):
        form["who" if outcome is Telling.WHO_NEEDED else "when"].errors = [sentence(WORDS, outcome)]
        return _page(ref, form, 422)
    flash(sentence(WORDS, outcome), "" if outcome is Telling.NOT_KEPT else "success")
    onward = "contacts.show" if outcome is Telling.NOT_KEPT else "writeup.call_sheet"
    return redirect(url_for(onward, ref=ref), 303)


def _page(ref: str, form: ToldForm, status: int) -> ResponseReturnValue:
    sheet = read_call_sheet(ref, reader(), wiring()) or abort(404)
    page = render_template(
        "writeup/call_sheet.html", sheet=sheet, told=form, form=form if status != 200 else None
    )
    return make_response(page, status)
