"""A child's card to be read: beside a contact, and in full with its history."""

from dataclasses import dataclass, field
from datetime import date

from oncall.access.store import Person
from oncall.children import store
from oncall.children.card import RISKS, Card, Risk, changed
from oncall.children.keep_card import KEEPERS
from oncall.children.store import Version
from oncall.pages.wall_clock import HOME
from oncall.wiring import Wiring


@dataclass(frozen=True, slots=True)
class Shown:
    """A child's card beside a contact: as it stands, the known risks, and who may have no contact.

    `risks` are those of the service's file and of the card: each code with what the card says of it.
    """

    ref: str
    version: Version
    risks: tuple[tuple[str, Risk], ...] = field(repr=False)
    no_contact: tuple[tuple[str, str], ...] = field(repr=False)
    today: date
    may_keep: bool

    @property
    def card(self) -> Card:
        """What it says."""
        return self.version.card


@dataclass(frozen=True, slots=True)
class Past:
    """A version of before, and which parts it changed; `before` is what these said until then."""

    version: Version
    changed: tuple[str, ...]
    before: Card = field(repr=False)


@dataclass(frozen=True, slots=True)
class InFull:
    """The page of a card: as it is shown, its history (newest first), and the risks there may be besides."""

    name: str = field(repr=False)
    restricted: bool
    shown: Shown
    history: tuple[Past, ...]
    other_risks: tuple[str, ...]


def read_shown(ref: str, reader: Person, w: Wiring) -> Shown | None:
    """A child's card as it stands; None if there is no such child that the reader may see."""
    with w.unit_of_work() as work:
        child = store.child(work.session, reader, ref)
        if child is None:
            return None
        newest = store.newest(work.session, ref)
        return Shown(
            ref=ref,
            version=newest,
            risks=_risks(child.risks, newest.card),
            no_contact=tuple(store.no_contact(work.session, ref)),
            today=w.now().astimezone(HOME).date(),
            may_keep=bool(reader.roles & KEEPERS),
        )


def read_in_full(ref: str, reader: Person, w: Wiring) -> InFull | None:
    """The same with all versions; None if there is no such child that the reader may see."""
    shown = read_shown(ref, reader, w)
    if shown is None:
        return None
    with w.unit_of_work() as work:
        child = store.child(work.session, reader, ref)
        versions = store.versions(work.session, ref)
        earlier = [*(one.card for one in versions[1:]), Card()]
        known = {code for code, _ in shown.risks}
        return InFull(
            name=child.preferred_name if child else "",
            restricted=bool(child and child.restricted),
            shown=shown,
            history=tuple(
                Past(version, changed(before, version.card), before)
                for version, before in zip(versions, earlier, strict=False)
            ),
            other_risks=tuple(code for code in RISKS if code not in known),
        )


def _risks(of_file: list[str], card: Card) -> tuple[tuple[str, Risk], ...]:
    codes = dict.fromkeys([*of_file, *card.risks])
    return tuple((code, card.risks.get(code, Risk())) for code in codes)
