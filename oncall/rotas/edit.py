"""Changes to a rota as written. Pure: what was written stays as it is, and another comes out.

What is at a place that there is not stays unchanged: somebody else was quicker.
"""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from oncall.rotas.store import Definition

Edit = Callable[[Definition], Definition]


def added(section: str, entry: dict[str, Any]) -> Edit:
    """One more entry of `overrides` or `absences`, last, unless the very same is there."""

    def edit(definition: Definition) -> Definition:
        made = deepcopy(definition)
        entries = made.setdefault(section, [])
        if entry not in entries:
            entries.append(dict(entry))
        return made

    return edit


def taken_out(section: str, place: int) -> Edit:
    """Without the entry of `overrides` or `absences` at a place (from 0)."""

    def edit(definition: Definition) -> Definition:
        made = deepcopy(definition)
        entries = made.get(section) or []
        if 0 <= place < len(entries):
            del entries[place]
        if section in made and not entries:
            del made[section]
        return made

    return edit


def moved(tier: int, layer: int, place: int, by: int) -> Edit:
    """The turn at `place` of a layer moved up (-1) or down (1) among its people."""

    def change(people: list[Any]) -> None:
        if 0 <= place < len(people) and 0 <= place + by < len(people):
            people.insert(place + by, people.pop(place))

    return _of_people(tier, layer, change)


def joined(tier: int, layer: int, person: str) -> Edit:
    """Somebody's turn added after the last one of a layer."""
    return _of_people(tier, layer, lambda people: people.append(person))


def left(tier: int, layer: int, place: int) -> Edit:
    """A layer without its turn at `place`."""

    def change(people: list[Any]) -> None:
        if 0 <= place < len(people):
            del people[place]

    return _of_people(tier, layer, change)


def layer_put(tier: int, place: int, layer: dict[str, Any]) -> Edit:
    """A layer of a tier in place of the one at `place`; after the last it is one more."""

    def change(layers: list[Any]) -> None:
        if 0 <= place <= len(layers):
            layers[place : place + 1] = [deepcopy(layer)]

    return _of_layers(tier, change)


def layer_out(tier: int, place: int) -> Edit:
    """A tier without its layer at `place`."""

    def change(layers: list[Any]) -> None:
        if 0 <= place < len(layers):
            del layers[place]

    return _of_layers(tier, change)


def replaced_by(whole: Definition) -> Edit:
    """Another rota altogether."""
    return lambda _definition: deepcopy(whole)


def _of_layers(tier: int, change: Callable[[list[Any]], None]) -> Edit:
    def edit(definition: Definition) -> Definition:
        made = deepcopy(definition)
        tiers = made.get("tiers") or []
        if 0 <= tier < len(tiers):
            change(tiers[tier].setdefault("layers", []))
        return made

    return edit


def _of_people(tier: int, layer: int, change: Callable[[list[Any]], None]) -> Edit:
    def edit(definition: Definition) -> Definition:
        made = deepcopy(definition)
        tiers = made.get("tiers") or []
        layers = tiers[tier].get("layers") or [] if 0 <= tier < len(tiers) else []
        if 0 <= layer < len(layers):
            change(layers[layer].setdefault("rotation", {}).setdefault("people", []))
        return made

    return edit
