"""Finding things: contacts, children and people by what is known; timelines across nights."""

import re
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from oncall.access.store import Person
from oncall.contacts import find_store as store
from oncall.contacts.find_store import FoundChild, Sought, Which
from oncall.contacts.read_contact import PAGE, ContactPage
from oncall.contacts.summary import Somebody, Summary
from oncall.telephony.numbers import as_typed, caller_number
from oncall.wiring import Wiring

LONGEST = 200
FEWEST_DIGITS = 4
"""With fewer digits too many numbers end the same way."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody typed, taken every way it may be meant. Nothing of it is ever logged."""

    words: tuple[str, ...] = field(repr=False)
    ref: str = field(repr=False)
    number: str = field(repr=False)
    digits: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found; the children and people stand on the first page only."""

    children: tuple[FoundChild, ...]
    people: tuple[Somebody, ...]
    page: ContactPage


@dataclass(frozen=True, slots=True)
class Timeline:
    """The contacts about one child, or with one person, newest first."""

    whose: FoundChild | Somebody
    page: ContactPage


def wanted(text: str) -> Wanted:
    """What a search asks for: a number may be written as one is used to, a reference in small letters."""
    words = tuple(text.replace("\0", " ").split())
    joined = "".join(words)
    number = as_typed(joined)
    digits = re.sub(r"[()./-]", "", joined).removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return Wanted(words, joined.upper(), "", "")
    ending = digits.removeprefix("00").removeprefix("0")
    return Wanted(
        words, joined.upper(), caller_number(number) or "", ending if len(ending) >= FEWEST_DIGITS else ""
    )


def find(text: str, before: int | None, reader: Person, w: Wiring) -> Found | None:
    """Everything the reader may see that fits what they typed; None if they typed nothing, or too much.

    `before` is what the page before gave.
    """
    asked = wanted(text)
    if not asked.words or len(text) > LONGEST:
        return None
    sought = Sought(asked.ref, asked.number, " ".join(asked.words))
    with w.unit_of_work() as work:
        page = _cut(store.newest_found(work.session, reader, sought, before=before, limit=PAGE + 1))
        if before is not None:
            return Found((), (), page)
        children = store.children(work.session, reader, asked.words)
        people = store.people(work.session, reader, asked.words, asked.digits)
    return Found(tuple(children), tuple(people), page)


def child_timeline(ref: str, before: int | None, reader: Person, w: Wiring) -> Timeline | None:
    """The contacts about a child; None if there is no such child that the reader may see."""
    with w.unit_of_work() as work:
        child = store.child(work.session, reader, ref)
        if child is None:
            return None
        return Timeline(child, _page(work.session, store.about_child(reader, ref), before))


def person_timeline(person_id: str, before: int | None, reader: Person, w: Wiring) -> Timeline | None:
    """The contacts with a person, confirmed or by their number; None if the reader's services know none."""
    with w.unit_of_work() as work:
        person = store.person(work.session, reader, person_id)
        if person is None:
            return None
        return Timeline(person, _page(work.session, store.from_person(reader, person_id), before))


def _page(session: Session, which: Which, before: int | None) -> ContactPage:
    return _cut(store.newest(session, which, before=before, limit=PAGE + 1))


def _cut(found: list[Summary]) -> ContactPage:
    """A page of what was found, of which one more than fits has been asked for."""
    shown = tuple(found[:PAGE])
    services = {contact.service_id for contact in shown}
    return ContactPage(shown, shown[-1].id if len(found) > PAGE else None, len(services) > 1)
