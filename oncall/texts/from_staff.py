"""A text from one of us: take it, pass it on, who is on, help, or words for the sender they answer."""

from datetime import timedelta

from oncall.contacts import store as contacts
from oncall.contacts.reach import reach
from oncall.contacts.stopped_store import why_stopped
from oncall.contacts.tables import ContactRow
from oncall.joining.bring_in import Bringing, Kind, bring, own_call
from oncall.paging.pass_on import pass_on
from oncall.paging.steps import wanted
from oncall.paging.take import take
from oncall.people.model import Staff
from oncall.shifts.answer import answer_by_text
from oncall.texts import store
from oncall.texts.arrival import Arrival
from oncall.texts.cut_off import answer_cut_off
from oncall.texts.opt_out import heed_order
from oncall.texts.reply import Reply, Replying, reply
from oncall.texts.rota_keeper import tell_rota_keepers
from oncall.texts.who import who_is_on
from oncall.texts.words import Command, Means, read
from oncall.texts.write import write_to_staff
from oncall.words import say

ASKED_WITHIN = timedelta(hours=12)
MOST_HELP = 5
"""After so many texts in a row that mean nothing we keep silent: it may be a machine that answers ours."""
COMMAND, ANSWER, UNKNOWN, ORDER = "command", "answer", "unknown", "order"
"""What a text from one of us was, as its row says."""


def from_staff(arrival: Arrival, member: Staff) -> None:
    """Do what a member of staff asks for. Each answer is a text of its own, written in this transaction."""
    arrival.message.staff_id = member.id
    known = why_stopped(arrival.work.session, arrival.config.id, member.phone)
    order = heed_order(arrival)
    if order is Means.FORBID and known is None:
        key = f"stopped:{arrival.message.id}"
        tell_rota_keepers(arrival.work, arrival.config, member, key, arrival.now)
    command = read(arrival.message.body)
    match command.means:
        case Means.FORBID | Means.ALLOW if order is None:
            _not_understood(arrival, member)
        case Means.FORBID | Means.ALLOW:
            arrival.message.kind = ORDER
        case Means.TAKE:
            _take(arrival, member, command)
        case Means.PASS:
            _pass(arrival, member, command)
        case Means.MANAGER:
            _manager(arrival, member)
        case Means.WHO:
            arrival.message.kind = COMMAND
            answer(arrival, member, who_is_on(arrival.config, arrival.now))
        case Means.HELP:
            arrival.message.kind = COMMAND
            answer(arrival, member, say("texts/help"))
        case Means.SAY:
            _say(arrival, member, command)


def answer(arrival: Arrival, member: Staff, body: str, contact: ContactRow | None = None) -> None:
    """Answer a text of one of us, from the number they have texted."""
    write_to_staff(
        arrival.work,
        arrival.config,
        member,
        body,
        f"answer:{arrival.message.id}",
        now=arrival.now,
        contact=contact,
        sender=arrival.message.to_number,
    )


def _take(arrival: Arrival, member: Staff, command: Command) -> None:
    arrival.message.kind = COMMAND
    if (said := answer_cut_off(arrival, member, command)) is not None:
        answer(arrival, member, *said)
        return
    contact = _which(arrival, member, command)
    if command.ref is None and (contact is None or not wanted(contact)):
        shift = answer_by_text(arrival.work, arrival.config, member.id, arrival.now)
        if shift is not None:
            answer(arrival, member, shift)
            return
    if contact is None:
        answer(arrival, member, say("texts/nothing_waits"))
        return
    arrival.message.contact_id = contact.id
    waited = wanted(contact)
    mine = take(arrival.work, contact, member.id, arrival.now, tell=False)
    link = f"{arrival.w.addresses.public}/contacts/{contact.ref}"
    text = contact.channel == "sms"
    body = say(
        "texts/took",
        ref=contact.ref,
        link=link,
        mine=mine,
        already=mine and not waited,
        text=text,
        reach=reach(arrival.work.session, contact),
    )
    answer(arrival, member, body, contact)


def _manager(arrival: Arrival, member: Staff) -> None:
    """Bring the manager into the call that the sender is in."""
    arrival.message.kind = COMMAND
    call = own_call(arrival.work, arrival.config, member.id)
    outcome = Bringing.NO_CALL if call is None else _bring(arrival, call, member, Kind.MANAGER)
    answer(arrival, member, say("texts/brought", outcome=outcome), call)


def _bring(arrival: Arrival, call: ContactRow, member: Staff, kind: Kind) -> Bringing:
    arrival.message.contact_id = call.id
    return bring(arrival.work, call, arrival.config, member.id, kind, arrival.now)


def _pass(arrival: Arrival, member: Staff, command: Command) -> None:
    """Pass on the call that the sender is in; else what waits for them."""
    arrival.message.kind = COMMAND
    call = None if command.ref is not None else own_call(arrival.work, arrival.config, member.id)
    if call is not None:
        outcome = _bring(arrival, call, member, Kind.PASS)
        answer(arrival, member, say("texts/brought", outcome=outcome), call)
        return
    if (said := answer_cut_off(arrival, member, command)) is not None:
        answer(arrival, member, *said)
        return
    contact = _which(arrival, member, command)
    passed = contact is not None and pass_on(arrival.work, contact, arrival.config, member.id, arrival.now)
    if contact is None or not passed:
        answer(arrival, member, say("texts/nothing_waits"))
        return
    arrival.message.contact_id = contact.id
    answer(arrival, member, say("texts/passed", ref=contact.ref), contact)


def _say(arrival: Arrival, member: Staff, command: Command) -> None:
    """Pass words on to the sender they answer: the one they name, else the one they took last."""
    session, since = arrival.work.session, arrival.now - ASKED_WITHIN
    if command.ref is not None:
        found = store.by_reference(session, arrival.config.id, command.ref, member.id, since)
    else:
        found = store.owned(session, arrival.config.id, member.id, since)
    contact = _locked(arrival, found)
    if contact is None and command.ref is None:
        _not_understood(arrival, member)
        return
    arrival.message.kind = ANSWER
    if contact is None:
        answer(arrival, member, say("texts/no_such_contact", ref=command.ref))
        return
    arrival.message.contact_id = contact.id
    words = Reply(command.words, member.id, f"text:{arrival.message.id}", insists=command.insists)
    replied = reply(arrival.work, contact, words, arrival.now)
    if replied.what is not Replying.SENT:
        body = say("texts/not_sent", ref=contact.ref, why=replied.what, tells=sorted(replied.tells))
        answer(arrival, member, body, contact)


def _not_understood(arrival: Arrival, member: Staff) -> None:
    arrival.message.kind = UNKNOWN
    arrival.work.session.flush()
    if store.not_understood(arrival.work.session, member.id) <= MOST_HELP:
        answer(arrival, member, say("texts/help"))


def _which(arrival: Arrival, member: Staff, command: Command) -> ContactRow | None:
    """Which contact a key without words is about: the one they name, else the newest that waits for them."""
    session, service_id, since = arrival.work.session, arrival.config.id, arrival.now - ASKED_WITHIN
    if command.ref is not None:
        named = store.by_reference(session, service_id, command.ref, member.id, since)
        return _locked(arrival, named)
    asked = store.asked_about(session, service_id, member.id, since)
    return _locked(arrival, next((one for one in asked if wanted(one)), next(iter(asked), None)))


def _locked(arrival: Arrival, contact: ContactRow | None) -> ContactRow | None:
    found = None if contact is None else contacts.lock(arrival.work.session, contact.id)
    if found is None:
        return None
    arrival.work.session.refresh(found[0])
    return found[0]
