"""When the service ran on its lifeline."""

from datetime import datetime

from sqlalchemy import BigInteger, Identity
from sqlalchemy.orm import Mapped, mapped_column

from oncall.db.base import Base


class LifelinePeriodRow(Base):
    """One outage: from the first request that the lifeline answered to the last.

    `put_aside` of these `requests` could not be taken up, and wait for a person to look at them.
    """

    __tablename__ = "lifeline_period"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime] = mapped_column(index=True)
    requests: Mapped[int]
    put_aside: Mapped[int]
