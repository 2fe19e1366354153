"""The rota in force, made ready to be asked who is on."""

from sqlalchemy.orm import Session

from oncall.errors import Problem
from oncall.rotas import store
from oncall.rotas.rota_file import rota_from_mapping
from rota.model import Rota


def published_rota(session: Session, service_id: int) -> Rota:
    """The rota of a service. Making it takes some milliseconds: keep it until the service's version changes.

    Raises Problem if the service has none.
    """
    return _made(store.newest(session, service_id))


def rota_of_service(session: Session, code: str) -> Rota:
    """The rota of the service called `code`. Raises Problem if there is no such service, or it has none."""
    return _made(store.newest_with_code(session, code))


def _made(definition: dict[str, object] | None) -> Rota:
    if definition is None:
        raise Problem("there is no service with a rota under that code; see oncall load")
    return rota_from_mapping(definition)
