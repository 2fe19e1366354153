"""The service's own telephone numbers, as the account holds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from oncall.practice.addresses import LANDLINE, new_sid

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(slots=True)
class ServiceNumber:
    """One number and where its calls and texts are taken. UK landline numbers cannot text."""

    phone_number: str
    friendly_name: str
    date_created: datetime
    date_updated: datetime
    sid: str = field(default_factory=lambda: new_sid("PN"))
    voice_url: str = ""
    voice_method: str = "POST"
    voice_fallback_url: str = ""
    voice_fallback_method: str = "POST"
    status_callback: str = ""
    status_callback_method: str = "POST"
    sms_url: str = ""
    sms_method: str = "POST"
    sms_fallback_url: str = ""
    sms_fallback_method: str = "POST"

    @property
    def can_text(self) -> bool:
        """Whether texts can be sent from this number."""
        return LANDLINE.fullmatch(self.phone_number) is None
