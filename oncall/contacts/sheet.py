"""A form of the record: what its fields say, what they said before, and what came of saving them."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from oncall.contacts.record_fields import clean
from oncall.contacts.save_record import Saved, Saving, Theirs, Typed
from oncall.pages.forms import sentence

WORDS = "contacts/words.html"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The fields of a record on a page. `values` are as shown, `was` as saved.

    `page` is this opening's own word; `theirs` is what somebody else said of a field meanwhile, `errors`
    a sentence for each field refused.
    """

    values: Mapping[str, str] = field(repr=False)
    was: Mapping[str, str] = field(repr=False)
    page: str
    theirs: Mapping[str, Theirs] = field(default_factory=dict, repr=False)
    errors: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, values: Mapping[str, str], sent: Typed | None = None, saved: Saved | None = None) -> Self:
        """The record as it stands; what was sent and could not be kept is shown as it was sent."""
        kept = set(saved.kept) if saved else set()
        unsaved = {one.name: one.now for one in sent.changes if one.name not in kept} if sent else {}
        changed = {name: value for name, value in unsaved.items() if sent and _touched(sent, name)}
        theirs = {one.name: one for one in saved.theirs} if saved else {}
        errors = {name: sentence(WORDS, _mistake(name, changed.get(name, ""))) for name in _refused(saved)}
        errors |= {name: sentence(WORDS, Saving.OVERTAKEN) for name in theirs}
        return cls({**values, **changed}, values, secrets.token_urlsafe(9), theirs, errors)


def _touched(sent: Typed, name: str) -> bool:
    return any(clean(one.now) != clean(one.was) for one in sent.changes if one.name == name)


def _refused(saved: Saved | None) -> tuple[str, ...]:
    return saved.refused if saved else ()


def _mistake(name: str, value: str) -> str:
    if name == "urgency":
        return "urgency_elsewhere"
    return "text_too_long" if len(value) > 100 else "choice_elsewhere"
