"""Whoever keeps the rota is told when a member of staff can no longer be reached by text."""

from oncall.people.model import Staff
from oncall.shifts.texting import keepers
from oncall.texts.arrival import Arrival
from oncall.texts.write import write_to_staff
from oncall.words import say


def tell_rota_keepers(arrival: Arrival, member: Staff) -> None:
    """Text them the id of whoever sent STOP, never a name."""
    for keeper in keepers(arrival.config, but=member.id):
        write_to_staff(
            arrival.work,
            arrival.config,
            keeper,
            say("texts/staff_stopped", staff_id=member.id),
            f"stopped:{arrival.message.id}:{keeper.id}",
            now=arrival.now,
        )
