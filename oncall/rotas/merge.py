"""A service's file is loaded again: what it changes of the rota, beside what the pages have changed. Pure.

Both count. Of turns that both have changed the file's count; what the pages did to single times (swaps,
covers, absences, what they took out) is done to the file's as well.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from typing import Any

from oncall.rotas.store import RECKONED_BY, Definition

TURNS, SINGLE_TIMES = "tiers", ("overrides", "absences")
WHOM = ("person", "replace", "add", "remove")

Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Merged:
    """The rota that comes of both.

    `dropped` are entries of the pages that cannot be in it any more: their tier or somebody in them is gone.
    `turns_lost`: turns that were changed on the pages are as the file says.
    """

    definition: Definition = field(repr=False)
    dropped: tuple[Entry, ...] = ()
    turns_lost: bool = False


def merged(base: Definition, current: Definition, file: Definition, staff: Container[str]) -> Merged:
    """What comes of the rota in force when a `file` is loaded; `base` is what it said the last time."""
    made = {key: file[key] for key in RECKONED_BY if key in file}
    keep = file.get(TURNS) == base.get(TURNS) and all(one in staff for one in _named(current))
    made[TURNS] = (current if keep else file).get(TURNS)
    dropped: list[Entry] = []
    tiers = {str(tier.get("name")) for tier in made[TURNS] or []}
    for section in SINGLE_TIMES:
        was, is_now, says = (list(one.get(section) or []) for one in (base, current, file))
        found = is_now if says == was else _both(was, is_now, says)
        gone = [one for one in found if one not in says and not _usable(one, tiers, staff)]
        found = [one for one in found if one not in gone]
        dropped += gone
        if found or section in (current if says == was else file):
            made[section] = found
    lost = not keep and current.get(TURNS) not in (base.get(TURNS), file.get(TURNS))
    return Merged(made, tuple(dropped), lost)


def hands(definition: Definition) -> Definition:
    """A rota without what it is reckoned by."""
    return {key: value for key, value in definition.items() if key not in RECKONED_BY}


def _both(was: list[Entry], is_now: list[Entry], says: list[Entry]) -> list[Entry]:
    """What a file says, without what the pages took out, and then what they added."""
    kept = [one for one in says if one in is_now or one not in was]
    return kept + [one for one in is_now if one not in was and one not in says]


def _usable(entry: Entry, tiers: Container[str], staff: Container[str]) -> bool:
    people = [str(entry[key]) for key in WHOM if entry.get(key) is not None]
    return ("tier" not in entry or entry["tier"] in tiers) and all(one in staff for one in people)


def _named(definition: Definition) -> Iterator[str]:
    """Everybody who has a turn."""
    for tier in definition.get(TURNS) or []:
        for layer in tier.get("layers") or []:
            for turn in layer.get("rotation", {}).get("people") or []:
                yield from (turn if isinstance(turn, list) else [turn])
