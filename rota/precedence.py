"""Who is on when overrides, absences and layers disagree: the order of precedence, top to bottom."""

from collections.abc import Iterable, Iterator

from rota.model import PersonId
from rota.timeline import NOTHING, Said

OVERRIDE = "override"

On = dict[PersonId, str]
"""Who is on, and what put each of them there: a layer's name, or `override`."""

Offer = tuple[str, tuple[PersonId, ...]]
"""A layer's name and the people whose turn it is."""


def who(said: Said, layers: Iterable[Offer]) -> On:
    """Who is on, given what overrides and absences say and what the layers offer, the last layer first.

    It is the first offer that, after replacements, leaves somebody who is not away; and those who are
    added. An absence is so filled by the next lower layer and not by the next turn.
    """
    if said is NOTHING:
        return next((dict.fromkeys(people, name) for name, people in layers if people), {})
    on: On = {}
    for offer in _offers(said, layers):
        on = _without_those_away(said, _with_replacements(said, offer))
        if on:
            break
    for person in said.add:
        if person not in said.away:
            on.setdefault(person, OVERRIDE)
    return on


def _offers(said: Said, layers: Iterable[Offer]) -> Iterator[On]:
    """First whoever an override puts there alone, the last in the file first; then the layers."""
    for person in said.alone:
        yield {person: OVERRIDE}
    for name, people in layers:
        yield dict.fromkeys(people, name)


def _with_replacements(said: Said, offer: On) -> On:
    """An offer in which, in file order, others stand in place of those they replace, unless they are away.

    Somebody who was in it anyway is then there once, and by the override.
    """
    for replaced, person in said.replace:
        if replaced in offer and person not in said.away:
            offer = {person if each == replaced else each: source for each, source in offer.items()}
            offer[person] = OVERRIDE
    return offer


def _without_those_away(said: Said, offer: On) -> On:
    return {person: source for person, source in offer.items() if person not in said.away}
