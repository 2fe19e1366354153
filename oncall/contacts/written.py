"""What a contact's record says, as `triage.note` wants it; and what of it those need who act on it later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from oncall.contacts import field_store
from oncall.contacts.record_fields import NONE, lines
from oncall.contacts.typed_time import typed_time
from triage.decide import REASON_LENGTH
from triage.model import Urgency
from triage.note import Action, Consultation, Note, Standing, Told

ANSWER, FLOOR = "answer.", "floor."
"""What the triage screen keeps: `answer.P05.taken` is the last answer, `floor.P05` the floor reached."""
SAME = (
    "caller_type", "verification", "safe_to_talk", "immediate_danger", "location_of_child", "situation",
    "background", "assessment", "carer_view", "childs_own_words", "presenting_issue", "override_reason",
    "override_manager", "watch_for", "if_no_answer", "not_consulted_why", "must_not_know", "outcome",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Triaged:
    """What was found out about a contact, for whoever proposes what must follow.

    `issues` are codes of protocols, the presenting one first; `answers` are the last ones, by protocol and
    question; `behaviours` are the contract's five, as far as they came up.
    """

    urgency: Urgency | None
    issues: tuple[str, ...]
    answers: Mapping[str, Mapping[str, str]]
    behaviours: frozenset[str]


def triaged(session: Session, contact_id: int) -> Triaged:
    """What was found out about a contact, as its record says now."""
    return triaged_of(field_store.values(session, contact_id))


def triaged_of(values: Mapping[str, str]) -> Triaged:
    """The same, from what the record says."""
    answers: dict[str, dict[str, str]] = {}
    for name, value in values.items():
        if name.startswith(ANSWER) and value:
            _, code, question = name.split(".", 2)
            answers.setdefault(code, {})[question] = value
    issues = [values.get("presenting_issue", ""), *values.get("other_issues", "").split(), *sorted(answers)]
    return Triaged(
        urgency=Urgency(values["urgency"]) if values.get("urgency") else None,
        issues=tuple(dict.fromkeys(code for code in issues if code)),
        answers=answers,
        behaviours=behaviours(values) or frozenset(),
    )


def urgency_of(values: Mapping[str, str]) -> str | None:
    """The urgency that was chosen; until one is, the most urgent floor that an answer has reached.

    One below that floor counts only once a reason and the manager's name stand beside it.
    """
    floor = min((value for name, value in values.items() if name.startswith(FLOOR) and value), default=None)
    chosen = values.get("urgency") or None
    if chosen is None or floor is None or chosen <= floor:
        return chosen or floor
    reason, manager = (
        " ".join(values.get(name, "").split()) for name in ("override_reason", "override_manager")
    )
    return chosen if len(reason) >= REASON_LENGTH and manager else floor


def behaviours(values: Mapping[str, str]) -> frozenset[str] | None:
    """Which of the contract's five came up; empty if none did, None while nobody has said."""
    said = values.get("behaviours", "")
    return frozenset(said.split()) - {NONE} if said else None


def note_of(
    values: Mapping[str, str],
    *,
    began: datetime,
    zone: ZoneInfo,
    about_child: bool,
    tool: Urgency | None = None,
    red_flag: Urgency | None = None,
    unanswered: int = 0,
    open_follow_ups: int = 0,
) -> Note:
    """The note that a record's fields make; the rest is what triage and follow-ups say of it.

    Times mean what `typed_time` says; one that cannot be read is as good as none.
    """

    def at(text: str) -> datetime | None:
        return typed_time(text, began, zone)

    return Note(
        **{name: values.get(name, "") for name in SAME},
        about_child=about_child,
        behaviours=behaviours(values),
        urgency=Urgency(values["urgency"]) if values.get("urgency") else None,
        tool_urgency=tool,
        red_flag_floor=red_flag,
        unanswered_red_flags=unanswered,
        open_immediate_follow_ups=open_follow_ups,
        callback_at=at(values.get("callback_at", "")),
        actions=tuple(
            Action(
                what=line["what"],
                owner=line["owner"],
                at=at(line["at"]),
                standing=Standing(line["standing"] or Standing.ADVISED),
                confirmed_by=line["confirmed_by"],
                confirmed_at=at(line["confirmed_at"]),
                reference=line["reference"],
            )
            for line in lines(values, "action")
        ),
        consulted=tuple(
            Consultation(line["who"], at(line["at"]), line["said"]) for line in lines(values, "consulted")
        ),
        told=tuple(Told(line["who"], line["why"], at(line["at"])) for line in lines(values, "told")),
    )
