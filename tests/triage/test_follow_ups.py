"""What must follow: the catalogue, and the rules that branch on legal status, placement and urgency."""

import pytest

from triage.due import read_rule
from triage.errors import TriageError
from triage.follow_ups import Anchor, Circumstances, OurPart, catalogue, facts, propose
from triage.model import Urgency

FOSTERED = {"legal_status": "C2", "placement_type": "foster"}
GUARDIAN = {"legal_status": "SGO", "placement_type": "special_guardianship"}
RESIDENTIAL = {"legal_status": "C2", "placement_type": "residential"}
MISSING = ["F01", "F02", "F05", "F07", "F10c", "F12", "F26"]


def codes(wanted, urgency=Urgency.U2, **known):
    return [follow_up.code for follow_up in propose(wanted, Circumstances(urgency, **known))]


def one(code, urgency=Urgency.U2, **known):
    [found] = [item for item in propose([code], Circumstances(urgency, **known)) if item.code == code]
    return found


def test_the_catalogue_holds_f01_to_f31_and_the_kinds_of_f10():
    whole = {f"F{number:02}" for number in range(1, 32)}

    assert set(catalogue()) == whole | {f"F10{letter}" for letter in "abcdefgh"}


@pytest.mark.parametrize("code", catalogue())
def test_every_entry_says_whose_duty_by_when_and_on_what_ground(code):
    entry = catalogue()[code]

    assert all([entry.title, entry.organisation, entry.role, entry.our_part, entry.source])
    for rule in (entry.due, *entry.due_options, *filter(None, [entry.latest, entry.repeats])):
        read_rule(rule)


def test_a_variant_too_has_a_due_rule_that_can_be_reckoned():
    everything_true = dict.fromkeys(facts(), True)
    everything_false = dict.fromkeys(facts(), False)

    for known in (everything_true, everything_false):
        for urgency in Urgency:
            for item in propose(catalogue(), Circumstances(urgency, facts=known)):
                read_rule(item.due)


@pytest.mark.parametrize(
    ("code", "due", "anchor", "part", "statutory"),
    [
        ("F01", "immediate", Anchor.CONTACT_START, OurPart.PROMPT, True),
        ("F02", "PT15M", Anchor.KNOWN_AT, OurPart.DO, True),
        ("F05", "PT72H", Anchor.CHILD_RETURNED, OurPart.PROMPT, True),
        ("F08", "1 working_day", Anchor.KNOWN_AT, OurPart.CONFIRM, True),
        ("F10c", "PT24H", Anchor.KNOWN_AT, OurPart.CONFIRM, True),
        ("F11", "5 working_days", Anchor.EVENT_AT, OurPart.CONFIRM, True),
        ("F13", "next_working_day 09:30", Anchor.CONTACT_START, OurPart.DO, False),
        ("F16", "immediate", Anchor.MANUAL, OurPart.DO, False),
        ("F23", "PT72H", Anchor.KNOWN_AT, OurPart.DO, True),
    ],
)
def test_an_entry_has_its_clock_its_anchor_and_our_part(code, due, anchor, part, statutory):
    entry = catalogue()[code]

    assert (entry.due, entry.anchor, entry.our_part[0], entry.statutory) == (due, anchor, part, statutory)


def test_a_fostered_child_who_is_missing_brings_the_statutory_ones():
    assert codes(MISSING, Urgency.U1, **FOSTERED, facts={"child_known": True}) == [*MISSING, "F21"]


def test_a_child_with_a_special_guardian_is_not_missing_from_care():
    found = codes(MISSING, Urgency.U1, **GUARDIAN)

    assert found == ["F01", "F02", "F05", "F26", "F21", "F27"]
    assert one("F05", **GUARDIAN).organisation == "local authority where the child lives"
    assert one("F05", **FOSTERED).organisation == "responsible authority"


def test_a_childrens_home_reports_under_its_own_regulations():
    assert codes(["F10b", "F12"], **RESIDENTIAL) == ["F10h"]
    assert codes(["F10b", "F14"], **FOSTERED) == ["F10b", "F14", "F10g"]
    assert one("F18", **RESIDENTIAL).organisation == "children's home"


def test_kinship_without_care_is_not_fostering():
    assert codes(["F12"], legal_status="none", placement_type="kinship") == []
    assert codes(["F12"], legal_status="V2", placement_type="kinship") == ["F12"]


@pytest.mark.parametrize(
    "known", [{}, {"legal_status": "other"}, {"legal_status": "ZZ", "placement_type": "tent"}]
)
def test_what_is_not_known_leaves_nothing_out_and_says_so(known):
    found = propose(MISSING, Circumstances(Urgency.U2, **known))

    assert [item.code for item in found] == MISSING
    assert {item.code: item.sure for item in found}["F10c"] is False
    assert {item.code: item.sure for item in found}["F01"] is True


def test_urgency_decides_how_soon_and_whether():
    assert (one("F12", Urgency.U1, **FOSTERED).due, one("F12", Urgency.U2, **FOSTERED).due) == (
        "immediate",
        "next_working_day 09:30",
    )
    assert (one("F25", Urgency.U0).due, one("F25", Urgency.U2).due) == ("PT1H", "next_working_day 10:00")
    assert (one("F16", Urgency.U2).latest, one("F16", Urgency.U3).latest) == ("PT2H", "")
    assert codes(["F06", "F16"], Urgency.U4) == []
    assert codes(["F01"], Urgency.U1) == ["F01", "F21"]


def test_a_fact_changes_whose_duty_it_is():
    ours = one("F08", facts={"our_staff": True})

    assert (ours.organisation, ours.our_part) == ("our service", (OurPart.DO,))
    assert one("F08", facts={"our_staff": False}).our_part == (OurPart.CONFIRM,)
    assert one("F10f", **FOSTERED, facts={"in_house": True}).organisation == "council fostering service"


def test_the_careful_case_stands_until_the_other_is_known():
    assert one("F29").due == "immediate"
    assert one("F29", facts={"threat_tonight": False}).due == "1 working_day"
    assert one("F27").due == "immediate"
    assert one("F27", facts={"significant_harm": False}).due == "1 working_day"


def test_any_of_several_circumstances_will_do():
    assert codes(["F14"], Urgency.U4, facts={"camhs_known": True}) == ["F14"]
    assert codes(["F14"], Urgency.U4, facts={"camhs_known": False}) == []
    assert codes([], Urgency.U4, facts={"staff_threatened": True}) == ["F21"]
    assert codes([], Urgency.U4) == []


def test_each_is_proposed_once_however_often_it_is_wanted():
    assert codes(["F26", "F13", "F26"], facts={"child_known": True}) == ["F26", "F13"]


def test_a_code_that_is_not_in_the_catalogue_is_refused():
    with pytest.raises(TriageError, match="There is no follow-up F99"):
        codes(["F01", "F99"])


def test_facts_are_sentences():
    assert all(" " in sentence for sentence in facts().values())
