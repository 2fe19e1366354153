"""A call got no answer: people are texted and rung until one of them owns it."""

import pytest

from oncall.contacts import owner_store
from tests.scenarios.night import LINE, TEXT_LINE
from tests.scenarios.pulse import passes, settle

PRACTICE = {"speed": 1000}


@pytest.fixture
def missed(night_at):
    """Nobody answers Morgan, who says nothing after the tone; what comes then is a test's own."""
    night = night_at(**PRACTICE)
    for phone in (night.asha, night.ben, night.elin, night.last_resort):
        phone.does_not_answer()
    for phone in (night.asha, night.ben, night.elin, night.dai, night.farah):
        phone.may_be_texted()
    night.morgan.rings(LINE).hears("did not hear a message").ends()
    return night


def pages(night):
    """Who was rung about the contact, in order."""
    numbers = {getattr(night, name).number: name for name in ("asha", "ben", "elin", "dai", "farah")}
    return [numbers[leg["to"]] for leg in night.export("calls") if leg["role"] == "page"]


def test_everybody_on_a_tier_is_texted_within_ten_seconds(missed):
    passes(missed, seconds=10)

    for phone in (missed.asha, missed.ben, missed.elin):
        [text] = phone.texts_received
        assert missed.contact["ref"] in text.body


def test_they_are_rung_one_after_another_until_one_presses_1(missed):
    missed.ben.answers().presses("1")

    settle(missed)

    assert pages(missed) == ["asha", "ben"]
    assert missed.contact["callback_owner"] == "ben"
    assert "got no answer" not in missed.ben.call.words
    assert "known foster carer has rung and reached nobody" in missed.ben.call.words


def test_once_somebody_owns_it_nobody_is_rung_or_texted_any_more(missed):
    missed.asha.answers().presses("1")
    settle(missed)
    texts = len(missed.export("messages"))

    passes(missed, minutes=45, every=10)

    assert pages(missed) == ["asha"]
    assert len(missed.export("messages")) == texts


def test_a_voicemail_box_takes_nothing(missed):
    missed.asha.voicemail(after=10)
    missed.ben.answers().presses("1")

    settle(missed)

    assert missed.contact["callback_owner"] == "ben"
    assert pages(missed) == ["asha", "ben"]


def test_pressing_2_passes_it_on_at_once(missed):
    missed.asha.answers().presses("2")
    missed.ben.answers().presses("1")

    settle(missed)

    assert "ask somebody else" in missed.asha.call.words
    assert missed.contact["callback_owner"] == "ben"


def test_pressing_3_says_it_again_and_any_other_key_too(missed):
    missed.asha.answers().presses("3").presses("8").presses("1")

    settle(missed)

    assert missed.asha.call.words.count("Press 1") == 3
    assert missed.contact["callback_owner"] == "asha"


def test_ten_minutes_later_it_goes_to_the_managers_then_to_the_team_leads(missed):
    for phone in (missed.dai, missed.farah):
        phone.does_not_answer()

    passes(missed, minutes=9, every=2)
    assert pages(missed) == ["asha", "ben", "elin"]
    passes(missed, minutes=5, every=2)

    assert pages(missed) == ["asha", "ben", "elin", "dai", "elin", "farah"]
    for phone in (missed.dai, missed.farah):
        [text] = phone.texts_received
        assert missed.contact["ref"] in text.body


def test_then_it_begins_again_from_the_top(missed):
    for phone in (missed.dai, missed.farah):
        phone.does_not_answer()

    passes(missed, minutes=25, every=5)

    first, behind = ["asha", "ben", "elin"], ["dai", "elin", "farah"]
    assert pages(missed) == [*first, *behind, *first, "dai", "farah"]


def test_who_is_on_a_call_is_not_rung_for_it(night_at):
    night = night_at(**PRACTICE)
    for phone in (night.asha, night.ben, night.elin):
        phone.may_be_texted()
    night.asha.answers().presses("1").hangs_up(after=400)
    night.price.rings(LINE).connects_to(night.asha)
    night.ben.does_not_answer()
    night.elin.does_not_answer()
    night.last_resort.does_not_answer()
    night.morgan.rings(LINE).hears("did not hear a message").ends()
    night.ben.answers().presses("1")

    passes(night, minutes=1)

    assert [leg["to"] for leg in night.export("calls") if leg["role"] == "page"] == [night.ben.number]
    assert len(night.asha.rung) == 1
    missed_contact = next(contact for contact in night.export() if contact["outcome"] == "missed")
    assert missed_contact["callback_owner"] == "ben"


def test_whoever_picks_up_after_a_colleague_took_it_hears_so(missed):
    def ben_takes_it():
        with missed.wiring.unit_of_work() as work:
            assert owner_store.take(work.session, 1, "ben", missed.now())

    missed.asha.answers(after=8).presses("1", after=5)
    passes(missed, seconds=12, then=ben_takes_it)
    settle(missed)

    assert "A colleague has it" in missed.asha.call.words
    assert missed.contact["callback_owner"] == "ben"


def test_every_webhook_told_again_changes_nothing(missed):
    missed.asha.answers().presses("3").presses("2")
    missed.ben.answers().presses("1")
    settle(missed)
    before = [missed.export(what) for what in ("contacts", "calls", "messages")]

    for webhook in missed.network.webhooks:
        missed.network.repeat(webhook)
    settle(missed)

    assert [missed.export(what) for what in ("contacts", "calls", "messages")] == before


@pytest.mark.parametrize("order", ["reversed", "in_order"])
def test_callbacks_doubled_late_and_disordered_ring_nobody_twice(night_at, order):
    night = night_at(**PRACTICE)
    night.network.switches.callback_copies = 2
    night.network.switches.callback_order = order
    night.network.switches.callback_delay = 3.0
    for phone in (night.asha, night.ben, night.elin, night.last_resort):
        phone.does_not_answer()
        phone.may_be_texted()
    night.morgan.rings(LINE).hears("did not hear a message").ends()
    night.elin.answers().presses("1")

    settle(night)

    assert pages(night) == ["asha", "ben", "elin"]
    assert night.contact["callback_owner"] == "elin"


def test_an_end_nobody_told_us_is_asked_for(missed):
    missed.network.switches.callbacks_lost = {"no-answer", "busy", "completed"}
    missed.ben.answers().presses("1")

    passes(missed, minutes=4)

    assert pages(missed) == ["asha", "ben"]
    assert missed.contact["callback_owner"] == "ben"


def test_a_text_that_does_not_arrive_is_followed_by_a_call_within_thirty_seconds(missed):
    missed.elin.texts_fail(30003)
    missed.elin.answers().presses("1")
    began = missed.now()

    settle(missed)

    rung = [rung.at for rung in missed.elin.rung if (rung.at - began).total_seconds() > 0]
    assert (rung[0] - began).total_seconds() <= 40
    assert missed.contact["callback_owner"] == "elin"


def test_a_text_that_is_refused_is_followed_by_a_call(missed):
    missed.elin.texts_are_refused(21610)
    missed.elin.answers().presses("1")

    settle(missed)

    assert missed.contact["callback_owner"] == "elin"
    assert {text["to"]: text["status"] for text in missed.export("messages")}[missed.elin.number] == "failed"


def test_no_name_is_said_or_texted(missed):
    missed.asha.answers().presses("1")

    settle(missed)

    said = missed.asha.call.words + " ".join(
        text.body for phone in (missed.asha, missed.ben, missed.elin) for text in phone.texts_received
    )
    for name in ("Morgan", "Jo", "Kit", "447700900301"):
        assert name not in said


@pytest.mark.parametrize(
    ("trouble", "times", "taken_by"),
    [
        pytest.param("too many", 3, "ben", id="429 three times"),
        pytest.param("error", 1, "asha", id="500, and it never rang"),
        pytest.param("error", 3, "ben", id="500 three times"),
        pytest.param("cut off", 1, "asha", id="nobody knows, and it never rang"),
        pytest.param("lost answer", 1, "asha", id="nobody knows, and it rings"),
    ],
)
def test_a_company_in_trouble_is_asked_thrice_at_most_rings_nobody_twice_and_delays_no_caller(
    missed, trouble, times, taken_by
):
    missed.network.allows("rest")
    missed.network.rest_fails(trouble, times, path="Calls")
    for phone in (missed.asha, missed.ben):
        phone.answers().presses("1").hangs_up(after=5)

    passes(missed, seconds=6)
    missed.price.rings(LINE).ends()
    passes(missed, seconds=30)
    settle(missed)

    assert (missed.export()[0]["callback_owner"], pages(missed).count(taken_by)) == (taken_by, 1)
    assert len(set(pages(missed))) == len(pages(missed))
    assert missed.export()[1]["outcome"] == "answered"


@pytest.mark.parametrize("trouble", [None, "too many", "lost answer"])
def test_a_telephone_that_rings_stops_as_soon_as_a_colleague_takes_the_call_by_text(missed, trouble):
    passes(missed, seconds=8)
    assert pages(missed) == ["asha"]
    if trouble is not None:
        missed.network.allows("rest")
        missed.network.rest_fails(trouble, path="Calls/")

    missed.elin.texts("1", to=TEXT_LINE)
    passes(missed, seconds=6)

    assert missed.contact["callback_owner"] == "elin"
    assert [leg["status"] for leg in missed.export("calls") if leg["role"] == "page"] == ["canceled"]
    missed.asha.answers().presses("1").hangs_up(after=5)
    missed.price.rings(LINE).connects_to(missed.asha).ends()
