"""The forms about follow-ups; their words are in `templates/followups/`."""

import secrets

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from oncall.access.store import Person
from oncall.followups.changing import Outcome, Step
from oncall.pages.forms import sentence

WORDS = "followups/words.html"
AT_FIELD = {
    Outcome.TOLD_NEEDED: "told",
    Outcome.HOW_NEEDED: "how",
    Outcome.WHEN_NEEDED: "done_day",
    Outcome.WHEN_IN_FUTURE: "done_day",
    Outcome.REFERENCE_NEEDED: "reference",
    Outcome.LATE_REASON_NEEDED: "late_reason",
    Outcome.REASON_NEEDED: "reason",
    Outcome.ANCHOR_NEEDED: "anchor_day",
    Outcome.ANCHOR_IN_FUTURE: "anchor_day",
    Outcome.ANCHOR_LONG_AGO: "anchor_day",
    Outcome.ANCHOR_TOO_LATE: "anchor_day",
    Outcome.PERSON_NEEDED: "to",
    Outcome.MAY_NOT_SEE: "to",
    Outcome.AWAY: "to",
    Outcome.TITLE_NEEDED: "title",
    Outcome.WHOSE_NEEDED: "organisation",
    Outcome.DUE_NEEDED: "due_day",
    Outcome.DUE_IN_PAST: "due_day",
    Outcome.CHILD_ELSEWHERE: "child",
    Outcome.URGENCY_NEEDED: "urgency",
    Outcome.ISSUE_NEEDED: "issue",
}
LONG = {"told", "how", "reference", "reason", "title"}


class StepForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """What every form about one follow-up has: a key of its own, and the version its sender saw."""

    key = HiddenField()
    seen = HiddenField()


class DoneForm(StepForm):
    """Evidence."""

    told = StringField()
    how = StringField()
    done_day = StringField()
    done_clock = StringField()
    reference = StringField()
    late_reason = StringField()
    more = BooleanField()


class AnchorForm(StepForm):
    """When what the clock waits for happened."""

    anchor_day = StringField()
    anchor_clock = StringField()


class ReasonForm(StepForm):
    """Why it does not apply."""

    reason = TextAreaField()


class OfferForm(StepForm):
    """To whom it is offered."""

    to = StringField()


class AddForm(FlaskForm):  # type: ignore[misc]
    """One more follow-up, in the sender's own words; `key` is this form's own."""

    title = StringField()
    organisation = StringField()
    role = StringField()
    our_part = StringField()
    due_day = StringField()
    due_clock = StringField()
    child = StringField()
    statutory = BooleanField()
    rings = BooleanField()
    key = HiddenField()


class ProposeForm(FlaskForm):  # type: ignore[misc]
    """What the contact was about; the ticks are read as they were sent."""

    issue = StringField()
    urgency = StringField()


def new_key() -> str:
    """What makes one form one, however often it is sent."""
    return secrets.token_urlsafe(12)


def step(follow_up_id: int, act: str, form: StepForm, reader: Person) -> Step:
    """The form as the use cases know it; another `act` of the same page is another form."""
    seen = form.seen.data or ""
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 9 else -1
    return Step(follow_up_id, f"{act}:{(form.key.data or '')[:40]}", version, reader)


def refuse(form: FlaskForm, why: Outcome, **values: object) -> bool:
    """Have the page say at a field why a form was refused; False if it is about no field of it."""
    name = AT_FIELD.get(why)
    if why is Outcome.TOO_LONG:
        name = next((one for one in form.data if one in LONG), None)
    if name is None or name not in form:
        return False
    form[name].errors = [sentence(WORDS, why, **values)]
    return True
