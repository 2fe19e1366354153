"""One of us rings the service from their own telephone and, with a PIN, a caller back."""

from urllib.parse import urlsplit

import pytest

from oncall.calls.call_ended import end_call
from oncall.calls.own_step import own_step
from oncall.calls.receive_call import receive_call
from oncall.contacts.tables import ContactRow
from oncall.db import deadline
from oncall.lifeline.asked import asked
from oncall.numbers import no_contact
from oncall.people.tables import PersonPhoneRow
from oncall.ringback import own_phone
from oncall.ringback.back_calls import dialled
from oncall.ringback.pin_store import of_call, pin
from oncall.ringback.read_call_backs import Came, read_call_backs
from oncall.ringback.set_pin import Setting, set_pin
from oncall.ringback.store import NewCallBack, begin
from oncall.telephony.forms import CallEnded, DialEnded, InboundCall
from oncall.telephony.replies import AskDigits, GoOn, HangUp, Ring
from tests.oncall.contacts.page import words
from tests.oncall.contacts.scene import LINE, MORGAN, PRICE

BEN = "+447700900202"
PIN = "281946"


@pytest.fixture(autouse=True)
def quick(quick_hashes):
    """Passwords and PINs are hashed quickly."""


def missed(scene, number=MORGAN, who="ben"):
    """A call that nobody answered; the call back is Ben's."""
    ref = scene.rings(number)
    scene.nobody_answers(ref)
    scene.says_nothing(ref)
    with scene.w.unit_of_work() as work:
        work.session.query(ContactRow).filter_by(ref=ref).one().callback_owner = who
    return ref


@pytest.fixture
def known(scene):
    """Ben has a PIN."""
    assert set_pin(PIN, PIN, scene.somebody("ben"), scene.w) is Setting.SET
    return scene


def call(n=1, number=BEN):
    return InboundCall(f"CA{n:030x}aa", number, LINE, None)


def rings(scene, n=1, number=BEN):
    return receive_call(call(n, number), scene.w).reply


def enters(scene, digits, turn=1, n=1):
    return own_step(call(n), own_phone.PIN, digits, turn, [], scene.w).reply


def ids(scene, *refs):
    return [scene.by_ref(ref).id for ref in refs]


def chooses(scene, key, of, n=1):
    return own_step(call(n), own_phone.CHOICE, key, 1, of, scene.w).reply


def test_without_a_pin_they_are_put_through_as_anybody(scene):
    assert isinstance(rings(scene), Ring)


def test_with_a_pin_they_are_asked_for_it_and_no_contact_is_opened(known):
    heard = rings(known)

    assert isinstance(heard, AskDigits)
    assert "We know this telephone" in heard.words[0]
    assert "as=caller" in heard.else_url
    with known.w.unit_of_work() as work:
        assert work.session.query(ContactRow).count() == 0


def test_whoever_only_wants_to_be_put_through_is(known):
    rings(known)

    through = own_step(call(), own_phone.CALLER, "", 0, [], known.w).reply

    assert isinstance(through, Ring)
    assert through.number == "+447700900201"


def test_without_a_database_every_step_is_a_call_that_has_come_in(scene):
    for step in (own_phone.PIN, own_phone.CHOICE, own_phone.CALLER):
        address = urlsplit(scene.w.addresses.voice_again(step, 1, [7]))

        assert asked(address.path, address.query, {}).what == "ring"


def test_a_carer_who_has_that_telephone_too_is_put_through_at_once(known):
    with known.w.unit_of_work() as work:
        work.session.query(PersonPhoneRow).filter_by(number=MORGAN).one().number = BEN

    assert isinstance(rings(known), Ring)


def test_the_right_pin_offers_whoever_waits_by_digit_and_without_a_name(known):
    first, second = missed(known), missed(known, PRICE)
    rings(known)

    offered = enters(known, PIN)

    assert isinstance(offered, AskDigits)
    said = offered.words[0]
    assert "Press 1 for: A known foster carer rang at 22:00" in said
    assert "Press 2 for: A known kinship carer rang at" in said
    assert "Morgan" not in said
    assert "-".join(str(one) for one in ids(known, first, second)) in offered.key_url


def test_however_long_the_hashing_takes_it_is_no_silence_of_the_database(known, monkeypatch):
    missed(known)
    rings(known)
    budgets = []
    monkeypatch.setattr(own_phone, "is_right", lambda *_: budgets.append(deadline.left()) or True)
    deadline.begin(30.0)
    try:
        offered = enters(known, PIN)
        left = deadline.left()
    finally:
        deadline.end()

    assert budgets == [None]
    assert left is not None
    assert "Press 1 for" in offered.words[0]


def test_a_number_on_a_no_contact_list_is_warned_of_before_it_is_chosen(known):
    missed(known)
    missed(known, PRICE)
    no_contact.add("C-7K2Q", PRICE, "court order of May", known.somebody("elin"), known.w)
    rings(known)

    said = enters(known, PIN).words[0]

    assert said.count("on a no-contact list") == 1
    assert said.index("Press 2 for") < said.index("no-contact")


def test_choosing_rings_the_carer_and_shows_them_the_number_of_the_service(known):
    ref = missed(known)
    rings(known)
    enters(known, PIN)

    reply = chooses(known, "1", ids(known, ref))
    again = chooses(known, "1", ids(known, ref))

    assert isinstance(reply, Ring)
    assert (reply.number, reply.caller_id) == (MORGAN, LINE)
    assert again == reply
    tries = read_call_backs(ref, known.somebody("ben"), known.w).tries
    assert [one.came for one in tries] == [Came.GOING_ON]
    assert known.by_ref(ref).owned_at is not None


def test_when_they_hang_up_the_try_is_over_and_their_line_free(known):
    ref = missed(known)
    rings(known)
    enters(known, PIN)
    chooses(known, "1", ids(known, ref))
    end_call(CallEnded(call().sid, "completed", 9), known.w)
    end_call(CallEnded(call().sid, "completed", 9), known.w)

    tries = read_call_backs(ref, known.somebody("ben"), known.w).tries
    assert [one.came for one in tries] == [Came.NOT_RUNG]
    known.clock.advance(seconds=5)
    other = known.rings(PRICE)
    known.goes_unanswered(other)
    assert known._ringing(other)[0]


def test_three_without_an_answer_ask_what_to_do(known):
    ref = missed(known)
    for n in (1, 2, 3):
        rings(known, n)
        enters(known, PIN, n=n)
        chooses(known, "1", ids(known, ref), n)
        with known.w.unit_of_work() as work:
            row = of_call(work.session, call(n).sid)
        in_vain = dialled(
            row.id, DialEnded(call(n).sid, "in-progress", "no-answer", None, None, None), known.w
        )
        end_call(CallEnded(call(n).sid, "completed", 30), known.w)

    assert "You have now tried 3 times" in in_vain.reply.words[0]
    assert read_call_backs(ref, known.somebody("ben"), known.w).decide


def test_somebody_elses_call_back_cannot_be_chosen(known):
    other = missed(known, who="elin")
    rings(known)
    enters(known, PIN)

    assert isinstance(chooses(known, "1", ids(known, other)), AskDigits)


def test_nothing_can_be_chosen_without_the_pin(known):
    ref = missed(known)
    rings(known)

    assert isinstance(chooses(known, "1", ids(known, ref)), GoOn)


def test_while_a_colleague_rings_the_caller_they_are_told(known):
    ref = missed(known)
    rings(known)
    enters(known, PIN)
    with known.w.unit_of_work() as work:
        new = NewCallBack(ids(known, ref)[0], "asha", "+447700900201", MORGAN, known.clock())
        assert begin(work.session, new) is not None

    reply = chooses(known, "1", ids(known, ref))

    assert isinstance(reply, HangUp)
    assert "colleague" in reply.words[0]


def test_with_nobody_to_ring_back_9_puts_them_through(known):
    rings(known)

    offered = enters(known, PIN)
    through = chooses(known, "9", [])

    assert "Nobody waits for you to ring back" in offered.words[0]
    assert isinstance(through, GoOn)
    assert "as=caller" in through.next_url


def test_silence_is_asked_again_twice_and_then_let_go(known):
    rings(known)
    enters(known, PIN)

    replies = [own_step(call(), own_phone.CHOICE, "", turn, [], known.w).reply for turn in (1, 2, 3)]

    assert [type(one) for one in replies] == [AskDigits, AskDigits, HangUp]


def test_three_wrong_ones_in_a_call_put_them_through_and_a_turn_counts_once(known):
    rings(known)

    replies = [enters(known, "000000", turn) for turn in (1, 1, 1, 2, 3)]

    assert [type(one) for one in replies] == [AskDigits] * 4 + [GoOn]
    assert replies[0] == replies[2]
    assert known.telephony.texts == []


def test_five_wrong_ones_in_an_hour_lock_it_for_an_hour_and_they_are_texted_without_details(known):
    for n, turns in ((1, 3), (2, 2)):
        rings(known, n)
        replies = [enters(known, "000000", turn, n) for turn in range(1, turns + 1)]
    assert enters(known, "000000", 2, 2) == replies[-1]
    known.does_errands()

    assert isinstance(replies[-1], GoOn)
    [told] = known.telephony.texts
    assert (told.to, "off for an hour" in told.words) == (BEN, True)
    assert isinstance(enters(known, PIN, 3, 2), GoOn)
    assert isinstance(rings(known, 3), Ring)
    known.clock.advance(minutes=61)
    assert isinstance(rings(known, 4), AskDigits)


def test_a_new_pin_works_at_once_after_a_lock(known):
    for n, turns in ((1, 3), (2, 2)):
        rings(known, n)
        for turn in range(1, turns + 1):
            enters(known, "000000", turn, n)

    set_pin("619283", "619283", known.somebody("ben"), known.w)

    assert isinstance(rings(known, 3), AskDigits)


@pytest.mark.parametrize("pin", ["111111", "121212", "123456", "654321", "567890"])
def test_a_pin_that_anybody_would_try_is_refused(scene, pin):
    assert set_pin(pin, pin, scene.somebody("ben"), scene.w) is Setting.TOO_EASY


def test_only_a_hash_of_it_is_kept(known):
    with known.w.unit_of_work() as work:
        kept = pin(work.session, "ben")

    assert kept.hash.startswith("$argon2")
    assert PIN not in kept.hash


def test_it_is_set_on_ones_own_page_and_taken_away_there(scene, browser):
    ben, page = browser("ben"), "/own-telephone"
    assert "You have no PIN" in words(ben.get(page))
    assert "Enter the same PIN twice" in words(ben.post(page, page, pin=PIN, again="281947"))
    assert "Enter six digits" in words(ben.post(page, page, pin="12", again="12"))

    said = ben.post(page, page, pin=PIN, again=PIN)
    assert "Your PIN is set" in words(ben.get(said.location))
    assert isinstance(rings(scene), AskDigits)

    said = ben.post(f"{page}/take-away", page)
    assert "no PIN any more" in words(ben.get(said.location))
    assert isinstance(rings(scene, 2), Ring)
