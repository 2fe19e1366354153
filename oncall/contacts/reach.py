"""How whoever rang or texted can be answered."""

from enum import StrEnum

from sqlalchemy.orm import Session

from oncall.contacts.stopped_store import STOP, why_stopped
from oncall.contacts.tables import ContactRow
from oncall.service.store import is_ours
from oncall.telephony.numbers import can_be_texted, refusal


class Reach(StrEnum):
    """By text; by voice, since they sent STOP or are no mobile; or not at all, as a sender that is a word.

    A landline that has sent STOP is a landline: not even one text is tried.
    """

    TEXT = "text"
    STOPPED = "stopped"
    VOICE = "voice"
    NOTHING = "nothing"

    @property
    def textable(self) -> bool:
        """Whether a text may be tried: the company says at once if STOP still holds."""
        return self in (Reach.TEXT, Reach.STOPPED)


def number_to_ring(contact: ContactRow) -> str | None:
    """The number on which whoever rang is rung back: the one they gave, else the one they rang from."""
    return contact.given_number or contact.caller_number


def reach(session: Session, contact: ContactRow) -> Reach:
    """How the number that a contact came from is reached."""
    number = contact.caller_number
    if number is None or refusal(number) is not None or is_ours(session, number):
        return Reach.NOTHING
    why = why_stopped(session, contact.service_id, number)
    if not can_be_texted(number) or why not in (None, STOP):
        return Reach.VOICE
    return Reach.TEXT if why is None else Reach.STOPPED
