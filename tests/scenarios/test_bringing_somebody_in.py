"""During a call: the manager joins, a colleague takes over, and the caller is never left alone."""

from itertools import pairwise

import pytest

from oncall.access.roles import Role
from oncall.access.store import Person
from oncall.joining.bring_in import Bringing, Kind, bring_in
from tests.scenarios.night import LINE, TEXT_LINE
from tests.scenarios.pulse import passes

ASHA = Person(1, 1, "Asha Verma", "asha", frozenset({Role.PRACTITIONER}))
LONGEST_WITHOUT_A_WORD = 20


@pytest.fixture
def talking(night):
    """Morgan talks to Asha; everybody may be texted."""
    for phone in (night.asha, night.ben, night.elin):
        phone.may_be_texted()
    night.asha.answers().presses("1")
    night.call = night.morgan.rings(LINE).connects_to(night.asha)
    return night


def asks(night, kind=Kind.MANAGER):
    """Asha presses the button on the page of the contact."""
    return bring_in(night.export()[0]["ref"], kind, ASHA, night.wiring)


def talk(night, call, phone):
    """Wait until two people hear each other now, while the pulse beats."""
    for _ in range(40):
        if any(other.phone is phone.phone for other in call.leg.others):
            return
        passes(night, seconds=1)
    raise AssertionError(f"not connected; heard {call.heard}")


def test_the_manager_joins_and_the_practitioner_can_leave_the_two_talking(talking):
    talking.elin.answers().presses("1")
    asha = talking.asha.call

    assert asks(talking) is Bringing.COMING
    talk(talking, talking.call, talking.elin)
    talk(talking, asha, talking.elin)
    assert {other.phone.number for other in talking.call.leg.others} == {
        talking.asha.number,
        talking.elin.number,
    }
    assert talking.elin.rung[-1].from_ == LINE
    asha.hangs_up()
    passes(talking, seconds=20)
    assert [other.phone for other in talking.call.leg.others] == [talking.elin.phone]

    talking.elin.call.hangs_up()
    passes(talking, seconds=10)
    talking.call.hears("The call has ended").ends()
    talking.settles()
    assert (talking.contact["outcome"], talking.contact["accepted_by"]) == ("answered", "asha")
    assert "Morgan" not in talking.elin.call.words


def test_both_are_on_a_call_until_they_leave_it(talking):
    talking.elin.answers().presses("1")
    talking.ben.answers().presses("1").hangs_up(after=5)
    asks(talking)
    talk(talking, talking.call, talking.elin)

    talking.price.rings(LINE).connects_to(talking.ben).ends()
    talking.call.hangs_up().ends()
    passes(talking, seconds=20)
    talking.asha.answers().presses("1").hangs_up(after=5)
    talking.nkemelu.rings(LINE).connects_to(talking.asha).ends()


def test_a_manager_who_does_not_answer_costs_nobody_their_conversation(talking):
    talking.elin.does_not_answer()

    asks(talking)
    passes(talking, seconds=45)

    assert talking.call.connected_to is talking.asha
    assert talking.call.words.count("hold on") == 0
    assert asks(talking) is Bringing.COMING  # the next who can be asked, and Elin again if need be
    talking.call.hangs_up().ends()
    passes(talking, seconds=45)


def test_a_call_is_handed_over_warmly_and_is_then_theirs(talking):
    talking.ben.answers().presses("1")

    assert asks(talking, Kind.PASS) is Bringing.COMING_TO_TAKE_IT
    talk(talking, talking.call, talking.ben)
    talking.asha.call.hears("take the call over").hangs_up()
    passes(talking, seconds=10)
    talking.call.hangs_up().ends()
    passes(talking, seconds=10)

    assert talking.contact["accepted_by"] == "ben"
    talking.ben.receives(talking.contact["ref"])


def test_a_caller_whose_practitioner_hangs_up_first_is_spoken_to_until_somebody_comes(talking):
    talking.ben.answers(after=18).presses("1", after=6)
    asks(talking, Kind.PASS)
    passes(talking, seconds=3)

    talking.asha.call.hangs_up()
    talk(talking, talking.call, talking.ben)

    said = [heard.at for heard in talking.call.leg.heard if heard.said and "through to" not in heard.words]
    assert len(said) >= 3
    assert max(later - earlier for earlier, later in pairwise(said)) < LONGEST_WITHOUT_A_WORD
    talking.ben.call.hangs_up()
    passes(talking, seconds=10)
    talking.call.ends()


def test_when_nobody_comes_the_caller_is_told_and_somebody_owns_the_call_back(talking):
    talking.ben.declines(after=10)
    asks(talking, Kind.PASS)
    passes(talking, seconds=3)
    talking.asha.call.hangs_up()
    talking.asha.does_not_answer()
    talking.ben.does_not_answer()
    talking.elin.does_not_answer()
    passes(talking, seconds=15)

    talking.call.hears("Nobody else could come").ends()
    passes(talking, seconds=5)
    assert talking.contact["callback_owner"] == "asha"
    assert [len(phone.texts_received) for phone in (talking.asha, talking.ben, talking.elin)] == [2, 1, 1]


def asked_by(night, staff_id, kind):
    """Somebody else who has the call now presses the button."""
    reader = Person(2, 2, staff_id, staff_id, frozenset({Role.PRACTITIONER}))
    return bring_in(night.export()[0]["ref"], kind, reader, night.wiring)


def test_after_the_manager_has_joined_the_call_can_be_passed_on(talking):
    talking.elin.answers().presses("1")
    asks(talking)
    talk(talking, talking.call, talking.elin)
    talking.ben.answers(after=15).presses("1")

    assert asks(talking, Kind.PASS) is Bringing.COMING_TO_TAKE_IT
    assert asks(talking) is Bringing.SOMEBODY_IS_COMING
    talk(talking, talking.call, talking.ben)
    assert len(talking.call.leg.others) == 3
    talking.asha.call.hangs_up()
    talking.elin.call.hangs_up()
    passes(talking, seconds=20)
    assert [other.phone for other in talking.call.leg.others] == [talking.ben.phone]

    talking.ben.call.hangs_up()
    passes(talking, seconds=10)
    talking.call.hears("The call has ended").ends()
    assert talking.contact["accepted_by"] == "ben"
    assert talking.contact["callback_owner"] is None


@pytest.mark.parametrize(
    "told", [{}, {"callback_copies": 2, "callback_order": "reversed", "ask_twice": True}]
)
def test_after_a_call_was_passed_whoever_has_it_brings_the_manager_in(talking, told):
    for switch, value in told.items():
        setattr(talking.network.switches, switch, value)
    talking.ben.answers().presses("1")
    asks(talking, Kind.PASS)
    talk(talking, talking.call, talking.ben)
    talking.asha.call.hangs_up()
    passes(talking, seconds=10)
    talking.elin.answers(after=10).presses("1")

    assert asks(talking) is Bringing.NOT_YOURS
    assert asked_by(talking, "ben", Kind.MANAGER) is Bringing.COMING
    talk(talking, talking.call, talking.elin)
    assert {other.phone for other in talking.call.leg.others} == {talking.ben.phone, talking.elin.phone}
    talking.call.hangs_up().ends()
    passes(talking, seconds=30)
    assert not talking.ben.on_a_call
    assert not talking.elin.on_a_call
    assert len(talking.elin.rung) == 1


def test_when_the_second_does_not_come_and_all_have_left_nobody_is_promised_anything(talking):
    talking.elin.answers().presses("1")
    asks(talking)
    talk(talking, talking.call, talking.elin)
    talking.ben.declines(after=4)
    asks(talking, Kind.PASS)
    passes(talking, seconds=20)

    talking.asha.call.hangs_up()
    passes(talking, seconds=10)
    talking.elin.call.hangs_up()
    passes(talking, seconds=10)

    talking.call.hears("The call has ended").ends()
    assert talking.contact["callback_owner"] is None


def test_a_caller_who_waits_alone_for_the_second_hears_a_word_every_few_seconds(talking):
    talking.elin.answers().presses("1")
    asks(talking)
    talk(talking, talking.call, talking.elin)
    talking.ben.answers(after=18).presses("1", after=6)
    asks(talking, Kind.PASS)
    passes(talking, seconds=3)
    before = len(talking.call.leg.heard)

    talking.elin.call.hangs_up()
    talking.asha.call.hangs_up()
    talk(talking, talking.call, talking.ben)

    said = [heard.at for heard in talking.call.leg.heard[before:] if heard.said]
    assert len(said) >= 3
    assert max(later - earlier for earlier, later in pairwise(said)) < LONGEST_WITHOUT_A_WORD
    talking.ben.call.hangs_up()
    passes(talking, seconds=10)
    talking.call.ends()


@pytest.mark.parametrize("word", ["manager", "Pass."])
def test_a_text_brings_them_in_as_well(talking, word):
    coming = talking.elin if word == "manager" else talking.ben
    coming.answers().presses("1")

    talking.asha.texts(word, to=TEXT_LINE)
    talk(talking, talking.call, coming)

    talking.asha.receives("Go on talking")
    talking.call.hangs_up().ends()
    passes(talking, seconds=20)


def test_every_webhook_of_it_sent_again_changes_nothing(talking):
    talking.elin.answers().presses("1")
    asks(talking)
    talk(talking, talking.call, talking.elin)
    talking.call.hangs_up().ends()
    passes(talking, seconds=20)
    before = [talking.export(what) for what in ("contacts", "calls")]

    for webhook in talking.network.webhooks:
        if "/join/" in webhook.url:
            talking.network.repeat(webhook)
    passes(talking, seconds=5)

    assert [talking.export(what) for what in ("contacts", "calls")] == before
    assert len(talking.elin.rung) == 1
