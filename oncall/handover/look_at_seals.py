"""Every night each signed handover is held against its seal; of one that does not hold the managers hear."""

from datetime import timedelta

import structlog
from sqlalchemy.orm import Session

from oncall.access.roles import Role
from oncall.db.outbox import Errand
from oncall.handover import entry_store, store
from oncall.handover.seal import is_as_signed
from oncall.handover.tables import HandoverRow
from oncall.handover.tell import Why, tell
from oncall.service.store import config_of
from oncall.wiring import Wiring

log = structlog.get_logger(__name__)

LOOKED_BACK = timedelta(days=400)
"""What is older is held against its seal whenever somebody opens, prints or exports it."""


def stands(session: Session, row: HandoverRow) -> bool:
    """Whether all that was signed of a handover is still there, restricted contacts too."""
    return is_as_signed(row, entry_store.entries(session, row, None), entry_store.still_kept(session, row))


def look_at_seals(errand: Errand, w: Wiring) -> None:
    """Look at all handovers of a service that are signed, and have its managers texted, once a signature."""
    service_id = int((errand.subject or "0").partition(":")[0])
    with w.unit_of_work() as work:
        for row in store.signed(work.session, [service_id], since=w.now() - LOOKED_BACK):
            if stands(work.session, row):
                continue
            staff = config_of(w.config_cache, work.session, service_id).staff.values()
            managers = [one.id for one in staff if Role.MANAGER in one.roles]
            tell(work, row, Why.ALTERED, managers, f"signing-{row.signing}", w.now())
            log.warning("handover_not_as_signed", handover_id=row.id)
