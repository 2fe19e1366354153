"""What one of us answers to: did the line drop?"""

from oncall.contacts import store as contacts
from oncall.contacts.tables import ContactRow
from oncall.people.model import Staff
from oncall.ringback import cut_off
from oncall.ringback import cut_off_store as asked
from oncall.texts import store
from oncall.texts.arrival import Arrival
from oncall.texts.words import Command, Means
from oncall.words import say


def answer_cut_off(arrival: Arrival, member: Staff, command: Command) -> tuple[str, ContactRow] | None:
    """What to answer to a `1` or a `2`, and about which contact; None if it answers no such question."""
    contact = _which(arrival, member, command)
    if contact is None:
        return None
    if command.means is Means.PASS:
        said: str | None = cut_off.say_finished(arrival.work, contact, member.id, arrival.now)
        if said is cut_off.Saying.NOT_ASKED:
            return None
    else:
        said = cut_off.ring_again(arrival.work, contact, arrival.config, member.id, arrival.now)
    if said is None:
        return None
    arrival.message.contact_id = contact.id
    link = f"{arrival.w.addresses.public}/contacts/{contact.ref}"
    return say("texts/cut_off_answered", said=said, ref=contact.ref, link=link), contact


def _which(arrival: Arrival, member: Staff, command: Command) -> ContactRow | None:
    """The contact they name, else the one we asked them about last; locked."""
    session, service_id, since = arrival.work.session, arrival.config.id, arrival.now - cut_off.TOO_LATE
    if command.ref is not None:
        found = store.by_reference(session, service_id, command.ref, member.id, since)
    else:
        found = asked.asked_by_text(session, service_id, member.id, since)
    locked = None if found is None else contacts.lock(session, found.id)
    if locked is None:
        return None
    session.refresh(locked[0])
    return locked[0]
