"""What a complete contact note holds, and what this one lacks."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from triage.model import Urgency
from triage.note import Action, Consultation, Note, Part, Standing, Told, lacking, prompts, write_up_by

NIGHT = datetime(2026, 11, 24, 2, 10, tzinfo=UTC)
DONE = Action("Tell the duty team", "Asha Verma", NIGHT, Standing.CONFIRMED, "Ife Nkemelu", NIGHT, "EDT-17")
ASKED = Consultation("Elin Hughes", NIGHT, "Agrees with the plan.")
COMPLETE = Note(
    caller_type="foster_carer",
    verification="two_facts",
    safe_to_talk="yes",
    immediate_danger="no",
    location_of_child="Not known",
    situation="Child has been missing since eight.",
    presenting_issue="P01",
    behaviours=frozenset({"absconding"}),
    urgency=Urgency.U1,
    tool_urgency=Urgency.U1,
    red_flag_floor=Urgency.U1,
    actions=(DONE,),
    watch_for="If they ring, ring us.",
    callback_at=NIGHT,
    consulted=(ASKED,),
    told=(Told("Marches duty team", "responsible authority", NIGHT),),
    outcome="passed_to_EDT",
)


def names(note):
    return [lack.name for lack in lacking(note)]


def test_a_complete_note_lacks_nothing():
    assert lacking(COMPLETE) == ()


def test_an_empty_note_lacks_all_it_must_hold_in_the_order_of_its_parts():
    found = lacking(Note())

    assert [lack.name for lack in found] == [
        *("caller_type", "verification", "safe_to_talk", "immediate_danger", "location_of_child"),
        *("situation", "presenting_issue", "behaviours", "urgency", "outcome", "safety_net", "callback_time"),
    ]
    assert [lack.part for lack in found] == sorted((lack.part for lack in found), key=list(Part).index)
    assert all(lack.says.endswith(".") for lack in found)


@pytest.mark.parametrize(
    ("changes", "lacks"),
    [
        ({"caller_type": " "}, "caller_type"),
        ({"verification": ""}, "verification"),
        ({"safe_to_talk": ""}, "safe_to_talk"),
        ({"immediate_danger": ""}, "immediate_danger"),
        ({"location_of_child": ""}, "location_of_child"),
        ({"situation": "Missing again"}, "situation"),
        ({"situation": "See notes."}, "situation"),
        ({"situation": "Please see my notes above"}, "situation"),
        ({"situation": "See the attached e-mail and record"}, "situation"),
        ({"presenting_issue": ""}, "presenting_issue"),
        ({"behaviours": None}, "behaviours"),
        ({"urgency": None}, "urgency"),
        ({"urgency": Urgency.U2, "override_manager": "Elin Hughes"}, "override_reason"),
        ({"urgency": Urgency.U2, "override_reason": "They rang from a friend's."}, "override_manager"),
        ({"unanswered_red_flags": 2}, "red_flag"),
        ({"actions": (DONE, replace(DONE, owner=""))}, "action_owner"),
        ({"actions": (replace(DONE, at=None),)}, "action_time"),
        ({"actions": (replace(DONE, confirmed_by=""),)}, "action_evidence"),
        ({"actions": (replace(DONE, confirmed_at=None),)}, "action_evidence"),
        ({"actions": (replace(DONE, reference=" "),)}, "action_evidence"),
        ({"open_immediate_follow_ups": 1}, "immediate_follow_up"),
        ({"watch_for": ""}, "safety_net"),
        ({"callback_at": None}, "callback_time"),
        ({"consulted": ()}, "consulted"),
        ({"consulted": (replace(ASKED, at=None),)}, "consultation"),
        ({"consulted": (replace(ASKED, said=""),)}, "consultation"),
        ({"consulted": (replace(ASKED, who=""),)}, "consultation"),
        ({"told": (Told("Marches duty team", "", NIGHT),)}, "told_why"),
        ({"told": (Told("", "responsible authority", NIGHT),)}, "told_why"),
        ({"told": (Told("Marches duty team", "responsible authority"),)}, "told_when"),
        ({"actions": (replace(DONE, what=" "),)}, "action_what"),
        ({"outcome": ""}, "outcome"),
    ],
)
def test_what_is_lacking_is_named(changes, lacks):
    assert names(replace(COMPLETE, **changes)) == [lacks]


def test_none_of_the_behaviours_is_an_answer():
    assert names(replace(COMPLETE, behaviours=frozenset())) == []


def test_a_contact_about_no_child_needs_no_place():
    assert names(replace(COMPLETE, about_child=False, location_of_child="")) == []


def test_a_wrong_number_is_asked_nothing_about_itself():
    asked = {"verification": "", "safe_to_talk": "", "immediate_danger": "", "behaviours": None}
    note = replace(COMPLETE, about_child=False, location_of_child="", **asked)

    assert names(replace(note, caller_type="misdial")) == []
    assert names(replace(note, caller_type="silent")) == list(asked)


def test_a_reason_stands_for_a_consultation():
    assert names(replace(COMPLETE, consulted=(), not_consulted_why="999 were there at once.")) == []


def test_an_action_that_was_only_advised_needs_no_evidence():
    advised = Action("Report to the police", "Jo Morgan", NIGHT, Standing.ADVISED)

    assert names(replace(COMPLETE, actions=(advised,))) == []


@pytest.mark.parametrize("urgency", [Urgency.U0, Urgency.U1, Urgency.U2, Urgency.U3])
def test_u0_to_u3_need_a_net_with_a_time(urgency):
    note = replace(
        COMPLETE, urgency=urgency, tool_urgency=urgency, red_flag_floor=None, watch_for="", callback_at=None
    )

    assert names(note) == ["safety_net", "callback_time"]


@pytest.mark.parametrize("urgency", [Urgency.U4, Urgency.U5])
def test_u4_and_u5_need_neither_a_net_nor_a_consultation(urgency):
    note = replace(
        COMPLETE,
        urgency=urgency,
        tool_urgency=urgency,
        red_flag_floor=None,
        watch_for="",
        callback_at=None,
        consulted=(),
    )

    assert names(note) == []


def test_a_note_going_down_with_reason_and_manager_is_complete():
    note = replace(
        COMPLETE, urgency=Urgency.U2, override_reason="Back at a friend's, seen.", override_manager="Dai Rees"
    )

    assert names(note) == []


def test_going_down_from_the_default_alone_needs_no_manager():
    note = replace(
        COMPLETE, urgency=Urgency.U2, red_flag_floor=None, override_reason="Back at a friend's, seen."
    )

    assert names(note) == []


def test_each_part_has_a_heading_and_a_question():
    assert list(prompts()) == list(Part)
    assert all(prompt.endswith("?") for _, prompt in prompts().values())


@pytest.mark.parametrize(
    ("urgency", "ended", "by"),
    [
        (Urgency.U1, NIGHT, NIGHT + timedelta(hours=1)),
        (Urgency.U2, NIGHT, NIGHT + timedelta(hours=7)),
        (Urgency.U4, NIGHT + timedelta(hours=8), NIGHT + timedelta(hours=9)),
    ],
)
def test_a_pressing_note_is_due_within_the_hour_the_others_by_the_end_of_the_shift(urgency, ended, by):
    assert write_up_by(urgency, ended, NIGHT + timedelta(hours=7)) == by
