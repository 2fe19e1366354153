"""What `oncall doctor` says of handovers that somebody should have signed or accepted. They stop no call.

A signed one that is not any more what was signed is a problem all the same: nobody may rely on it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from oncall.db.unit_of_work import UnitOfWork
from oncall.handover import store
from oncall.handover.document import ANYBODY
from oncall.handover.look_at_seals import LOOKED_BACK, stands
from oncall.handover.watch import late_shifts, missing
from oncall.service.config import ServiceConfig
from oncall.service.findings import Finding, problem, warning


def examine_handovers(session: Session, configs: Sequence[ServiceConfig], now: datetime) -> Iterator[Finding]:
    """Handovers without a signature and changes of shift nobody has accepted, an hour after their time; and
    signed ones that are not any more what was signed.
    """
    for one in missing(session, ANYBODY, now):
        yield warning("handover", f"{one.service}: the one for {one.until:%Y-%m-%d %H:%MZ} is not signed")
    since = now - LOOKED_BACK
    for row in store.signed(session, [config.id for config in configs], since=since):
        if not stands(session, row):
            says = f"the one for {row.until:%Y-%m-%d %H:%MZ}, /handover/{row.id}, is not what was signed"
            yield problem("handover", says)
    for config in configs:
        for one in late_shifts(UnitOfWork(session), config, now):
            says = f"{one.service}: the change of shift at {one.until:%Y-%m-%d %H:%MZ} is not accepted"
            yield warning("handover", says)
