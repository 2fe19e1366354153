"""One of us rings the service from their own telephone and, with a PIN, a caller back."""

from urllib.parse import urlsplit

from oncall.calls.call_ended import end_call
from oncall.calls.own_step import own_step
from oncall.contacts.tables import ContactRow
from oncall.db import deadline
from oncall.lifeline.asked import asked
from oncall.numbers import no_contact
from oncall.people.tables import PersonPhoneRow
from oncall.ringback import own_phone
from oncall.ringback.back_calls import dialled
from oncall.ringback.pin_store import of_call
from oncall.ringback.read_call_backs import Came, read_call_backs
from oncall.ringback.store import NewCallBack, begin
from oncall.telephony.forms import CallEnded, DialEnded
from oncall.telephony.replies import AskDigits, GoOn, HangUp, Ring
from tests.oncall.contacts.scene import LINE, MORGAN, PRICE
from tests.oncall.ringback.own_telephone import (
    BEN,
    PIN,
    call,
    chooses,
    enters,
    ids,
    known,
    missed,
    quick,
    rings,
)

__all__ = ["known", "quick"]


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
