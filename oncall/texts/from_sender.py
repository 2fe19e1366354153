"""A text from outside: into its conversation or a new one, its arrival acknowledged, and somebody woken."""

from datetime import timedelta

from oncall.contacts import store as contacts
from oncall.contacts.refs import REF_TRIES, new_ref
from oncall.contacts.tables import ContactRow
from oncall.paging import begin as paging
from oncall.paging.steps import wanted
from oncall.texts import store
from oncall.texts.acknowledge import acknowledge
from oncall.texts.arrival import Arrival
from oncall.texts.letter import write_to_office
from oncall.texts.opt_out import heed_order
from oncall.texts.tables import ThreadRow
from oncall.texts.unread import tell_owner, tell_those_asked
from triage.flags import flags_in

SAME_CONVERSATION = timedelta(hours=12)


def from_sender(arrival: Arrival) -> None:
    """Put a text into the open conversation with its sender, or open one, and see that somebody answers."""
    session, message, now = arrival.work.session, arrival.message, arrival.now
    store.lock_number(session, arrival.config.id, message.from_number)
    since = now - SAME_CONVERSATION
    thread = store.open_thread(session, arrival.config.id, message.from_number, since) or _open(arrival)
    found = contacts.lock(session, thread.contact_id)
    assert found is not None
    contact = found[0]
    message.contact_id, message.kind = contact.id, "text"
    message.flags = _flags(message.body)
    contact.flags = list(dict.fromkeys([*contact.flags, *message.flags]))
    thread.last_in_at = now
    session.flush()
    store.touch(session, contact.id, now)
    session.refresh(contact)
    heed_order(arrival)
    acknowledge(arrival, contact)
    _wake(arrival, contact)


def _flags(body: str) -> list[str]:
    """What must not wait, in words of our own: "weapon: knife"."""
    found = flags_in(body)
    return [flag.name if flag.name == flag.words else f"{flag.name}: {flag.words}" for flag in found]


def _open(arrival: Arrival) -> ThreadRow:
    """A new contact. A reference that is taken is drawn again."""
    message, config, now = arrival.message, arrival.config, arrival.now
    for _ in range(REF_TRIES):
        new = store.NewContact(
            ref=new_ref(now, config.zone),
            service_id=config.id,
            sid=message.provider_sid or "",
            sender=message.from_number,
            number=arrival.number,
            our_number=message.to_number,
            owners=arrival.owners,
            in_office_hours=config.hours.is_open(now),
            at=now,
        )
        thread = store.open_contact(arrival.work.session, new)
        if thread is not None:
            return thread
    raise RuntimeError("no free reference for a contact")


def _wake(arrival: Arrival, contact: ContactRow) -> None:
    """Have people paged, or whoever owns the contact told. Red flags ask two tiers at once, also then.

    A sender who has no number cannot be a carer's telephone: nobody is rung for that, unless for the words.
    """
    work, config, now = arrival.work, arrival.config, arrival.now
    urgent = bool(arrival.message.flags)
    contact.callback_due_at = contact.callback_due_at or now + paging.ANSWER_WITHIN
    if not wanted(contact):
        if urgent:
            paging.ask_another(work, contact, config, now)
        else:
            tell_owner(arrival, contact)
        return
    paging.own(work, contact, config, now)
    rings = urgent or arrival.number is not None
    paging.begin(work, contact, config, now, urgent=urgent, rings=rings)
    tell_those_asked(arrival, contact)
    if config.hours.is_open(now):
        write_to_office(work, contact, config, now)
