"""Which services a reader of our pages works for."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from oncall.people.tables import ServiceStaffRow
from oncall.service.store import ServiceVersion
from oncall.service.tables import ServiceRow


def services_of(session: Session, staff_id: str | None) -> list[ServiceVersion]:
    """The services somebody works for; all of them for a reader who is not on any service's staff."""
    found = select(ServiceRow.id, ServiceRow.code, ServiceRow.version).where(ServiceRow.ended_at.is_(None))
    if staff_id is not None:
        theirs = select(ServiceStaffRow.service_id).where(
            ServiceStaffRow.staff_id == staff_id, ServiceStaffRow.ended_at.is_(None)
        )
        found = found.where(ServiceRow.id.in_(theirs))
    return [ServiceVersion(*row) for row in session.execute(found.order_by(ServiceRow.code))]
