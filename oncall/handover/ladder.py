"""Who is told when a handover is not signed, or not taken on, and when: pure, from when it is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum, auto


class Rung(StrEnum):
    """A step of reminding: the first two want a signature, the others an acknowledgement."""

    PRACTITIONER = auto()
    MANAGER = auto()
    DEPUTY = auto()
    HEAD = auto()

    @property
    def wants_signature(self) -> bool:
        """Whether nothing is left to say once the handover is signed."""
        return self in (Rung.PRACTITIONER, Rung.MANAGER)


AFTER = {
    Rung.PRACTITIONER: timedelta(minutes=-15),
    Rung.MANAGER: timedelta(minutes=10),
    Rung.DEPUTY: timedelta(hours=1),
    Rung.HEAD: timedelta(hours=2),
}
"""With a handover at 09:00: 08:45, 09:10, 10:00 and 11:00."""
MISSING_AFTER = timedelta(hours=1)
"""So long after its time a handover without a signature is an irregularity that everybody is shown."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step, and when."""

    rung: Rung
    at: datetime


def steps(until: datetime) -> tuple[Step, ...]:
    """Every step for the handover that is due at `until`, in order."""
    return tuple(Step(rung, until + after) for rung, after in AFTER.items())


def is_near(until: datetime, now: datetime) -> bool:
    """Whether it is time to write the steps down: from shortly before the first until after the last."""
    return until - timedelta(hours=1) <= now <= until + timedelta(hours=12)
