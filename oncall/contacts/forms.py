"""The forms on the page of a contact; their words are in `templates/contacts/`."""

import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import Self, TypeVar

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from oncall.contacts.confirm_caller import NOT_KNOWN, SOMEBODY_ELSE
from oncall.contacts.record import Record
from oncall.contacts.summary import Caller
from oncall.pages.forms import sentence
from triage.model import Urgency, most_urgent

WORDS = "contacts/words.html"
Sent = TypeVar("Sent", bound=FlaskForm)


class CallerForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Who rang: a candidate's id, or what `confirm_caller` calls somebody else and not known."""

    who = StringField()
    other = StringField()


class ChildrenForm(FlaskForm):  # type: ignore[misc]
    """Which child: `another` is picked from the list of all; the ticks are read as they were sent."""

    another = StringField()


class NoteForm(FlaskForm):  # type: ignore[misc]
    """The note; `made_from` is the number of the one it was made from."""

    note = TextAreaField()
    urgency = StringField()
    complete = BooleanField()
    made_from = HiddenField()


class AddendumForm(FlaskForm):  # type: ignore[misc]
    """What is added to a complete note; `key` is this form's own."""

    addendum = TextAreaField()
    key = HiddenField()


@dataclass(frozen=True, slots=True)
class Forms:
    """All the forms of one page."""

    caller: CallerForm
    children: ChildrenForm
    note: NoteForm
    addendum: AddendumForm

    @classmethod
    def of(cls, record: Record, sent: FlaskForm | None = None) -> Self:
        """The forms as the record stands; the one that was sent and refused is as it was sent."""

        def as_sent(form: Sent) -> Sent:
            return sent if type(sent) is type(form) else form

        return cls(
            caller=as_sent(CallerForm(formdata=None, data=_caller(record.summary.caller, record))),
            children=as_sent(ChildrenForm(formdata=None)),
            note=as_sent(NoteForm(formdata=None, data=_note(record))),
            addendum=as_sent(empty_addendum()),
        )


def empty_addendum(text: str = "") -> AddendumForm:
    """A form for an addendum, with a key of its own; `text` is what has been written already."""
    return AddendumForm(formdata=None, data={"addendum": text, "key": secrets.token_urlsafe(12)})


def catch_up(form: NoteForm, record: Record) -> None:
    """Have a form that was overtaken go on from the newest note; of two urgencies the more urgent stands."""
    if record.note is not None:
        form.made_from.data = str(record.note.number)
        urgencies = [Urgency(one) for one in (form.urgency.data, record.note.urgency) if one]
        form.urgency.data = most_urgent(urgencies) if urgencies else ""


def refuse(form: FlaskForm, field: str, why: StrEnum) -> None:
    """Have the page say at a field of a form why it was refused."""
    form[field].errors = [sentence(WORDS, why)]


def whole(text: str | None) -> int:
    """A number that our own page put into a form; 0 if somebody has changed it."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0


def _caller(caller: Caller, record: Record) -> dict[str, str]:
    if caller.match == "none":
        return {"who": NOT_KNOWN}
    if caller.match == "candidate" or not caller.people:
        return {}
    person = caller.people[0].id
    if person in {one.id for one in record.candidates}:
        return {"who": person}
    return {"who": SOMEBODY_ELSE, "other": person}


def _note(record: Record) -> dict[str, str]:
    if record.note is None:
        return {"made_from": "0"}
    return {
        "note": record.note.text,
        "urgency": record.note.urgency or "",
        "made_from": str(record.note.number),
    }
