"""The conversation of a contact: on its page, and on one of its own that also works without a script."""

import secrets
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
from wtforms import HiddenField, TextAreaField

from oncall.access.guard import only, reader
from oncall.access.roles import MAY_READ_CONTENT
from oncall.pages.forms import sentence
from oncall.texts import picture_views
from oncall.texts.close import Closing, close_thread
from oncall.texts.parts import RULE, parts
from oncall.texts.read_inbox import read_inbox
from oncall.texts.read_thread import Thread, read_thread
from oncall.texts.reply import Replied, Replying, reply_from_page
from oncall.wiring import wiring

WORDS = "texts/words.html"

threads = Blueprint("threads", __name__, url_prefix="/contacts")
threads.before_request(only(*MAY_READ_CONTENT))


class ReplyForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Words for the sender; `key` is this form's own, `ready` names a ready-made reply, `insists` a tick."""

    words = TextAreaField()
    key = HiddenField()


def _empty() -> ReplyForm:
    return ReplyForm(formdata=None, data={"key": secrets.token_urlsafe(12)})


@threads.app_template_global("text_thread")
def text_thread(ref: str) -> Thread | None:
    """The conversation of a contact, for its page; None if it has none."""
    return read_thread(ref, reader(), wiring())


@threads.app_template_global("reply_form")
def reply_form() -> ReplyForm:
    """An empty form for a reply."""
    return _empty()


threads.add_app_template_global(parts, "text_parts")
threads.add_app_template_global(lambda: RULE, "text_rule")


@threads.get("/texts")
def inbox() -> str:
    """The texts that wait, and who has taken which."""
    w = wiring()
    return render_template("texts/inbox.html", inbox=read_inbox(reader(), w), now=w.now())


@threads.get("/<ref>/texts")
def show(ref: str) -> Response:
    """The conversation by itself."""
    return _page(ref, _empty())


@threads.post("/<ref>/texts")
def send(ref: str) -> ResponseReturnValue:
    """Pass words on to the sender."""
    form = ReplyForm()
    ready = request.form.get("ready", "")
    words = (
        sentence(WORDS, f"ready_{ready}") if ready in ("ring", "safe", "danger") else form.words.data or ""
    )
    replied = reply_from_page(
        ref, words, form.key.data or "", reader(), wiring(), insists="insists" in request.form
    )
    if replied.what is Replying.NOT_THERE:
        abort(404)
    if replied.what is Replying.SENT:
        return _done(ref, replied.what)
    form.words.errors = [sentence(WORDS, replied.what, tells=sorted(replied.tells))]
    return _page(ref, form, 422, replied)


@threads.post("/<ref>/texts/close")
def close(ref: str) -> ResponseReturnValue:
    """Close the conversation."""
    outcome = close_thread(ref, reader(), wiring())
    if outcome is Closing.NOT_THERE:
        abort(404)
    return _done(ref, outcome, "success" if outcome is Closing.CLOSED else "")


threads.add_url_rule(
    "/<ref>/pictures/<int:picture_id>", "picture", picture_views.address, methods=["GET", "POST"]
)


def _done(ref: str, outcome: StrEnum, category: str = "success") -> ResponseReturnValue:
    flash(sentence(WORDS, outcome, tells=()), category)
    return redirect(url_for("contacts.show", ref=ref) + "#texts", 303)


def _page(ref: str, form: ReplyForm, status: int = 200, replied: Replied | None = None) -> Response:
    thread = read_thread(ref, reader(), wiring()) or abort(404)
    held = replied is not None and replied.what is Replying.IDENTIFYING
    page = render_template(
        "texts/show.html", thread=thread, form=form if status != 200 else None, reply=form, held=held
    )
    return make_response(page, status)
