"""Duty records: who really was on is written down as time passes, and at once when hands change.

Whatever becomes of the rota later, the past is told by them. Writing twice writes once; a service that was
down writes what it missed when it is back, by the rotas that counted meanwhile.
"""

from collections.abc import Sequence
from datetime import datetime

from oncall.db.unit_of_work import UnitOfWork
from oncall.rotas import record_store as store
from oncall.rotas.duty_store import InForce, in_force
from oncall.rotas.spells import Spell, spells
from oncall.rotas.store import in_force_since
from oncall.service.store import config_of, services
from oncall.shifts.ask_store import confirm_records
from oncall.wiring import Wiring
from rota.model import Rota


def keep_records(w: Wiring) -> None:
    """Write down who was on until now, and who is, for every service; one that is being changed waits."""
    with w.unit_of_work() as work:
        found = services(work.session)
    for service in found:
        with w.unit_of_work() as work:
            if store.lock(work.session, service.id):
                config = config_of(w.config_cache, work.session, service.id)
                write_down(work, service.id, config.rota, w.now())


def write_down(work: UnitOfWork, service_id: int, newest: Rota, now: datetime) -> None:
    """Write down who was on until `now`, by the rotas that counted, and who is on from now by the `newest`.

    The service is locked. What is written stays, so of a clock that was put back nothing is written again.
    """
    session = work.session
    version = store.newest_number(session, service_id)
    if version is None:
        return
    known_until = store.recorded_until(session, service_id)
    since = known_until or in_force_since(session, service_id)
    at = max(now, since, version[1])
    pieces = in_force(session, service_id, newest, since, at) if since < at else []
    this = InForce(at, at, newest, version[0])
    why = store.reasons(session, service_id, sorted({one.number for one in (*pieces, this)}))
    begun = _go_on(work, service_id, spells(pieces, this, why), since)
    store.begin(session, service_id, begun)
    store.record_until(session, service_id, at)
    if begun:
        confirm_records(session, service_id, since)
        store.stay_confirmed(session, service_id, since)


def _go_on(work: UnitOfWork, service_id: int, found: Sequence[Spell], since: datetime) -> list[Spell]:
    """Close the records of those who have gone off since; the spells that are to be begun."""
    going = {(row.tier, row.person): row for row in store.going_on(work.session, service_id)}
    begun = []
    for one in found:
        row = going.pop((one.tier, one.person), None) if one.start == since else None
        if row is None:
            begun.append(one)
        elif row.came_by == one.came_by:
            if one.end is not None:
                store.close(work.session, row, one.end)
        else:
            store.close(work.session, row, since)
            begun.append(one.of_shift(row.shift_start))
    for row in going.values():
        store.close(work.session, row, since)
    return begun
