"""Addresses under which somebody's own calendar reads the rota."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from oncall.db.base import Base


class RotaFeedRow(Base):
    """One secret address: of one member of staff's times of duty, or with `staff_id` null the whole team's.

    Of `kind` `follow_ups` it has the times by which follow-ups are due, instead of times of duty; of `kind`
    `now` who is on at this moment.

    Only a hash of the secret is kept. It ends when it is revoked, or when whoever made it may no longer read.
    """

    __tablename__ = "rota_feed"

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    staff_id: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str] = mapped_column(server_default=text("'rota'"))
    made_by: Mapped[int] = mapped_column(BigInteger, ForeignKey("user.id"), index=True)
    made_at: Mapped[datetime]
    token_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    revoked_at: Mapped[datetime | None]
