"""One of us is in conflict with who rings or texts: their telephone stays silent, and others come."""

import pytest

from oncall.access.store import by_staff
from oncall.people.tables import ConflictRow
from tests.scenarios.night import LINE, TEXT_LINE
from tests.scenarios.pulse import settle


@pytest.fixture
def night(night_at):
    """A night in which Asha, who is on first, is on the list of conflicts with Jo Morgan."""
    made = night_at(practice=True)
    with made.wiring.unit_of_work() as work:
        lead = by_staff(work.session, "farah")
        assert lead is not None
        kept = {"why": "Her cousin.", "added_at": made.now(), "added_by": lead.id}
        work.session.add(ConflictRow(staff_id="asha", person_id="morgan", **kept))
    for phone in (made.asha, made.ben, made.elin):
        phone.may_be_texted()
        phone.does_not_answer()
    return made


def heard_nothing(phone):
    return not phone.rung and not phone.texts_received


def test_a_call_that_nobody_takes_and_the_paging_after_it_pass_them_by(night):
    night.last_resort.does_not_answer()
    night.dai.may_be_texted().does_not_answer()
    night.ben.does_not_answer().then().answers().presses("1")

    night.morgan.rings(LINE).hears("say who you are").hangs_up()
    settle(night)

    assert [person for _, person, _ in night.results] == ["ben", "elin", None]
    assert night.contact["callback_owner"] == "ben"
    assert heard_nothing(night.asha)


def test_a_text_wakes_the_next_tier(night):
    night.morgan.expects_text("Received")
    night.ben.answers().presses("1")

    night.morgan.texts("Can somebody ring me?", to=TEXT_LINE)
    settle(night)

    assert night.contact["accepted_by"] == "ben"
    assert heard_nothing(night.asha)
