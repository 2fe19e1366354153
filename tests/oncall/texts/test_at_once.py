"""Many at once: each text is kept once, a sender has one conversation, and one person takes it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from oncall.contacts.owner_store import take
from oncall.contacts.tables import ContactRow, MessageRow
from oncall.telephony.forms import InboundText
from oncall.texts.arrive import receive_text, take_in

HANDS = 8


def at_once(do: Callable[[int], object]) -> list[object]:
    """Do it eight times at the very same moment."""
    start = Barrier(HANDS)

    def hand(number: int) -> object:
        start.wait()
        return do(number)

    with ThreadPoolExecutor(HANDS) as hands:
        return list(hands.map(hand, range(HANDS)))


def text(sid: str, number: str = "+447700900301", words: str = "hello") -> InboundText:
    return InboundText(sid, number, number, "+447700900100", words, (), 1, None)


def count(scene, what) -> int:
    with scene.w.unit_of_work() as work:
        return work.session.scalar(select(func.count()).select_from(what)) or 0


@pytest.mark.parametrize("turn", range(3))
def test_many_texts_of_one_sender_are_one_conversation_and_acknowledged_once(crowd, turn):
    at_once(lambda number: receive_text(text(f"SM{turn}{number}"), crowd.w))

    assert count(crowd, ContactRow) == 1
    with crowd.w.unit_of_work() as work:
        rows = work.session.scalars(select(MessageRow)).all()
    assert sorted(row.kind for row in rows) == ["acknowledged", *["text"] * HANDS]


def test_of_many_who_reach_for_it_one_gets_it(crowd):
    receive_text(text("SM1"), crowd.w)
    staff = ["asha", "ben", "carys", "dai", "elin", "farah", "asha", "ben"]

    def reach(number: int) -> bool:
        with crowd.w.unit_of_work() as work:
            return take(work.session, 1, staff[number], crowd.clock())

    assert at_once(reach).count(True) == 1


def test_making_sense_of_it_twice_changes_nothing(scene):
    receive_text(text("SM1"), scene.w)

    with scene.w.unit_of_work() as work:
        message_id = work.session.scalars(select(MessageRow.id).where(MessageRow.provider_sid == "SM1")).one()
    take_in(message_id, scene.w)

    assert (count(scene, MessageRow), count(scene, ContactRow)) == (2, 1)
