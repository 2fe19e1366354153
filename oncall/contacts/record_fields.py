"""What a contact's record is made of: fields that are typed or chosen, and lines of several parts each.

A field has a name and a text, "" while nothing has been said. A line is a few fields of one row: the `what`
of an action is called `action.01ab.what`, where `01ab` is the row's own for ever.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from triage.model import UNKNOWN, Urgency
from triage.note import Standing


class CallerType(StrEnum):
    """What whoever was in touch is to the child, or to us, as the practitioner sees it."""

    FOSTER_CARER = "foster_carer"
    KINSHIP_CARER = "kinship_carer"
    SPECIAL_GUARDIAN = "special_guardian"
    RESIDENTIAL_STAFF = "residential_staff"
    SUPPORTED_LIVING_STAFF = "supported_living_staff"
    CHILD = "child"
    PARENT_OR_FAMILY = "parent_or_family"
    SOCIAL_WORKER = "social_worker"
    EDT = "EDT"
    SSW = "SSW"
    POLICE = "police"
    HEALTH = "health"
    EDUCATION = "education"
    OTHER_PROFESSIONAL = "other_professional"
    UNKNOWN = "unknown"
    WITHHELD = "withheld"
    MISDIAL = "misdial"
    SILENT = "silent"
    NUISANCE = "nuisance"


class Ending(StrEnum):
    """What came of a contact, as the practitioner says; `Outcome` is how it went on the line."""

    ADVICE_ONLY = "advice_only"
    CALLBACK_AGREED = "callback_agreed"
    ESCALATED_TIER2 = "escalated_tier2"
    PASSED_TO_EDT = "passed_to_EDT"
    EMERGENCY_SERVICES = "emergency_services"
    PLACEMENT_ENDED = "placement_ended"
    VISIT = "visit"
    INFORMATION_PASSED = "information_passed"
    NO_ACTION = "no_action"
    UNABLE_TO_REACH = "unable_to_reach"


LONGEST = 20_000
NONE = "none"
BEHAVIOURS = ("absconding", "sexual_exploitation", "offending", "self_harm", "aggression")
"""The five that the contract names; pages have kinder words for them."""

TEXTS = (
    "note", "location_of_child", "situation", "background", "assessment", "carer_view", "childs_own_words",
    "advice", "override_reason", "override_manager", "watch_for", "if_no_answer", "callback_at",
    "not_consulted_why", "must_not_know", "other_behaviour", "shared_why", "agreed_with",
)  # fmt: skip
CHOICES: Mapping[str, tuple[str, ...]] = {
    "way": ("other_line", "in_person"),
    "caller_type": tuple(CallerType),
    "verification": ("two_facts", "codeword", "callback_directory", "number_only", "none"),
    "safe_to_talk": ("yes", "no", UNKNOWN),
    "immediate_danger": ("yes", "no", UNKNOWN),
    "consent": ("yes", "no", "not_asked"),
    "urgency": tuple(Urgency),
    "outcome": tuple(Ending),
}
LINES: Mapping[str, tuple[str, ...]] = {
    "action": ("what", "owner", "at", "standing", "confirmed_by", "confirmed_at", "reference"),
    "consulted": ("who", "at", "said"),
    "told": ("who", "at", "why"),
}
ISSUE = re.compile(r"P[0-9]{2}")
LINE = re.compile(r"(action|consulted|told)\.([0-9a-z]{1,12})\.([a-z_]{1,20})")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a kind of line: its own key, and what each part says."""

    key: str
    parts: Mapping[str, str]

    def __getitem__(self, part: str) -> str:
        return self.parts.get(part, "")


def clean(text: str) -> str:
    """A text as it is kept: lines end in one way, and it does not end in blanks."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").rstrip()


def may_say(name: str, value: str) -> bool:
    """Whether there is a field of that name that may say so; every field may say nothing."""
    if name in TEXTS:
        return len(value) <= LONGEST
    if name in CHOICES:
        return not value or value in CHOICES[name]
    if name == "presenting_issue":
        return not value or ISSUE.fullmatch(value) is not None
    if name == "other_issues":
        return all(ISSUE.fullmatch(one) for one in value.split())
    if name == "behaviours":
        return value == NONE or set(value.split()) <= set(BEHAVIOURS)
    return _line_may_say(name, value)


def is_typed(name: str) -> bool:
    """Whether a field is typed letter by letter, rather than chosen."""
    return name in TEXTS or (LINE.fullmatch(name) is not None and not name.endswith(".standing"))


def lines(values: Mapping[str, str], kind: str) -> tuple[Line, ...]:
    """The lines of a kind that say anything, in the order in which they were begun."""
    found: dict[str, dict[str, str]] = {}
    for name, value in values.items():
        match = LINE.fullmatch(name)
        if match is not None and match[1] == kind and value:
            found.setdefault(match[2], {})[match[3]] = value
    said = {key: parts for key, parts in found.items() if set(parts) != {"standing"}}
    return tuple(Line(key, said[key]) for key in sorted(said))


def _line_may_say(name: str, value: str) -> bool:
    match = LINE.fullmatch(name)
    if match is None or match[3] not in LINES[match[1]]:
        return False
    if match[3] == "standing":
        return not value or value in set(Standing)
    return len(value) <= LONGEST
