"""The form for a contact that did not come over our lines."""

import secrets

from flask import flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField

from oncall.access.guard import reader
from oncall.pages.forms import sentence
from oncall.wiring import wiring
from oncall.writeup.by_hand import Entering, Entry, enter, offered

WORDS = "writeup/words.html"
FIELDS = {
    Entering.NO_SERVICE: "service",
    Entering.NO_WAY: "way",
    Entering.NO_SUCH_TIME: "when",
    Entering.NO_SUCH_PERSON: "caller",
    Entering.NO_SUCH_CHILD: "child",
}


class ByHandForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """How, when, who, and what was said; the children are read as they were ticked."""

    service = StringField()
    way = StringField()
    when = StringField()
    caller = StringField()
    child = StringField()
    note = TextAreaField()
    key = HiddenField()


def by_hand() -> ResponseReturnValue:
    """The empty form."""
    return _page(ByHandForm(formdata=None, data={"key": secrets.token_urlsafe(12)}))


def entered() -> ResponseReturnValue:
    """Open the contact, and go on to write it up."""
    form = ByHandForm()
    given = {name: form[name].data or "" for name in ("key", "service", "way", "when", "caller", "note")}
    came = enter(Entry(children=frozenset(request.form.getlist("child")), **given), reader(), wiring())
    if came.what is Entering.ENTERED:
        flash(sentence(WORDS, came.what), "success")
        return redirect(url_for("writeup.show", ref=came.ref), 303)
    form[FIELDS.get(came.what, "note")].errors = [sentence(WORDS, came.what)]
    return _page(form, 422)


def _page(form: ByHandForm, status: int = 200) -> ResponseReturnValue:
    page = render_template(
        "writeup/by_hand.html",
        entry=form,
        form=form if status != 200 else None,
        offer=offered(reader(), wiring()),
        ticked=set(request.form.getlist("child")),
    )
    return make_response(page, status)
