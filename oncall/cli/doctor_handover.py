"""What `oncall doctor` says of handovers that somebody should have signed or accepted. They stop no call."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from oncall.db.unit_of_work import UnitOfWork
from oncall.handover.document import ANYBODY
from oncall.handover.watch import late_shifts, missing
from oncall.service.config import ServiceConfig
from oncall.service.findings import Finding, warning


def examine_handovers(session: Session, configs: Iterable[ServiceConfig], now: datetime) -> Iterator[Finding]:
    """Handovers without a signature and changes of shift nobody has accepted, an hour after their time."""
    for one in missing(session, ANYBODY, now):
        yield warning("handover", f"{one.service}: the one for {one.until:%Y-%m-%d %H:%MZ} is not signed")
    for config in configs:
        for one in late_shifts(UnitOfWork(session), config, now):
            says = f"{one.service}: the change of shift at {one.until:%Y-%m-%d %H:%MZ} is not accepted"
            yield warning("handover", says)
