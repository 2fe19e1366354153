"""A late handover climbs, step by step, and no step is taken twice."""

from datetime import UTC, datetime, timedelta

import pytest

from oncall.db.outbox import OutboxRow
from oncall.handover.ladder import Rung, is_near, steps
from oncall.handover.watch import keep_handovers, missing
from tests.oncall.contacts.page import words
from tests.oncall.contacts.scene import NAMES

NINE = datetime(2026, 11, 6, 9, 0, tzinfo=UTC)
PHONES = {f"+44770090020{number}": who for number, who in enumerate(NAMES, start=1)}


@pytest.fixture
def at(morning):
    """Moves the clock to a time after nine and lets the pulse and its errands do their work."""

    def move(**after: float) -> list[tuple[str, str]]:
        morning.scene.clock.at = NINE + timedelta(**after)
        seen = len(morning.scene.telephony.texts)
        for _ in range(3):
            keep_handovers(morning.scene.w)
            morning.scene.does_errands()
        texts = morning.scene.telephony.texts[seen:]
        return [
            (PHONES[one.to], one.words.partition(": http")[0]) for one in texts if "handover" in one.words
        ]

    return move


def test_the_steps_follow_the_time_of_the_handover():
    assert [(one.rung, one.at - NINE) for one in steps(NINE)] == [
        (Rung.PRACTITIONER, timedelta(minutes=-15)),
        (Rung.MANAGER, timedelta(minutes=10)),
        (Rung.DEPUTY, timedelta(hours=1)),
        (Rung.HEAD, timedelta(hours=2)),
    ]
    assert not is_near(NINE, NINE - timedelta(hours=2))


def test_nobody_is_told_before_a_quarter_to_nine(at):
    assert at(minutes=-16) == []


def test_whoever_was_on_is_asked_to_sign_then_a_manager_is_told(at):
    assert at(minutes=-14) == [("asha", "Please sign the handover before you go")]
    assert at(minutes=-13) == []
    assert at(minutes=11) == [("elin", "The handover is not signed yet. Please see to it")]


def test_once_it_is_signed_nobody_is_told_until_ten(at, morning):
    at(minutes=-14)
    morning.signs()

    assert at(minutes=11) == []
    told = at(minutes=61)
    assert {words for _, words in told} == {"Nobody has taken on the whole handover yet. Please see to it"}
    assert {who for who, _ in told} == {"dai", "elin", "farah"}
    assert {who for who, _ in at(minutes=121)} == {"dai", "elin"}


def test_once_it_is_taken_on_nobody_is_told_any_more(at, morning):
    at(minutes=-14)
    morning.signs()
    for item in morning.document().items:
        morning.accepts(item)

    assert at(minutes=61) == []
    assert at(minutes=121) == []


def test_a_pulse_that_was_away_takes_each_step_once(at, morning):
    at(minutes=-40)
    at(minutes=30)
    with morning.scene.w.unit_of_work() as work:
        kept = work.session.query(OutboxRow).filter(OutboxRow.kind == "handover_step").all()
        assert len({row.key for row in kept}) == len(kept)

    assert at(minutes=31) == []


def test_what_ended_while_we_were_down_is_made_at_the_first_beat_and_says_so(scene, browser):
    scene.clock.at = NINE - timedelta(hours=6)
    keep_handovers(scene.w)
    scene.clock.at = NINE + timedelta(minutes=30)
    keep_handovers(scene.w)

    page = words(browser("farah").get("/handover"))
    assert "was down from Fri 6 Nov 03:00, for 6 hours and 30 minutes." in page
    assert "Nil return: nobody has been in touch." in page


def test_an_hour_after_its_time_a_handover_without_a_signature_is_on_the_first_page(at, morning, browser):
    at(minutes=59)
    assert "Not signed:" not in words(browser().get("/"))

    at(minutes=61)
    assert "Not signed: the handover of Marches Placement Support for Fri 6 Nov 09:00." in words(
        browser().get("/")
    )
    with morning.scene.w.unit_of_work() as work:
        [late] = missing(work.session, morning.person("asha"), morning.scene.clock())
    assert late.until == NINE
