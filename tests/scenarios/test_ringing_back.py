"""Ringing a caller back: one's own telephone first, then theirs, and neither sees the other's number."""

import pytest
from sqlalchemy import select

from oncall.access.roles import Role
from oncall.access.store import Person
from oncall.contacts.tables import ContactRow
from oncall.ringback.read_call_backs import Came, read_call_backs
from oncall.ringback.ring_back import Ringing, ring_back
from tests.scenarios.night import LINE, PHONES
from tests.scenarios.pulse import passes

ASHA = Person(1, 1, "Asha Verma", "asha", frozenset({Role.PRACTITIONER}))
BEN = Person(2, 2, "Ben Okafor", "ben", frozenset({Role.PRACTITIONER}))


@pytest.fixture
def gave_up(night):
    """Morgan gave up while Asha's telephone rang; everybody may be texted, and nobody answers a page."""
    for phone in (night.asha, night.ben, night.elin):
        phone.may_be_texted()
        phone.does_not_answer()
    night.morgan.rings(LINE).hangs_up(after=8).ends()
    night.network.wait_until(lambda: night.contact["outcome"] == "abandoned", "the call is over")
    return night


def rings_back(night, who=ASHA):
    """Somebody presses the button; what they are told."""
    return ring_back(night.contact["ref"], who, night.wiring)


def came(night):
    """What came of every try."""
    backs = read_call_backs(night.contact["ref"], ASHA, night.wiring)
    return [one.came for one in backs.tries]


def legs(night):
    """The telephones rung for calls back, with the provider's word for how it went."""
    return [(leg["to"], leg["status"]) for leg in night.export("calls") if leg["role"] == "callback"]


def test_both_sides_are_rung_and_see_the_number_of_the_service(gave_up):
    gave_up.asha.answers().presses("1").hangs_up(after=20)
    gave_up.morgan.answers()

    assert rings_back(gave_up) is Ringing.YOUR_PHONE_RINGS
    passes(gave_up, seconds=60)

    assert gave_up.asha.call.connected_to is gave_up.morgan
    assert gave_up.asha.rung[-1].from_ == LINE
    assert [rung.from_ for rung in gave_up.morgan.rung] == [LINE]
    assert sorted(legs(gave_up)) == [
        (PHONES["asha"], "completed"),
        (PHONES["morgan"], "completed"),
    ]


def test_reaching_the_caller_makes_the_call_back_done_and_leaves_the_outcome(gave_up):
    gave_up.ben.answers().presses("1").hangs_up(after=20)
    gave_up.morgan.answers()

    rings_back(gave_up, BEN)
    passes(gave_up, seconds=60)

    assert came(gave_up) == [Came.REACHED]
    with gave_up.wiring.unit_of_work() as work:
        [row] = work.session.scalars(select(ContactRow))
    assert row.called_back_at > row.ended_at
    assert row.owned_at is not None
    contact = gave_up.contact
    assert (contact["outcome"], contact["accepted_by"], contact["answered_at"]) == ("abandoned", None, None)
    assert contact["callback_owner"] == "ben"


def test_trying_in_vain_leaves_it_to_be_done(gave_up):
    gave_up.ben.answers().presses("1")
    gave_up.morgan.is_busy()

    rings_back(gave_up, BEN)
    passes(gave_up, seconds=60)

    assert came(gave_up) == [Came.BUSY]
    with gave_up.wiring.unit_of_work() as work:
        [row] = work.session.scalars(select(ContactRow))
    assert row.called_back_at is None


def test_a_voicemail_box_of_ours_is_put_through_to_nobody(gave_up):
    gave_up.asha.voicemail(after=5)

    rings_back(gave_up)
    passes(gave_up, seconds=180)

    assert gave_up.morgan.rung == []
    assert came(gave_up) == [Came.NOT_RUNG]


def test_pressing_2_leaves_it_for_now(gave_up):
    gave_up.asha.answers().presses("2")

    rings_back(gave_up)
    passes(gave_up, seconds=60)

    assert gave_up.morgan.rung == []
    assert came(gave_up) == [Came.NOT_RUNG]


def test_three_times_in_vain_asks_what_to_do(gave_up):
    gave_up.asha.answers().presses("1")
    gave_up.morgan.does_not_answer()
    for _ in range(3):
        assert rings_back(gave_up) is Ringing.YOUR_PHONE_RINGS
        passes(gave_up, seconds=90)

    assert came(gave_up) == [Came.NO_ANSWER] * 3
    assert "tried 3 times" in gave_up.asha.call.words
    assert read_call_backs(gave_up.contact["ref"], ASHA, gave_up.wiring).decide is True


def test_a_second_press_rings_nobody_twice_and_a_colleague_is_told(gave_up):
    gave_up.asha.answers().presses("1").hangs_up(after=20)
    gave_up.morgan.answers()

    said = [rings_back(gave_up), rings_back(gave_up), rings_back(gave_up, BEN)]
    passes(gave_up, seconds=60)

    assert said == [
        Ringing.YOUR_PHONE_RINGS,
        Ringing.YOUR_PHONE_RINGS,
        Ringing.SOMEBODY_IS_RINGING,
    ]
    assert len(gave_up.morgan.rung) == 1


def test_when_both_ring_each_other_they_are_put_through_all_the_same(gave_up):
    gave_up.asha.answers().presses("1").then().answers().presses("1").hangs_up(after=10)
    rings_back(gave_up)
    passes(gave_up, seconds=4)

    call = gave_up.morgan.rings(LINE)
    passes(gave_up, seconds=60)

    heard = [heard.words for rung in gave_up.asha.rung for heard in rung.leg.heard]
    assert any("ringing us at this moment" in words for words in heard)
    call.connects_to(gave_up.asha).ends()
    assert gave_up.export()[1]["accepted_by"] == "asha"


def test_nobody_is_rung_through_while_their_telephone_is_in_use(gave_up):
    gave_up.asha.answers().presses("1").hangs_up(after=200)
    other = gave_up.price.rings(LINE).connects_to(gave_up.asha)

    ref = gave_up.export()[0]["ref"]
    assert ring_back(ref, ASHA, gave_up.wiring) is Ringing.YOU_ARE_ON_A_CALL
    other.ends()


def test_a_withheld_number_cannot_be_rung_back(night):
    night.asha.answers().presses("1").hangs_up(after=5)
    night.asha.may_be_texted()
    night.morgan.rings(LINE, withheld="anonymous").connects_to(night.asha).ends()
    night.settles()

    assert rings_back(night) is Ringing.WITHHELD
    assert read_call_backs(night.contact["ref"], ASHA, night.wiring).why_not is Ringing.WITHHELD


def test_every_webhook_of_it_sent_again_changes_nothing(gave_up):
    gave_up.asha.answers().presses("1").hangs_up(after=20)
    gave_up.morgan.answers()
    rings_back(gave_up)
    passes(gave_up, seconds=60)
    before = [gave_up.export(what) for what in ("contacts", "calls")] + [came(gave_up)]

    for webhook in gave_up.network.webhooks:
        if "/callback/" in webhook.url:
            gave_up.network.repeat(webhook)
    passes(gave_up, seconds=5)

    assert [gave_up.export(what) for what in ("contacts", "calls")] + [came(gave_up)] == before


def test_a_line_that_is_free_again_is_rung_for_the_next_call(gave_up):
    gave_up.asha.answers().presses("1").hangs_up(after=20)
    gave_up.morgan.answers()
    rings_back(gave_up)
    passes(gave_up, seconds=60)

    gave_up.price.rings(LINE).connects_to(gave_up.asha).ends()

    assert gave_up.export()[1]["accepted_by"] == "asha"
