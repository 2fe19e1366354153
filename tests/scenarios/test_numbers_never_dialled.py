"""Emergency, premium and short numbers are never dialled, however they came to stand in our records."""

from dataclasses import replace

import pytest

from oncall.telephony.gateway import NumberRefused
from tests.scenarios.night import LINE

NEVER = ["999", "112", "+44999", "+449098790000", "118500", "+447012345678"]


def corrupt(night, **lines):
    """Have the process remember other numbers than those that were loaded: Asha's, or a staffed line's."""
    [(service_id, config)] = night.wiring.config_cache.items()
    asha = lines.pop("asha", None)
    staff = {**config.staff, "asha": replace(config.staff["asha"], phone=asha)} if asha else config.staff
    night.wiring.config_cache[service_id] = replace(config, staff=staff, **lines)


@pytest.fixture
def known(night):
    """A night whose configuration this process has read."""
    for phone in (night.asha, night.ben, night.elin):
        phone.may_be_texted()
    night.asha.answers().presses("1").hangs_up(after=5)
    night.price.rings(LINE).connects_to(night.asha).ends()
    night.settles()
    return night


@pytest.mark.parametrize("number", ["999", "+449098790000"])
def test_a_person_with_such_a_number_is_passed_over(known, number):
    corrupt(known, asha=number)
    known.ben.answers().presses("1").hangs_up(after=5)

    known.morgan.rings(LINE).connects_to(known.ben).ends()
    known.settles()

    assert [a["person"] for a in known.export()[1]["attempts"]] == ["ben"]


def test_whoever_had_the_last_call_is_passed_over_too(known):
    corrupt(known, asha="112")
    known.ben.answers().presses("1").hangs_up(after=5)

    known.price.rings(LINE).connects_to(known.ben).ends()
    known.settles()

    assert [a["person"] for a in known.export()[1]["attempts"]] == ["ben"]


def test_a_last_resort_with_such_a_number_leads_to_a_message(known):
    corrupt(known, last_resort="999")
    for phone in (known.asha, known.ben, known.elin):
        phone.does_not_answer()

    call = known.morgan.rings(LINE).hears("say who you are").hangs_up()
    call.ends()

    assert [a["tier"] for a in known.export()[1]["attempts"]] == ["practitioner", "backup", "manager"]


@pytest.mark.parametrize("number", NEVER)
def test_the_telephone_company_is_never_asked_for_one(known, number):
    with pytest.raises(NumberRefused):
        known.wiring.telephony.place_call(
            to=number, caller_id=LINE, answer_url="http://x", status_url="http://x", ring_seconds=20
        )
