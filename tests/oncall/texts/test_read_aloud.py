"""Whoever takes a text by telephone hears what it says, without names; it is read once they heard its end."""

import pytest
from sqlalchemy import func, select, update

from oncall.contacts.names_store import Known
from oncall.contacts.tables import ContactChildRow, ContactRow
from oncall.paging.answer import press_key
from oncall.paging.tables import PageCallRow, PagingRow
from oncall.people.tables import ChildRow
from oncall.telephony.forms import KeyPressed
from oncall.telephony.replies import AskKey, GoOn, HangUp
from oncall.texts.read_aloud import read_text, text_heard
from oncall.texts.spoken_words import spoken_words
from oncall.texts.tables import ThreadRow

KNOWN = Known(frozenset({"C-7K2Q"}), frozenset({"Kit"}), frozenset({"Jo", "Morgan"}))
NOTHING = KeyPressed("CA1", "")


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("Kit's not in bed", "a name's not in bed"),
        ("where is KIT?", "where is a name?"),
        ("K\u200bit is out", "a name is out"),
        ("Ｋｉｔ is out", "a name is out"),
        ("he hit Tom Smith", "he hit a name a name"),
        ("about C-7K2Q, born 01/02/2014", "about a reference, born a date of birth"),
        ("at 4 Mill Lane SY1 1AA", "at an address a postcode"),
        ("ring me on 07700 900 301\nnow", "ring me on a number now"),
        ("he has a knife 😱", "he has a knife 😱"),
        ("\x01\ud800 \ufffe", ""),
        ("", ""),
    ],
)
def test_what_tells_who_somebody_is_is_not_spoken(body, says):
    assert spoken_words(body, KNOWN) == says


@pytest.fixture
def taken(scene):
    """Asha is rung about Morgan's text and presses 1; gives the id of that ringing."""

    def take(*words: str, **options) -> int:
        for one in words:
            scene.texts(one, **options)
        for _ in range(8):
            scene.clock.advance(seconds=1)
            scene.does_errands()
        with scene.w.unit_of_work() as work:
            call_id = work.session.scalars(select(PageCallRow.id).where(PageCallRow.staff_id == "asha")).one()
        reply = press_key(call_id, 1, KeyPressed("CA1", "1"), scene.w).reply
        assert isinstance(reply, GoOn)
        assert f"/page/{call_id}/text/0" in reply.next_url
        return call_id

    return take


def seen(scene) -> bool:
    with scene.w.unit_of_work() as work:
        return work.session.scalars(select(ThreadRow.seen_at)).one() is not None


def test_it_is_read_in_order_and_counts_as_read_at_its_end(scene, taken):
    call_id = taken("Kit has gone out", "he has no coat")

    reading = read_text(call_id, 0, NOTHING, scene.w).reply
    assert isinstance(reading, GoOn)
    assert reading.words == ("At 22:00: a name has gone out.", "At 22:00: he has no coat.")
    assert not seen(scene)
    end = text_heard(call_id, 0, NOTHING, scene.w).reply

    assert isinstance(end, AskKey)
    assert seen(scene)
    assert text_heard(call_id, 0, NOTHING, scene.w).reply == end


def test_key_3_reads_it_again_and_any_other_ends_the_call(scene, taken):
    call_id = taken("hello")

    assert isinstance(read_text(call_id, 1, KeyPressed("CA1", "3"), scene.w).reply, GoOn)
    assert read_text(call_id, 1, KeyPressed("CA1", "7"), scene.w).reply == HangUp()
    assert read_text(call_id, 4, KeyPressed("CA1", "3"), scene.w).reply == HangUp()


def test_a_picture_alone_is_mentioned(scene, taken):
    call_id = taken("", media=(("https://api.twilio.com/x", "image/png"),))

    assert read_text(call_id, 0, NOTHING, scene.w).reply.words == ("At 22:00 a picture came, without words.",)


def test_what_has_become_somebody_else_s_is_not_read(scene, taken):
    call_id = taken("Kit has gone out")
    with scene.w.unit_of_work() as work:
        work.session.execute(update(ContactRow).values(callback_owner="ben"))

    for ask in (read_text, text_heard):
        assert isinstance(ask(call_id, 0, NOTHING, scene.w).reply, HangUp)
    assert not seen(scene)


def test_what_is_about_a_child_they_may_not_see_is_not_read(scene, taken):
    call_id = taken("he has gone out")
    with scene.w.unit_of_work() as work:
        child = work.session.scalars(select(ChildRow).limit(1)).one()
        child.restricted, child.visible_to = True, ["ben"]
        contact_id = work.session.scalars(select(ContactRow.id)).one()
        work.session.add(ContactChildRow(contact_id=contact_id, child_ref=child.ref))

    assert isinstance(read_text(call_id, 0, NOTHING, scene.w).reply, HangUp)


def test_a_ringing_we_do_not_know_is_answered_kindly(scene):
    for ask in (read_text, text_heard):
        assert isinstance(ask(999_999, 0, NOTHING, scene.w).reply, HangUp)


def pagings(scene) -> int:
    with scene.w.unit_of_work() as work:
        return work.session.scalar(select(func.count()).select_from(PagingRow)) or 0


def passes(scene, minutes: int) -> None:
    for _ in range(minutes):
        scene.clock.advance(minutes=1)
        scene.does_errands()


def test_who_hangs_up_before_the_end_of_what_must_not_wait_is_paged_anew_in_a_minute(scene, taken):
    call_id = taken("he has a knife")
    read_text(call_id, 0, NOTHING, scene.w)

    assert pagings(scene) == 1
    passes(scene, 2)

    assert pagings(scene) == 2
    with scene.w.unit_of_work() as work:
        assert work.session.scalars(select(ContactRow.owned_at)).one() is None


def test_who_has_heard_it_is_left_alone(scene, taken):
    call_id = taken("Kit has gone out")
    text_heard(call_id, 0, NOTHING, scene.w)

    passes(scene, 8)

    assert pagings(scene) == 1
