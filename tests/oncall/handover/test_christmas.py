"""Long closed periods: Christmas with five shifts, early closing, both nights on which clocks change."""

from datetime import UTC, datetime, timedelta

import pytest

from oncall.handover.accept_item import Accepting
from oncall.handover.document import documents_now
from oncall.handover.hand_shift import Handing, accept_shift, hand_on
from oncall.handover.sign import Signing
from oncall.handover.tables import HandoverState
from oncall.handover.watch import keep_handovers, missing_shifts
from oncall.rotas.document import parse
from oncall.service.load import load
from oncall.service.read_service import read_service
from tests.oncall.contacts.page import words
from tests.oncall.contacts.scene import MARCHES
from tests.oncall.handover.morning import Morning

CALLS = (  # when in December, about whom, how urgent
    (24, 18, ["C-7K2Q"], "U1"),
    (24, 23, [], "U4"),
    (25, 2, ["C-M4XD"], "U2"),
    (25, 10, ["C-7K2Q"], "U3"),
    (25, 14, [], "U5"),
    (25, 20, ["C-9TRB"], "U2"),
    (26, 3, ["C-M4XD"], "U0"),
    (26, 10, [], "U3"),
    (26, 12, ["C-7K2Q"], "U2"),
    (26, 18, [], "U4"),
    (27, 11, ["C-M4XD"], "U3"),
    (28, 10, [], "U5"),
    (28, 15, ["C-7K2Q"], "U3"),
    (28, 22, [], "U4"),
)
"""The night from Sunday the 27th to Monday is a quiet one."""


def december(day: int, hour: int, minute: int = 0) -> datetime:
    """A time at Christmas, when London keeps UTC."""
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def christmas(scene) -> Morning:
    """Christmas Eve, and the office opens again on Tuesday the 29th."""
    text = MARCHES.read_text("utf-8").replace(
        "closures: [2026-12-29, 2026-12-30, 2026-12-31]", "closures: []"
    )
    load(read_service(parse(text, "marches.yaml")), unit_of_work=scene.w.unit_of_work, now=scene.clock)
    scene.clock.at = december(24, 17, 30)
    return Morning(scene)


def happens(christmas: Morning) -> None:
    """Everybody who rings at Christmas, and the pulse that goes on meanwhile."""
    scene = christmas.scene
    nines = [(december(day, 9, 1), None) for day in (25, 26, 27, 28)]
    calls = [(december(day, hour), (about, urgency)) for day, hour, about, urgency in CALLS]
    for at, call in sorted([*nines, *calls], key=lambda pair: pair[0]):
        scene.clock.at = at
        if call is not None:
            christmas.call(about=call[0], urgency=call[1])
        keep_handovers(scene.w)
        scene.does_errands()
    scene.clock.at = december(29, 8, 30)


def test_christmas_is_one_document_that_is_signed_and_owned(christmas, browser):
    happens(christmas)

    document = christmas.document()

    assert (document.closed_from, document.until) == (december(24, 17), december(29, 9))
    first = [one.name for one in document.banner.on_duty if one.tier == "practitioner"]
    assert first == ["Ben Okafor", "Dai Rees", "Asha Verma", "Ben Okafor", "Carys Pugh"]
    assert document.banner.gap_minutes == 0
    assert document.by_urgency == {"U0": 1, "U1": 1, "U2": 3, "U3": 4, "U4": 3, "U5": 2}
    assert [change.at for change in document.shifts] == [
        december(25, 9),
        december(26, 9),
        december(26, 17),
        december(28, 9),
    ]
    page = words(browser("farah").get("/handover"))
    assert "Thu 24 Dec 17:00 to Tue 29 Dec 09:00" in page
    assert "Number 4 in seven days" in page
    managers_heard_of_the_urgent_at_once_and_of_each_closed_day_at_nine(christmas)
    it_is_signed_read_back_and_owned(christmas)


def managers_heard_of_the_urgent_at_once_and_of_each_closed_day_at_nine(christmas: Morning) -> None:
    """Two contacts are red; each of the four days has its digest."""

    texts = [
        text
        for text in christmas.scene.telephony.texts
        if "contacts/" not in text.words or " is U" in text.words
    ]
    red = [text for text in texts if " is U" in text.words]
    digests = [
        text.words.partition(" http")[0] for text in texts if text.words.startswith("On call in the last")
    ]

    assert [text.words.split(" is ")[1][:2] for text in red] == ["U1", "U0"]
    assert digests == [
        "On call in the last 24 hours: 3 contacts, 1 urgent.",
        "On call in the last 24 hours: 4 contacts, 1 urgent.",
        "On call in the last 24 hours: 3 contacts, 0 urgent.",
        "On call in the last 24 hours: 1 contact, 0 urgent.",
    ]


def it_is_signed_read_back_and_owned(christmas: Morning) -> None:
    """The restricted item by somebody who may see it, all others by a manager who may not."""
    assert christmas.signs("carys") is Signing.SIGNED
    hers, his = christmas.document("farah"), christmas.document("dai")
    [noor] = {entry.ref for entry in hers.entries} - {entry.ref for entry in his.entries}
    assert len(hers.entries) == len(CALLS)
    assert [item.id for item in hers.items if noor not in [one.ref for one in item.entries]] == [
        item.id for item in his.items
    ]

    outcomes = [christmas.accepts(item, "dai") for item in his.items]

    assert set(outcomes) == {Accepting.ACCEPTED}
    assert christmas.accepts(christmas.item("Noor")) is Accepting.ALL_ACCEPTED
    assert christmas.document().state == HandoverState.ACKNOWLEDGED


def test_a_shift_is_over_when_the_next_one_has_accepted_it(christmas, browser):
    scene, at = christmas.scene, december(25, 9)
    document = christmas.document("ben")
    ben, dai = christmas.person("ben"), christmas.person("dai")
    assert hand_on(document.id, at, "Kit is missing.", ben, scene.w) is Handing.TOO_EARLY

    scene.clock.at = december(25, 8, 50)
    assert hand_on(document.id, at, " ", ben, scene.w) is Handing.WORDS_NEEDED
    assert hand_on(document.id, at, "Kit is missing.", dai, scene.w) is Handing.NOT_YOUR_SHIFT
    assert hand_on(document.id, at, "Kit is missing.", ben, scene.w) is Handing.HANDED_ON
    assert hand_on(document.id, at, "Kit is missing.", ben, scene.w) is Handing.HANDED_ON
    scene.does_errands()
    assert [text.to for text in scene.telephony.texts if "Your shift" in text.words] == ["+447700900204"]

    scene.clock.at = december(25, 9, 5)
    hers, address = browser("dai"), f"/handover/{document.id}"
    assert "Ben Okafor is still on duty." in words(hers.get(address))
    hers.post(f"{address}/shifts/{int(at.timestamp())}/accept", page=address)
    assert "Accepted Fri 25 Dec 09:05." in words(hers.get(address))
    assert accept_shift(document.id, at, ben, scene.w) is Handing.NOT_YOUR_SHIFT


def test_a_shift_nobody_accepted_in_an_hour_is_on_the_first_page(christmas, browser):
    christmas.document()
    christmas.scene.clock.at = december(25, 10, 1)

    with christmas.scene.w.unit_of_work() as work:
        assert [one.until for one in missing_shifts(work, christmas.person("farah"), christmas.scene.w)] == [
            december(25, 9)
        ]
    assert "the handover from shift to shift of Marches Placement Support" in words(browser("asha").get("/"))


@pytest.mark.parametrize(
    ("now", "closed_from", "until", "hours"),
    [
        (datetime(2026, 11, 6, 20, tzinfo=UTC), (6, 16, 30), (9, 9), 64.5),  # a Friday closes early
        (datetime(2027, 3, 27, 23, tzinfo=UTC), (25, 17, 0), (30, 8), 111),  # Easter, an hour is missing
        (datetime(2027, 10, 30, 23, tzinfo=UTC), (29, 15, 30), (1, 9), 65.5),  # an hour comes twice
    ],
)
def test_a_period_is_as_long_as_the_clocks_make_it(scene, now, closed_from, until, hours):
    scene.clock.at = now
    [document] = [
        one for one in documents_now(scene.somebody("farah"), scene.w) if one.closed_from <= now < one.until
    ]

    assert (document.closed_from.day, document.closed_from.hour, document.closed_from.minute) == closed_from
    assert (document.until.day, document.until.hour) == until
    assert document.until - document.closed_from == timedelta(hours=hours)
    assert document.banner.gap_minutes == 0
    lengths = [one.end - one.start for one in document.banner.on_duty if one.tier == "backup"]
    assert sum(lengths, timedelta()) == timedelta(hours=hours)
