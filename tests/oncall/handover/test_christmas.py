"""Long closed periods: shifts that are handed on, early closing, both nights on which clocks change."""

import csv
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest

from oncall.handover.document import documents_now
from oncall.handover.hand_shift import Handing, accept_shift, hand_on
from oncall.handover.watch import keep_handovers, missing_shifts
from oncall.rotas.document import parse
from oncall.rotas.record_store import records
from oncall.service.load import load
from oncall.service.read_service import read_service
from oncall.service.store import service_with_code
from oncall.shifts.keep_records import keep_records
from tests.oncall.contacts.page import words
from tests.oncall.contacts.scene import MARCHES
from tests.oncall.handover.morning import Morning


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
    keep_records(scene.w)
    hers, address = browser("dai"), f"/handover/{document.id}"
    assert "Ben Okafor is still on duty." in words(hers.get(address))
    hers.post(f"{address}/shifts/{int(at.timestamp())}/accept", page=address)
    assert "Accepted Fri 25 Dec 09:05." in words(hers.get(address))
    assert accept_shift(document.id, at, ben, scene.w) is Handing.NOT_YOUR_SHIFT
    assert recorded(scene, at) == ("dai", december(25, 9, 5), "dai")
    table = browser("elin").get("/rota/cover/records.csv?from=2026-12-24&until=2026-12-26").text
    relieved = {row["staff"]: row["relieved_at"] for row in csv.DictReader(StringIO(table))}
    assert (relieved["ben"], relieved["dai"]) == ("2026-12-25T09:05:00+00:00", "")


def test_a_shift_accepted_before_it_began_is_so_in_its_duty_record(christmas):
    scene, at = christmas.scene, december(25, 9)
    document = christmas.document("ben")
    scene.clock.at = december(25, 8, 50)
    hand_on(document.id, at, "Kit is missing.", christmas.person("ben"), scene.w)
    accept_shift(document.id, at, christmas.person("dai"), scene.w)

    scene.clock.at = december(25, 9, 1)
    keep_records(scene.w)
    keep_handovers(scene.w)

    assert recorded(scene, at) == ("dai", december(25, 8, 50), "dai")


def recorded(scene, at):
    """Who came on first at an instant, and when it was accepted by whom, as the duty records have it."""
    with scene.w.unit_of_work() as work:
        service = service_with_code(work.session, "marches")
        found = records(work.session, service.id, at, at + timedelta(minutes=1))
    [one] = [each for each in found if (each.tier, each.start) == ("practitioner", at)]
    return one.person, one.accepted_at, one.accepted_by


def test_a_shift_nobody_accepted_in_an_hour_is_on_the_first_page_and_told_a_manager(christmas, browser):
    christmas.document()
    christmas.scene.clock.at = december(25, 10, 1)

    with christmas.scene.w.unit_of_work() as work:
        assert [one.until for one in missing_shifts(work, christmas.person("farah"), christmas.scene.w)] == [
            december(25, 9)
        ]
    assert "the handover from shift to shift of Marches Placement Support" in words(browser("asha").get("/"))
    for hour in (10, 15):
        christmas.scene.clock.at = december(25, hour, 1)
        keep_handovers(christmas.scene.w)
        christmas.scene.does_errands()
    texts = christmas.scene.telephony.texts
    told = [one.to for one in texts if "Nobody has accepted the shift" in one.words]
    assert told == ["+447700900204", "+447700900205"]  # the one manager who is on is who should have


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
