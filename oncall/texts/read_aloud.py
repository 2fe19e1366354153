"""A text is read to whoever has taken it by telephone; it counts as read once they have heard its end."""

from oncall.contacts import names_store
from oncall.contacts import store as contacts
from oncall.contacts.tables import ContactRow
from oncall.db.unit_of_work import UnitOfWork
from oncall.paging import store as pagings
from oncall.paging.tables import PageCallRow
from oncall.service.config import ServiceConfig
from oncall.service.spoken import Spoken, plainly, spoken
from oncall.service.store import config_of
from oncall.telephony.forms import KeyPressed
from oncall.telephony.replies import AskKey, GoOn, HangUp, Reply
from oncall.texts import store
from oncall.texts.spoken_words import spoken_words
from oncall.wiring import Wiring
from oncall.words import say

AGAIN = "3"
KEY_SECONDS = 5
MOST_TURNS = 4
MOST_TEXTS = 5
"""The newest so many texts are read; a long conversation is read on its page."""


def read_text(page_call_id: int, turn: int, pressed: KeyPressed, w: Wiring) -> Spoken:
    """Say what a taken contact's sender wrote, without names; after the first time only on key 3."""
    with w.unit_of_work() as work:
        found = _theirs(work, page_call_id)
        if found is None:
            return plainly("calls/apology")
        call, contact = found
        config = config_of(w.config_cache, work.session, contact.service_id)
        asked = turn == 0 or (pressed.digits == AGAIN and turn < MOST_TURNS)
        return spoken(_reading(work, call, contact, config, w, turn) if asked else HangUp(), config)


def text_heard(page_call_id: int, turn: int, heard: KeyPressed, w: Wiring) -> Spoken:
    """The texts have been said to the end: they are read now. Told twice, it counts once."""
    now = w.now()
    with w.unit_of_work() as work:
        found = _theirs(work, page_call_id)
        if found is None:
            return plainly("calls/apology")
        call, contact = found
        pagings.name_call(work.session, call.id, heard.call_sid)
        if contacts.add_event(work.session, f"text_heard:{call.id}:{turn}", contact.id, now, "text heard"):
            store.see(work.session, contact.id, now)
        config = config_of(w.config_cache, work.session, contact.service_id)
        again = AskKey((say("texts/hear_again"),), KEY_SECONDS, w.addresses.page_text(call.id, turn + 1))
        return spoken(again, config)


def _theirs(work: UnitOfWork, page_call_id: int) -> tuple[PageCallRow, ContactRow] | None:
    """The ringing and its contact, if it is a conversation that whoever was rung has taken and may read."""
    call = pagings.call(work.session, page_call_id)
    contact = None if call is None else contacts.contact(work.session, call.contact_id)
    if call is None or contact is None or store.thread(work.session, contact.id) is None:
        return None
    mine = contact.owned_at is not None and contact.callback_owner == call.staff_id
    return (
        (call, contact) if mine and not store.hidden_from(work.session, call.staff_id, contact.id) else None
    )


def _reading(
    work: UnitOfWork, call: PageCallRow, contact: ContactRow, config: ServiceConfig, w: Wiring, turn: int
) -> Reply:
    known = names_store.known(work.session, contact.service_id)
    came = store.newest_from_sender(work.session, contact.id, MOST_TEXTS)
    with_pictures = {one.message_id for one in store.pictures(work.session, [text.id for text in came])}
    words = tuple(
        say(
            "texts/read_aloud",
            at=f"{text.created_at.astimezone(config.zone):%H:%M}",
            words=spoken_words(text.body, known),
            picture=text.id in with_pictures,
        )
        for text in came
    )
    return GoOn(words, w.addresses.page_text_heard(call.id, turn))
