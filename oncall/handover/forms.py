"""The forms about one item of a handover; their words are in `templates/handover/`."""

import secrets
from enum import StrEnum
from typing import Any

from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField

from oncall.pages.forms import sentence

WORDS = "handover/words.html"


class ReadBackForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """The reader's own words; `seen` is what they had before their eyes."""

    readback = TextAreaField()
    seen = HiddenField()


class QuestionForm(FlaskForm):  # type: ignore[misc]
    """A question about an item; `key` is this form's own."""

    question = TextAreaField()
    key = HiddenField()


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """The answer to a question."""

    answer = TextAreaField()


class GiveForm(FlaskForm):  # type: ignore[misc]
    """To whom a follow-up is given; `version` is the one that was seen, `key` this form's own."""

    to = StringField()
    version = HiddenField()
    key = HiddenField()


def new_key() -> str:
    """A key of a form's own: what is sent with it twice is done once."""
    return secrets.token_urlsafe(12)


def empty_question() -> QuestionForm:
    """A form for a question, with a key of its own."""
    return QuestionForm(formdata=None, data={"key": new_key()})


def refuse(form: FlaskForm, field: str, why: StrEnum, **values: Any) -> None:
    """Have the page say at a field of a form why it was refused."""
    form[field].errors = [sentence(WORDS, why, **values)]
