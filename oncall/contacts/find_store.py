"""Queries that find contacts, children and people; nothing comes out that the reader may not see."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    all_,
    and_,
    any_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    text,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.types import Text

from oncall.access.store import Person
from oncall.contacts.read_store import LARGEST_ID, ids_of_services, may_see_child, summaries, visible_to
from oncall.contacts.summary import Somebody, Summary
from oncall.contacts.tables import AddendumRow, ContactChildRow, ContactRow, FieldRow, MessageRow
from oncall.db.full_text import ENGLISH
from oncall.people.tables import ChildRow, PersonPhoneRow, PersonRow, ServiceChildRow, ServicePersonRow

Which = tuple[ColumnElement[bool], ...]
FEW = 5_000
"""So many matches are looked at one by one, whatever their age."""
SPARE, WIDER = 2, 4
HOW_MANY = text(
    """EXPLAIN (FORMAT JSON) SELECT contact_id
    FROM (SELECT contact_id, words FROM record_field UNION ALL SELECT contact_id, words FROM addendum
        UNION ALL SELECT contact_id, words FROM message) AS said
    WHERE words @@ websearch_to_tsquery('english', :words)"""
)
LITERALLY = str.maketrans({one: f"\\{one}" for one in "\\%_"})
"""What a pattern would take for something else stands for itself."""
MOST_PEOPLE = 20
"""More people or children than that are no find: the reader says more."""


@dataclass(frozen=True, slots=True)
class FoundChild:
    """A child by reference and name."""

    ref: str
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sought:
    """A reference, a number (E.164), or words that must all stand in one field or text: any of the three."""

    ref: str = field(repr=False)
    number: str = field(repr=False)
    words: str = field(repr=False)


def newest_found(
    session: Session, reader: Person, sought: Sought, *, before: int | None, limit: int
) -> list[Summary]:
    """The contacts that were sought, newest first, from the one just before id `before` on.

    Whether the reader may see one is asked of a few at a time, the newest first. Of words that stand in very
    many contacts only the newest contacts are looked through, as many as should do; then, further down, four
    times as many, if these did not.
    """
    top = min(before or LARGEST_ID, (session.scalar(select(func.max(ContactRow.id))) or 0) + 1)
    width, most = _enough(_how_many(session, sought.words), top, limit), limit * SPARE
    found: list[ContactRow] = []
    while top > 0 and len(found) < limit:
        ids = _newest_ids(session, sought, above=top - width - 1, below=top, most=most)
        if ids:
            found += session.scalars(_seen_among(reader), {"ids": ids, "most": limit - len(found)}).all()
        if len(ids) == most:
            top = ids[-1]
        else:
            top, width = top - width, width * WIDER
    return summaries(session, found)


def _newest_ids(session: Session, sought: Sought, *, above: int, below: int, most: int) -> list[int]:
    """Ids between two of the contacts that were sought, whoever may see them, the highest first."""
    asked = {"ref": sought.ref, "words": sought.words, "above": above, "below": below, "most": most}
    if sought.number:
        asked["number"] = sought.number
    found = session.scalars(_sought_ids(from_the_first=above <= 0, by_number=bool(sought.number)), asked)
    return [one for one in found if one is not None]


@cache  # putting the question together costs more than its answer
def _sought_ids(*, from_the_first: bool, by_number: bool) -> Select[int | None]:
    wanted = func.websearch_to_tsquery(literal_column(ENGLISH), bindparam("words"))
    above = bindparam("above", type_=BigInteger)
    numbers = (ContactRow.caller_number, ContactRow.given_number) if by_number else ()
    said = (table.metadata.tables[table.__tablename__].c for table in (FieldRow, AddendumRow, MessageRow))
    ids = union_all(
        select(ContactRow.id).where(ContactRow.ref == bindparam("ref")),
        *(select(ContactRow.id).where(one == bindparam("number")) for one in numbers),
        *(
            select(of.contact_id).where(
                of.words.op("@@")(wanted), *([] if from_the_first else [of.contact_id > above])
            )
            for of in said
        ),
    ).cte()  # one list of ids: with OR the database would walk through every contact
    ids = ids.prefix_with("MATERIALIZED")  # and it takes both ends of a range for rarer than they are
    within = select(ids.c.id).where(ids.c.id > above, ids.c.id < bindparam("below")).distinct()
    return within.order_by(ids.c.id.desc()).limit(bindparam("most"))


@lru_cache(maxsize=256)  # putting the question together costs more than its answer
def _seen_among(reader: Person) -> Select[ContactRow]:
    """Of the contacts with these `ids` those a reader may see, newest first, at `most` so many."""
    among = ContactRow.id == any_(bindparam("ids", type_=ARRAY(BigInteger)))
    found = select(ContactRow).where(*visible_to(reader), among)
    return found.order_by(ContactRow.id.desc()).limit(bindparam("most"))


def _how_many(session: Session, words: str) -> int:
    """In how many fields and texts the words stand, as the database's statistics have it."""
    plan = session.execute(HOW_MANY, {"words": words}).scalar_one()
    return int(plan[0]["Plan"]["Plan Rows"])


def _enough(matches: int, of: int, limit: int) -> int:
    """Among how many contacts, of all there are, several times `limit` should be found."""
    return of if matches <= FEW else max(of * limit * SPARE // matches, limit * SPARE)


def about_child(reader: Person, child_ref: str) -> Which:
    """The contacts about a child."""
    about = select(ContactChildRow.contact_id).where(ContactChildRow.child_ref == child_ref)
    return (*visible_to(reader), ContactRow.id.in_(about))


def from_person(reader: Person, person_id: str) -> Which:
    """The contacts of a person: confirmed, or as far as the number tells."""
    maybe = and_(ContactRow.match == "candidate", ContactRow.candidates.contains([person_id]))
    return (*visible_to(reader), or_(ContactRow.caller == person_id, maybe))


def newest(session: Session, which: Which, *, before: int | None, limit: int) -> list[Summary]:
    """Contacts, newest first, from the one just before id `before` on."""
    found = select(ContactRow).where(*which)
    if before is not None:
        found = found.where(ContactRow.id < min(before, LARGEST_ID))
    return summaries(session, session.scalars(found.order_by(ContactRow.id.desc()).limit(limit)).all())


def children(session: Session, reader: Person, words: Sequence[str]) -> list[FoundChild]:
    """Children of the reader's services by reference, or by name: every word is in it."""
    asked = {"ref": " ".join(words).upper(), "words": _anywhere(words)}
    return [FoundChild(*row) for row in session.execute(_children(reader.staff_id), asked)]


@lru_cache(maxsize=256)
def _children(staff_id: str | None) -> Select[str, str]:
    theirs = select(ServiceChildRow.child_ref).where(
        ServiceChildRow.service_id.in_(ids_of_services(staff_id))
    )
    found = select(ChildRow.ref, ChildRow.preferred_name).where(
        ChildRow.ref.in_(theirs),
        may_see_child(staff_id),
        or_(func.upper(ChildRow.ref) == bindparam("ref"), _has_words(ChildRow.preferred_name)),
    )
    return found.order_by(ChildRow.preferred_name, ChildRow.ref).limit(MOST_PEOPLE)


def people(session: Session, reader: Person, words: Sequence[str], digits: str) -> list[Somebody]:
    """People the reader's services know by name, every word in it, or by the end of a number of theirs."""
    asked = {"words": _anywhere(words)} | ({"ending": f"%{digits}"} if digits else {})
    return [Somebody(*row) for row in session.execute(_people(reader, by_number=bool(digits)), asked)]


@lru_cache(maxsize=256)
def _people(reader: Person, *, by_number: bool) -> Select[str, str, str, str | None]:
    ringing = select(PersonPhoneRow.person_id).where(PersonPhoneRow.number.like(bindparam("ending")))
    named = _has_words(PersonRow.name)
    found = select(PersonRow.id, PersonRow.name, PersonRow.kind, PersonRow.organisation).where(
        PersonRow.id.in_(_known(reader)), or_(named, PersonRow.id.in_(ringing)) if by_number else named
    )
    return found.order_by(PersonRow.name, PersonRow.id).limit(MOST_PEOPLE)


def _has_words(name: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Whether each of the patterns `words` fits a name."""
    return name.op("ILIKE", is_comparison=True)(all_(bindparam("words", type_=ARRAY(Text))))


def _anywhere(words: Sequence[str]) -> list[str]:
    """Patterns of words that may stand anywhere."""
    return [f"%{word.translate(LITERALLY)}%" for word in words]


def child(session: Session, reader: Person, ref: str) -> FoundChild | None:
    """A child of the reader's services; None if there is none that they may see."""
    theirs = select(ServiceChildRow.child_ref).where(
        ServiceChildRow.service_id.in_(ids_of_services(reader.staff_id))
    )
    found = select(ChildRow.ref, ChildRow.preferred_name).where(
        ChildRow.ref == ref, ChildRow.ref.in_(theirs), may_see_child(reader.staff_id)
    )
    row = session.execute(found).one_or_none()
    return None if row is None else FoundChild(*row)


def person(session: Session, reader: Person, person_id: str) -> Somebody | None:
    """Somebody the reader's services know; None if there is no such person."""
    found = select(PersonRow.id, PersonRow.name, PersonRow.kind, PersonRow.organisation).where(
        PersonRow.id == person_id, PersonRow.id.in_(_known(reader))
    )
    row = session.execute(found).one_or_none()
    return None if row is None else Somebody(*row)


def times_in_touch(session: Session, reader: Person, contact: ContactRow, since: datetime) -> int:
    """How often whoever this contact is from has been in touch from `since` to it, itself included.

    By the person once they are confirmed, else by the number; what the reader may not see is not counted.
    """
    if contact.caller is None and contact.caller_number is None:
        return 1
    same = and_(ContactRow.caller_number == contact.caller_number, ContactRow.caller_number.is_not(None))
    if contact.caller is not None:
        same = or_(ContactRow.caller == contact.caller, and_(same, ContactRow.caller.is_(None)))
    found = select(func.count()).where(
        *visible_to(reader),
        same,
        ContactRow.service_id == contact.service_id,
        ContactRow.direction == "in",
        ContactRow.started_at > since,
        tuple_(ContactRow.started_at, ContactRow.id) <= (contact.started_at, contact.id),
    )
    return max(session.scalar(found) or 0, 1)


def _known(reader: Person) -> Select[str]:
    return select(ServicePersonRow.person_id).where(
        ServicePersonRow.service_id.in_(ids_of_services(reader.staff_id))
    )
