"""The words of a text as a telephone may say them: what tells who somebody is, is left out. Pure."""

import unicodedata

from oncall.contacts.identifying import Found, parts
from oncall.contacts.names_store import Known
from oncall.words import say

LONGEST = 1_600
"""Characters of one text that are said; none that the company brings us is longer."""


def spoken_words(body: str, known: Known) -> str:
    """`body` with "a name", "a number" and the like in the place of what tells who somebody is."""
    text = _plain(body)
    said, end = [], 0
    for part in _apart(parts(text, known)):
        said += [text[end : part.start], say("texts/left_out", tells=part.tells)]
        end = part.end
    return "".join([*said, text[end:]]).strip()


def _apart(found: list[Found]) -> list[Found]:
    """The parts, in order, with those made one that overlap: the first of them says what is told."""
    apart: list[Found] = []
    for part in found:
        if apart and part.start < apart[-1].end:
            apart[-1] = Found(apart[-1].start, max(part.end, apart[-1].end), apart[-1].tells)
        else:
            apart.append(part)
    return apart


def _plain(body: str) -> str:
    """On one line and without characters that nobody sees: a name must not hide behind one."""
    composed = unicodedata.normalize("NFKC", body)[:LONGEST]
    spaced = (" " if character.isspace() else character for character in composed)
    return "".join(character for character in spaced if character.isprintable())
