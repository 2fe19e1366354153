"""Numbers that a service file and another service of the installation both lay claim to."""

from sqlalchemy.orm import Session

from oncall.rotas.document import Document
from oncall.service import store
from oncall.service.read_service import own_numbers
from rota.errors import Mistake
from rota.place import Place


def clashes(session: Session, document: Document, code: str) -> list[Mistake]:
    """What is wrong with the numbers of service `code`, seen beside all other services.

    A number rings one service only, and no service dials by itself into another one, or they might ring each
    other for ever. People's numbers may be the same everywhere: a match is only ever a candidate.
    """
    top = Place(document.data)
    theirs, they_dial = store.numbers_elsewhere(session, code)
    for place in own_numbers(top):
        if _number(place) in theirs:
            place.wrong("This number is another service's already")
        elif _number(place) in they_dial:
            place.wrong(
                "This number is dialled by another service already, as a line or a phone of its staff"
            )
    for place in _dialled(top):
        if _number(place) in theirs:
            place.wrong("This is another service's own number")
    return top.mistakes


def _dialled(top: Place) -> list[Place]:
    """Where the numbers stand that the service dials by itself."""
    lines = [top.at("service").at(line) for line in ("office_line", "last_resort")]
    return lines + [one.at("phone") for one in top.at("staff").items()]


def _number(place: Place) -> str:
    return str(place.value).strip()
