"""A rota that somebody has written → a Rota that a service may be run by."""

from collections.abc import Container

from oncall.rotas.rota_file import refuse_unusable, rota_from_mapping
from oncall.service.known_keys import refuse_unknown_keys
from rota.model import Rota
from rota.place import Place
from rota.reading import section


def usable_rota(data: object, staff: Container[str]) -> Rota:
    """The rota in a parsed file: a service file, or one with a rota alone. Raises MistakesError.

    It is a mistake to name somebody who is not in `staff`, a key that means nothing, or nobody at all.
    """
    top = Place(data)
    if top.is_mapping():
        refuse_unknown_keys(top)
    top.refuse_mistakes()
    rota = rota_from_mapping(data, staff)
    refuse_unusable(rota, section(top, "tiers", "rota"))
    top.refuse_mistakes()
    return rota
