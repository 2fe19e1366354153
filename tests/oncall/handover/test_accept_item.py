"""The read-back: each item once, in the receiver's own words, and the last one acknowledges."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest

from oncall.handover.accept_item import LONGEST, Accepting
from oncall.handover.acknowledge import Acknowledging, acknowledge
from oncall.handover.ask import Asking, answer, ask
from oncall.handover.sign import Signing
from oncall.handover.tables import HandoverState
from tests.oncall.handover.morning import Morning


@pytest.fixture
def signed(morning) -> Morning:
    """The same morning, signed."""
    assert morning.signs() is Signing.SIGNED
    return morning


def test_there_is_one_item_a_child_and_the_red_one_comes_first(morning):
    morning.call(about=["C-7K2Q"], urgency="U2")

    kit, other = morning.document().items

    assert (kit.child.name, kit.urgency, len(kit.entries)) == ("Kit", "U1", 2)
    assert (other.child, other.urgency) == (None, "U4")


def test_before_the_signature_there_is_nothing_to_accept(morning):
    assert [item.id for item in morning.document().items] == [None, None]


def test_the_last_item_acknowledges_the_handover(signed):
    kit, other = signed.document().items

    assert signed.accepts(kit) is Accepting.ACCEPTED
    assert signed.document().state == HandoverState.SIGNED
    assert signed.accepts(other) is Accepting.ALL_ACCEPTED
    assert signed.scene.by_ref(signed.refs[0]).state == "acknowledged"


def test_whoever_comes_second_is_told_and_changes_nothing(signed):
    kit = signed.item("Kit")
    signed.accepts(kit, words="Mine.")

    assert signed.accepts(kit, "elin", words="No, mine.") is Accepting.ACCEPTED_BEFORE
    assert signed.accepts(kit, words="Mine.") is Accepting.ACCEPTED
    accepted = signed.item("Kit")
    assert (accepted.accepted_by, accepted.readback, accepted.deputy) == ("Farah Siddiqi", "Mine.", False)


def test_a_manager_accepts_in_the_lead_s_place_and_is_named_as_such(signed):
    signed.accepts(signed.item("Kit", "elin"), "elin")

    assert (signed.item("Kit").accepted_by, signed.item("Kit").deputy) == ("Elin Hughes", True)


@pytest.mark.parametrize(
    ("words", "outcome"),
    [(" \n ", Accepting.NOTHING_READ_BACK), ("x" * (LONGEST + 1), Accepting.WORDS_TOO_LONG)],
)
def test_an_item_is_not_accepted_without_words_of_one_s_own(signed, words, outcome):
    assert signed.accepts(signed.item("Kit"), words=words) is outcome
    assert signed.item("Kit").accepted_at is None


def test_what_changed_since_it_was_opened_is_read_again_first(signed):
    late = signed.call(note=None)
    item = next(one for one in signed.document().items if one.entries[0].ref == late)
    signed.writes_up(late, "U2", "It was a friend.")

    assert signed.accepts(item) is Accepting.OVERTAKEN


def test_a_question_waits_for_its_answer_and_whoever_was_on_call_is_texted(signed):
    kit, w = signed.item("Kit"), signed.scene.w
    farah, asha = signed.person("farah"), signed.person("asha")

    assert ask(kit.id, "k1", "Who has the crime number?", farah, w) is Asking.ASKED
    assert ask(kit.id, "k1", "Who has the crime number?", farah, w) is Asking.ASKED
    assert signed.accepts(kit) is Accepting.WAITS_FOR_ANSWER
    signed.scene.does_errands()
    assert [text.words for text in signed.scene.telephony.texts if "question" in text.words] == [
        f"A question about a handover waits for your answer: http://127.0.0.1:8000/handover/{signed.document().id}"
    ]

    [query] = signed.item("Kit").queries
    assert answer(kit.id, query.id, "Jo has it.", asha, w) is Asking.ANSWERED
    assert answer(kit.id, query.id, "Nobody.", signed.person("ben"), w) is Asking.ANSWERED_BEFORE
    assert signed.item("Kit").queries[0].answer == "Jo has it."
    assert signed.accepts(signed.item("Kit")) is Accepting.ACCEPTED


def test_nothing_that_came_after_the_signature_is_passed_over(signed):
    for item in signed.document().items:
        signed.accepts(item)
    signed.call(about=["C-7K2Q"], urgency="U2")

    document = signed.document()

    assert document.state == HandoverState.ACKNOWLEDGED
    assert [item.late for item in document.items if item.accepted_at is None] == [True]
    signed.accepts(document.next_item)
    assert signed.document().next_item is None


def test_a_handover_with_items_is_not_acknowledged_in_one_go(signed):
    done = acknowledge(signed.document().id, signed.person("farah"), "All mine.", signed.scene.w)

    assert done is Acknowledging.NOT_EVERY_ITEM


def test_the_restricted_item_is_accepted_by_somebody_who_may_see_it(morning):
    morning.call(about=["C-9TRB"], urgency="U3")
    morning.signs()
    for item in morning.document("dai").items:
        assert morning.accepts(item, "dai") is Accepting.ACCEPTED

    assert morning.document("dai").next_item is None
    assert morning.document("dai").state == HandoverState.SIGNED
    assert morning.accepts(morning.item("Noor")) is Accepting.ALL_ACCEPTED


def test_nobody_opens_an_item_they_may_not_see(morning):
    morning.call(about=["C-9TRB"])
    morning.signs()
    noor = morning.item("Noor")

    assert morning.accepts(noor, "dai") is Accepting.NOT_THERE
    assert ask(noor.id, "k", "Who is it?", morning.person("dai"), morning.scene.w) is Asking.NOT_THERE


def test_two_leads_at_once_take_each_item_once_and_acknowledge_once(crowd):
    crowd_morning = Morning(crowd)
    for urgency in ("U2", "U3", "U4"):
        crowd_morning.call(urgency=urgency)
    crowd.clock.at = datetime(2026, 11, 6, 8, 30, tzinfo=UTC)
    crowd_morning.signs()
    items = crowd_morning.document().items
    start = Barrier(2)

    def accepts_all(who: str) -> list[Accepting]:
        start.wait()
        return [crowd_morning.accepts(item, who, words=f"{who} has it.") for item in items]

    crowd_morning.person("farah"), crowd_morning.person("elin")
    with ThreadPoolExecutor(2) as hands:
        pairs = list(zip(*hands.map(accepts_all, ("farah", "elin")), strict=True))

    assert all(pair.count(Accepting.ACCEPTED_BEFORE) == 1 for pair in pairs)
    assert sum(pair.count(Accepting.ALL_ACCEPTED) for pair in pairs) == 1
