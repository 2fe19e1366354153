"""What people are here for; it decides what they may see."""

from enum import StrEnum


class Role(StrEnum):
    """A member of staff has one or more of these."""

    PRACTITIONER = "practitioner"
    MANAGER = "manager"
    TEAM_LEAD = "team_lead"
    ROTA = "rota"
    QUALITY = "quality"
    DPO = "dpo"
    ADMIN = "admin"


MAY_READ_CONTENT = frozenset({Role.PRACTITIONER, Role.MANAGER, Role.TEAM_LEAD, Role.QUALITY, Role.DPO})
"""Whoever may open a contact, a child's page or a handover. An admin keeps the machine and sees none."""
