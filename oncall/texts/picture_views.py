"""A picture that came with a text: nothing of it is shown before somebody has said why they must see it."""

import io

from flask import Response, abort, make_response, render_template, request, send_file
from flask_wtf import FlaskForm
from wtforms import TextAreaField

from oncall.access.guard import reader
from oncall.pages.forms import sentence
from oncall.texts.open_picture import Opening, open_picture, read_picture
from oncall.wiring import wiring

WORDS = "texts/words.html"
SHOWN = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}
"""What a browser may show; anything else is only handed over as a file."""


class ReasonForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Why the picture must be seen."""

    reason = TextAreaField()


def ask(ref: str, picture_id: int) -> Response:
    """What is known of it, who has opened it, and the question why."""
    return _page(ref, picture_id, ReasonForm(formdata=None), 200)


def give(ref: str, picture_id: int) -> Response:
    """The picture, for whoever has given a reason; no browser keeps it, and its name says nothing."""
    form = ReasonForm()
    opened = open_picture(ref, picture_id, form.reason.data or "", reader(), wiring())
    if opened.what is Opening.NOT_THERE:
        abort(404)
    if opened.what is not Opening.OPENED:
        form.reason.errors = [sentence(WORDS, opened.what, tells=())]
        return _page(ref, picture_id, form, 422)
    kind = SHOWN.get(opened.content_type)
    response = send_file(
        io.BytesIO(opened.content),
        mimetype=opened.content_type if kind else "application/octet-stream",
        as_attachment=kind is None,
        download_name=f"picture.{kind or 'bin'}",
    )
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def address(ref: str, picture_id: int) -> Response:
    """The page of one picture, asked for or answered."""
    return give(ref, picture_id) if request.method == "POST" else ask(ref, picture_id)


def _page(ref: str, picture_id: int, form: ReasonForm, status: int) -> Response:
    picture = read_picture(ref, picture_id, reader(), wiring()) or abort(404)
    return make_response(render_template("texts/picture.html", picture=picture, form=form), status)
