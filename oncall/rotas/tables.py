"""The rota of a service, a row for every version that was in force."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from oncall.db.base import Base


class RotaVersionRow(Base):
    """The rota as written, with the timezone, holidays and closures it is reckoned by. Never changed."""

    __tablename__ = "rota_version"

    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    definition: Mapped[dict[str, Any]]
    published_at: Mapped[datetime]
    published_by: Mapped[str | None]
