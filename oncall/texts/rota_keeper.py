"""Whoever keeps the rota is told when a member of staff can no longer be reached by text."""

from oncall.access.roles import Role
from oncall.people.model import Staff
from oncall.texts.arrival import Arrival
from oncall.texts.write import write_to_staff
from oncall.words import say

KEEPERS = (Role.ROTA, Role.MANAGER, Role.TEAM_LEAD)
"""Whoever has the first of these that anybody has."""


def tell_rota_keepers(arrival: Arrival, member: Staff) -> None:
    """Text them the id of whoever sent STOP, never a name."""
    staff = [one for one in arrival.config.staff.values() if one.id != member.id]
    keepers = next((found for role in KEEPERS if (found := [one for one in staff if role in one.roles])), [])
    for keeper in keepers:
        write_to_staff(
            arrival.work,
            arrival.config,
            keeper,
            say("texts/staff_stopped", staff_id=member.id),
            f"stopped:{arrival.message.id}:{keeper.id}",
            now=arrival.now,
        )
