"""What a service file, a short file or the database says about rota and office hours → a Rota, OfficeHours.

`read_…` take a Document and name lines; `…_from_mapping` take plain values, as a Document's `data` or JSON
from the database, and raise MistakesError with the path of each mistake. `Document.sentence(path, says)`
joins the two.
"""

from collections.abc import Container
from typing import Any

from oncall.errors import Problem
from oncall.rotas.calendars import bank_holidays
from oncall.rotas.document import Document
from rota.errors import MistakesError, first_of
from rota.hours import OfficeHours
from rota.model import Change, PersonId, Rota
from rota.place import Place
from rota.reading import rota_from, section
from rota.reading_hours import hours_from

UNDER = dict.fromkeys(("timezone", "holidays", "closures"), "service") | dict.fromkeys(
    ("tiers", "overrides", "absences"), "rota"
)
"""What makes a rota, and where else than at the top each part of it may stand."""
RESERVED = ("office_line", "last_resort", "voicemail")


class FileProblem(Problem):
    """A file has mistakes. `sentences` has one for each, by line; the text is the first and how many more."""

    def __init__(self, document: Document, mistakes: MistakesError) -> None:
        found = sorted(mistakes.mistakes, key=lambda mistake: document.line(mistake.path) or 0)
        self.sentences = tuple(document.sentence(mistake.path, mistake.says) for mistake in found)
        super().__init__(first_of(self.sentences))


def rota_from_mapping(mapping: object, staff: Container[str] | None = None) -> Rota:
    """The rota in plain values. With `staff`, naming somebody else is a mistake. Raises MistakesError."""
    return rota_from(mapping, bank_holidays, staff)


def hours_from_mapping(mapping: object, calendar: str | None = None) -> OfficeHours:
    """The office hours in plain values; `calendar` in place of their `holidays`. Raises MistakesError."""
    return hours_from(mapping, bank_holidays, calendar)


def read_rota(document: Document) -> Rota:
    """The rota in a file. Raises FileProblem."""
    try:
        return rota_from_mapping(document.data)
    except MistakesError as mistakes:
        raise FileProblem(document, mistakes) from None


def read_hours(document: Document, calendar: str | None = None) -> OfficeHours:
    """The office hours in a file; `calendar` in place of its `holidays`. Raises FileProblem."""
    try:
        return hours_from_mapping(document.data, calendar)
    except MistakesError as mistakes:
        raise FileProblem(document, mistakes) from None


def phones_of(data: object) -> frozenset[PersonId] | None:
    """The staff of a file who have a phone; None if it declares no staff, as a short file need not."""
    staff = Place(data).at("staff").value
    if not isinstance(staff, list):
        return None
    declared = [each for each in staff if isinstance(each, dict)]
    return frozenset(PersonId(str(each.get("id"))) for each in declared if each.get("phone"))


def as_written(data: object) -> dict[str, Any]:
    """The rota in plain values as it was written, with what it is reckoned by, and nothing else."""
    top = Place(data)
    written_so = {key: section(top, key, under).value for key, under in UNDER.items()}
    return {key: value for key, value in written_so.items() if value is not None}


def refuse_unusable(rota: Rota, tiers: Place) -> None:
    """Note a rota that nobody is on, and tiers called like what is no tier."""
    turns = [entry for tier in rota.tiers for layer in tier.layers for entry in layer.rotation.people]
    if not any(turns) and all(override.change is Change.REMOVE for override in rota.overrides):
        tiers.wrong("Nobody is on this rota: a caller would reach no one")
    for place in tiers.items():
        if place.at("name").value in RESERVED:
            place.at("name").wrong(f"`name` must be none of {', '.join(RESERVED)}")
