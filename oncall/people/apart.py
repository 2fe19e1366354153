"""Who of the staff a caller's contact is kept from: whoever is in conflict with them."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Apart:
    """Ids of the staff who are in conflict with a caller: with whoever it may be, or with some of these only.

    Nobody in `surely` is rung or asked. Whoever is in `maybe` comes after everybody and everything else.
    """

    surely: frozenset[str] = frozenset()
    maybe: frozenset[str] = frozenset()

    @property
    def everybody(self) -> frozenset[str]:
        """Both of them."""
        return self.surely | self.maybe

    def __bool__(self) -> bool:
        """Whether there is anybody."""
        return bool(self.surely or self.maybe)


NOBODY_APART = Apart()


def apart_by(pairs: Collection[tuple[str, str]], people: Collection[str]) -> Apart:
    """The same from pairs of a member of staff and whom they are in conflict with; `people` may have rung."""
    near: dict[str, set[str]] = {}
    for staff_id, person_id in pairs:
        near.setdefault(staff_id, set()).add(person_id)
    whole = set(people)
    surely = frozenset(one for one, of in near.items() if whole and whole <= of)
    return Apart(surely, frozenset(one for one, of in near.items() if whole & of) - surely)
