"""What a complete contact note holds, and what this one still lacks.

Situation, background, assessment, recommendation, and the safety net. A note may be saved at any time; it
counts as written up only when nothing is lacking.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from triage.decide import REASON_LENGTH
from triage.model import Urgency

SITUATION_LENGTH = 15
HEADER = ("caller_type", "verification", "safe_to_talk", "immediate_danger")
NOTHING_TO_ASK = frozenset({"misdial", "nuisance"})
"""Nobody asks whoever dialled a wrong number whether they are safe; a silent call may be a child."""
ELSEWHERE = re.compile(
    r"(\W*\b(please|see|as|refer|to|the|my|in|and|notes?|above|below|before|record|attached|e-?mail|text)\b)*\W*"
)
WRITE_UP_AT_ONCE = timedelta(minutes=60)


class Part(StrEnum):
    """The parts of a note, in the order in which they are read."""

    HEADER = "header"
    SITUATION = "situation"
    BACKGROUND = "background"
    ASSESSMENT = "assessment"
    RECOMMENDATION = "recommendation"
    SAFETY_NET = "safety_net"
    CONSULTED = "consulted"
    SHARING = "sharing"


class Standing(StrEnum):
    """How far an action got. Told to is not tried, and tried is not done."""

    ADVISED = "advised"
    ATTEMPTED = "attempted"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Action:
    """Who does what by when, and how far it got; if confirmed, by whom, when, and with what reference."""

    what: str
    owner: str
    at: datetime | None
    standing: Standing
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Consultation:
    """Somebody whose advice was asked: who, when, what they said."""

    who: str
    at: datetime | None
    said: str


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who was told, why they may know, and when it was."""

    who: str
    why: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A contact note as far as it has been written. Empty text, None and empty tuples mean not written yet.

    `about_child` is whether the contact concerns a child at all. `behaviours` empty, not None, means none
    came up.
    `unanswered_red_flags` and `open_immediate_follow_ups` are how many there still are.
    """

    caller_type: str = ""
    verification: str = ""
    about_child: bool = True
    safe_to_talk: str = ""
    immediate_danger: str = ""
    location_of_child: str = ""
    situation: str = ""
    background: str = ""
    assessment: str = ""
    carer_view: str = ""
    childs_own_words: str = ""
    presenting_issue: str = ""
    behaviours: frozenset[str] | None = None
    urgency: Urgency | None = None
    tool_urgency: Urgency | None = None
    red_flag_floor: Urgency | None = None
    override_reason: str = ""
    override_manager: str = ""
    unanswered_red_flags: int = 0
    actions: tuple[Action, ...] = ()
    open_immediate_follow_ups: int = 0
    watch_for: str = ""
    if_no_answer: str = ""
    callback_at: datetime | None = None
    consulted: tuple[Consultation, ...] = ()
    not_consulted_why: str = ""
    told: tuple[Told, ...] = ()
    must_not_know: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Lack:
    """Something a note still needs: in which part, its name, and the sentence that asks for it."""

    part: Part
    name: str
    says: str


def lacking(note: Note) -> tuple[Lack, ...]:
    """Everything `note` still needs before it counts as written up, in the order of the parts."""
    words = _content()["lacks"]
    found = [
        *((Part.HEADER, name) for name in _header(note)),
        *((Part.SITUATION, name) for name in _situation(note)),
        *((Part.ASSESSMENT, name) for name in _assessment(note)),
        *((Part.RECOMMENDATION, name) for name in _recommendation(note)),
        *((Part.SAFETY_NET, name) for name in _safety_net(note)),
        *((Part.CONSULTED, name) for name in _consulted(note)),
        *((Part.SHARING, name) for name in _sharing(note)),
    ]
    return tuple(Lack(part, name, words[name]) for part, name in found)


def prompts() -> dict[Part, tuple[str, str]]:
    """The heading and the question of each part, in order."""
    parts = _content()["parts"]
    return {part: (parts[part]["heading"], parts[part]["prompt"]) for part in Part}


def write_up_by(urgency: Urgency, ended_at: datetime, shift_ends_at: datetime) -> datetime:
    """When the note must be complete: by the end of the shift, but an hour after a U0 or U1 ended.

    A contact that outlasts the shift has that hour too.
    """
    pressing = urgency.at_least(Urgency.U1) or ended_at >= shift_ends_at
    return ended_at + WRITE_UP_AT_ONCE if pressing else shift_ends_at


def _header(note: Note) -> Iterator[str]:
    asked = ("caller_type",) if _nobody_spoke(note) else HEADER
    for name in asked:
        if _blank(getattr(note, name)):
            yield name
    if note.about_child and _blank(note.location_of_child):
        yield "location_of_child"


def _situation(note: Note) -> Iterator[str]:
    text = note.situation.strip()
    if len(text) < SITUATION_LENGTH or ELSEWHERE.fullmatch(text.casefold()):
        yield "situation"
    if _blank(note.presenting_issue):
        yield "presenting_issue"
    if note.behaviours is None and not _nobody_spoke(note):
        yield "behaviours"


def _assessment(note: Note) -> Iterator[str]:
    """The urgency, with whatever justifies going below what the protocol said; and the red flags."""
    if note.urgency is None:
        yield "urgency"
    elif (
        note.tool_urgency
        and note.tool_urgency < note.urgency
        and len(note.override_reason.strip()) < REASON_LENGTH
    ):
        yield "override_reason"
    if (
        note.urgency
        and note.red_flag_floor
        and note.red_flag_floor < note.urgency
        and _blank(note.override_manager)
    ):
        yield "override_manager"
    if note.unanswered_red_flags:
        yield "red_flag"


def _recommendation(note: Note) -> Iterator[str]:
    if any(_blank(action.what) for action in note.actions):
        yield "action_what"
    if any(_blank(action.owner) for action in note.actions):
        yield "action_owner"
    if any(action.at is None for action in note.actions):
        yield "action_time"
    if any(action.standing is Standing.CONFIRMED and not _evidenced(action) for action in note.actions):
        yield "action_evidence"
    if note.open_immediate_follow_ups:
        yield "immediate_follow_up"
    if _blank(note.outcome):
        yield "outcome"


def _safety_net(note: Note) -> Iterator[str]:
    """Until the urgency is chosen, the net is needed."""
    if note.urgency is None or note.urgency.at_least(Urgency.U3):
        if _blank(note.watch_for):
            yield "safety_net"
        if note.callback_at is None:
            yield "callback_time"


def _consulted(note: Note) -> Iterator[str]:
    pressing = note.urgency is not None and note.urgency.at_least(Urgency.U1)
    if pressing and not note.consulted and _blank(note.not_consulted_why):
        yield "consulted"
    if any(_blank(asked.who) or asked.at is None or _blank(asked.said) for asked in note.consulted):
        yield "consultation"


def _sharing(note: Note) -> Iterator[str]:
    if any(_blank(told.who) or _blank(told.why) for told in note.told):
        yield "told_why"
    if any(told.at is None for told in note.told):
        yield "told_when"


def _nobody_spoke(note: Note) -> bool:
    return note.caller_type in NOTHING_TO_ASK


def _evidenced(action: Action) -> bool:
    """By whom, when, and with what reference: without these it was attempted, as far as anybody can tell."""
    return not (_blank(action.confirmed_by) or action.confirmed_at is None or _blank(action.reference))


def _blank(text: str) -> bool:
    return not text.strip()


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads((files("triage") / "note.toml").read_text(encoding="utf-8"))
