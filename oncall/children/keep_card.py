"""Those who lead keep a child's card; each saving is a version, and of two at once the second is told."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from oncall.access.roles import Role
from oncall.access.store import Person
from oncall.children import store
from oncall.children.card import DECIDERS, DECISIONS, LONGEST, RISKS, Card, changed
from oncall.children.store import Version
from oncall.pages.wall_clock import HOME
from oncall.wiring import Wiring

KEEPERS = frozenset({Role.MANAGER, Role.TEAM_LEAD})


class Keeping(StrEnum):
    """What came of it; the word names the sentence that says so."""

    SAVED = "card_saved"
    NOTHING_NEW = "card_nothing_new"
    OVERTAKEN = "card_overtaken"
    TOO_LONG = "card_too_long"
    NO_SUCH_DAY = "card_no_such_day"
    PLAN_DAY_NEEDED = "card_plan_day_needed"
    PLAN_IN_FUTURE = "card_plan_in_future"
    NOT_ON_OFFER = "card_not_on_offer"
    MAY_NOT = "card_may_not"
    NOT_THERE = "not_there"


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of it, and how the card stands now."""

    what: Keeping
    now: Version | None = None


def keep_card(ref: str, card: Card, seen: int, reader: Person, w: Wiring) -> Kept:
    """Save a card made from version `seen`. The same card twice is saved once."""
    with w.unit_of_work() as work:
        child = store.child(work.session, reader, ref)
        if child is None:
            return Kept(Keeping.NOT_THERE)
        if not reader.roles & KEEPERS:
            return Kept(Keeping.MAY_NOT)
        refused = _refusal(card, (*child.risks, *RISKS), w.now().astimezone(HOME).date())
        before = store.newest(work.session, ref)
        if refused is not None:
            return Kept(refused, before)
        if not changed(before.card, card):
            return Kept(Keeping.NOTHING_NEW, before)
        if before.number != seen or not store.add(work.session, ref, seen + 1, card, reader.user_id, w.now()):
            return Kept(Keeping.OVERTAKEN, store.newest(work.session, ref))
        return Kept(Keeping.SAVED, store.newest(work.session, ref))


def _refusal(card: Card, risks: tuple[str, ...], today: date) -> Keeping | None:
    said = [card.crisis_plan, card.decides_note, card.not_told, card.code_word]
    if any(len(text) > LONGEST for text in [*said, *(one.says for one in card.risks.values())]):
        return Keeping.TOO_LONG
    if card.crisis_plan and card.crisis_plan_on is None:
        return Keeping.PLAN_DAY_NEEDED
    if card.crisis_plan_on is not None and card.crisis_plan_on > today:
        return Keeping.PLAN_IN_FUTURE
    offered = set(card.decides) <= set(DECISIONS) and set(card.decides.values()) <= set(DECIDERS)
    return None if offered and set(card.risks) <= set(risks) else Keeping.NOT_ON_OFFER
