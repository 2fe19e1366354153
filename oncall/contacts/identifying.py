"""Whether words tell who somebody is: names known or likely, birth dates, addresses, numbers."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from oncall.contacts import names_store


class Tells(StrEnum):
    """What some words tell of somebody."""

    NAME = "name"
    REFERENCE = "reference"
    BIRTH_DATE = "birth_date"
    POSTCODE = "postcode"
    ADDRESS = "address"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Found:
    """A part of a text, from one place up to another, and what it tells."""

    start: int
    end: int
    tells: Tells


MONTHS = "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
MONTHS += "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
ROADS = "street|st|road|rd|lane|ln|avenue|ave|close|drive|way|court|crescent|terrace|gardens|grove|place|row"
PATTERNS = (
    (Tells.POSTCODE, re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s?[0-9][A-Z]{2}\b", re.I)),
    (Tells.BIRTH_DATE, re.compile(r"\b[0-9]{1,2}[./-][0-9]{1,2}[./-](?:[0-9]{4}|[0-9]{2})\b")),
    (Tells.BIRTH_DATE, re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")),
    (Tells.BIRTH_DATE, re.compile(rf"\b[0-9]{{1,2}}(?:st|nd|rd|th)?\s(?:{MONTHS})\.?,?\s[0-9]{{4}}\b", re.I)),
    (Tells.BIRTH_DATE, re.compile(r"\b(?:d\.?o\.?b\b|date of birth|born on)", re.I)),
    (Tells.ADDRESS, re.compile(rf"\b[0-9]+[a-z]?,?\s(?:[a-z'’]+\s){{1,3}}(?:{ROADS})\b", re.I)),
    (Tells.ADDRESS, re.compile(r"\bflat\s?[0-9]+", re.I)),
    (Tells.NUMBER, re.compile(r"(?:\+|\b)[0-9](?:[\s().-]?[0-9]){9,13}\b")),
    (Tells.NAME, re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\.?\s[A-Z][a-z'’]+")),
)
IN_A_SENTENCE = re.compile(r"(?<=[a-z0-9,;:’'] )[A-Z][a-z]+(?:[-’'][A-Z][a-z]+)*(?![a-z])")
"""A word with a capital that does not begin a sentence may be somebody's name."""
NO_NAMES = re.compile(
    "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September"
    "|October|November|December|Day|Christmas|Easter|Boxing|Childline|Samaritans|Shout|Police|English|Welsh|Zoom"
    "|Teams|Google|Calpol|Paracetamol|Ibuprofen|Ok|Please|Thanks?|Ring|Call|Text"
)


def identifying(session: Session, service_id: int, text: str) -> frozenset[Tells]:
    """What `text` seems to tell of somebody; nothing, as a rule. A warning, not a proof."""
    return frozenset(part.tells for part in parts(text, names_store.known(session, service_id)))


def parts(text: str, known: names_store.Known) -> list[Found]:
    """Every part of `text` that seems to tell who somebody is, in order; parts may overlap."""
    found = [*_words(text, known.refs, Tells.REFERENCE, any_case=True)]
    found += _words(text, known.children, Tells.NAME, any_case=True)
    found += _words(text, known.people, Tells.NAME, any_case=False)
    for tells, pattern in PATTERNS:
        found += [Found(*match.span(), tells) for match in pattern.finditer(text)]
    names = (match for match in IN_A_SENTENCE.finditer(text) if not NO_NAMES.fullmatch(match[0]))
    found += [Found(*match.span(), Tells.NAME) for match in names]
    return sorted(found, key=lambda part: (part.start, part.end))


def _words(text: str, words: Collection[str], tells: Tells, *, any_case: bool) -> Iterator[Found]:
    if not words:
        return
    either = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.I if any_case else 0)
    for match in pattern.finditer(text):
        yield Found(*match.span(), tells)
