"""A child's card as a value: what it may say, and what of it must be looked at again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

DECISIONS = ("medical_emergency", "medical_routine", "overnight_stay", "police_interview")
DECIDERS = ("carer", "social_worker", "parent", "council_manager")
RISKS = (
    "absconding", "sexual_exploitation", "offending", "self_harm", "aggression", "suicide",
    "criminal_exploitation", "harmful_sexual_behaviour", "substance", "fire_setting", "allegation_history",
    "online", "radicalisation", "health",
)  # fmt: skip
OLD = timedelta(days=365)
"""A crisis plan without a day to look at it again is old after so long."""
LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Risk:
    """What is known of a risk, and by when that must be looked at again."""

    says: str = field(default="", repr=False)
    review_by: date | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """What a card says. `decides` is by decision, `risks` by the code of the risk."""

    crisis_plan: str = field(default="", repr=False)
    crisis_plan_on: date | None = None
    crisis_plan_review_by: date | None = None
    decides: Mapping[str, str] = field(default_factory=dict)
    decides_note: str = field(default="", repr=False)
    not_told: str = field(default="", repr=False)
    code_word: str = field(default="", repr=False)
    risks: Mapping[str, Risk] = field(default_factory=dict, repr=False)

    def plan_is_stale(self, today: date) -> bool:
        """Whether the crisis plan was to be looked at again by now, or is a year old, or of no known day."""
        if self.crisis_plan_review_by is not None:
            return self.crisis_plan_review_by < today
        return self.crisis_plan_on is None or self.crisis_plan_on < today - OLD


PARTS = tuple(Card.__dataclass_fields__)


def changed(before: Card, after: Card) -> tuple[str, ...]:
    """The names of the parts that two cards do not say alike, in their order."""
    return tuple(part for part in PARTS if getattr(before, part) != getattr(after, part))
