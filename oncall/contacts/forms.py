"""The forms on the page of a contact; their words are in `templates/contacts/`."""

import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import Self, TypeVar

from flask import request
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField

from oncall.contacts.confirm_caller import NOT_KNOWN, SOMEBODY_ELSE
from oncall.contacts.merge import Change
from oncall.contacts.record import Record
from oncall.contacts.record_fields import NONE
from oncall.contacts.save_record import Typed
from oncall.contacts.summary import Caller
from oncall.pages.forms import sentence

WORDS = "contacts/words.html"
WAS = "was."
MOST_CHANGES = 400
Sent = TypeVar("Sent", bound=FlaskForm)


class CallerForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Who rang: a candidate's id, or what `confirm_caller` calls somebody else and not known."""

    who = StringField()
    other = StringField()


class ChildrenForm(FlaskForm):  # type: ignore[misc]
    """Which child: `another` is picked from the list of all; the ticks are read as they were sent."""

    another = StringField()


class AddendumForm(FlaskForm):  # type: ignore[misc]
    """What is added to a complete record, and about when; `key` is this form's own."""

    addendum = TextAreaField()
    about = StringField()
    key = HiddenField()


@dataclass(frozen=True, slots=True)
class Forms:
    """All the forms of one page."""

    caller: CallerForm
    children: ChildrenForm
    addendum: AddendumForm

    @classmethod
    def of(cls, record: Record, sent: FlaskForm | None = None) -> Self:
        """The forms as the record stands; the one that was sent and refused is as it was sent."""

        def as_sent(form: Sent) -> Sent:
            return sent if type(sent) is type(form) else form

        return cls(
            caller=as_sent(CallerForm(formdata=None, data=_caller(record.summary.caller, record))),
            children=as_sent(ChildrenForm(formdata=None)),
            addendum=as_sent(empty_addendum()),
        )


def empty_addendum(text: str = "") -> AddendumForm:
    """A form for an addendum, with a key of its own; `text` is what has been written already."""
    return AddendumForm(formdata=None, data={"addendum": text, "key": secrets.token_urlsafe(12)})


def typed() -> Typed:
    """What the form that was sent says: every field that has beside it what it said before.

    Ticks of one name are one value with blanks between; nothing else counts when "none" is not alone.
    """
    form = request.form
    names = [name.removeprefix(WAS) for name in form if name.startswith(WAS)][:MOST_CHANGES]
    changes = [Change(name, form[WAS + name], _joined(form.getlist(name))) for name in names]
    return Typed(tuple(changes), form.get("page", "")[:32], whole(form.get("seq", "")))


def typed_json() -> Typed:
    """The same from a script: `{"page", "seq", "changes": [{"name", "was", "now"}]}`; else left out."""
    sent = request.get_json(silent=True)
    sent = sent if isinstance(sent, dict) else {}
    listed = sent.get("changes")
    wanted = (
        [one for one in listed[:MOST_CHANGES] if isinstance(one, dict)] if isinstance(listed, list) else []
    )
    changes = [Change(*(str(one.get(part, "")) for part in ("name", "was", "now"))) for one in wanted]
    return Typed(tuple(changes), str(sent.get("page", ""))[:32], whole(str(sent.get("seq", ""))))


def refuse(form: FlaskForm, field: str, why: StrEnum) -> None:
    """Have the page say at a field of a form why it was refused."""
    form[field].errors = [sentence(WORDS, why)]


def _caller(caller: Caller, record: Record) -> dict[str, str]:
    if caller.match == "none":
        return {"who": NOT_KNOWN}
    if caller.match == "candidate" or not caller.people:
        return {}
    person = caller.people[0].id
    if person in {one.id for one in record.candidates}:
        return {"who": person}
    return {"who": SOMEBODY_ELSE, "other": person}


def whole(text: str) -> int:
    """A number that our own page put into a form; 0 if somebody has changed it."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _joined(values: list[str]) -> str:
    several = [value for value in values if value != NONE] if len(values) > 1 else values
    return " ".join(dict.fromkeys(several)) if len(several) > 1 else "".join(several)
