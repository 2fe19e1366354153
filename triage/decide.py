"""The practitioner's own decision.

Always up; down only with a typed reason; below a red flag's floor only with the manager's name.
"""

from dataclasses import dataclass

from triage.errors import TriageError
from triage.model import Assessment, Urgency

REASON_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Decision:
    """The urgency a person chose beside the one the protocol gave, and who and what justifies going down."""

    urgency: Urgency
    tool: Urgency
    reason: str
    manager: str

    @property
    def direction(self) -> str:
        """`up`, `down` or `same`, against the protocol."""
        if self.urgency is self.tool:
            return "same"
        return "up" if self.urgency < self.tool else "down"


def decide(assessment: Assessment, chosen: Urgency, *, reason: str = "", manager: str = "") -> Decision:
    """The decision to treat the contact as `chosen`.

    `reason` is typed by the practitioner; `manager` names the manager who agreed.
    Raises TriageError when a reason or the manager's name is needed and missing.
    """
    reason, manager = " ".join(reason.split()), " ".join(manager.split())
    if assessment.floor < chosen and len(reason) < REASON_LENGTH:
        raise TriageError(f"To go below {assessment.floor}, say why in a few words.")
    if assessment.red_flag_floor and assessment.red_flag_floor < chosen and not manager:
        flag = assessment.red_flag_floor
        raise TriageError(f"A red flag says at least {flag}; to go below it, name the manager who agrees.")
    return Decision(chosen, assessment.floor, reason, manager)
