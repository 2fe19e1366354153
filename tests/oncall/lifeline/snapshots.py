"""A snapshot of a fictional service, made by hand, and times in it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from oncall.lifeline.snapshot import Line, Service, Snapshot, Tier, Timing

MIDNIGHT = datetime(2026, 11, 5, 0, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 5, 22, 0, tzinfo=UTC)
DAY = datetime(2026, 11, 5, 11, 0, tzinfo=UTC)
LATER = datetime(2027, 1, 5, 22, 0, tzinfo=UTC)

LINE = "+441632960100"
ASHA, BEN, ELIN = "+447700900201", "+447700900202", "+447700900205"
MORGAN, SHARED, STRANGER = "+447700900301", "+441632960301", "+447700900999"
SOCIAL_WORKER = "+447700900401"
OFFICE, LAST_RESORT = "+441632960101", "+441632960199"

HELLO = "You're through to Marches Placement Support, on call."
NOT_THE_TEAM = "Telling us is not telling the duty team."


def seconds(at: datetime) -> int:
    """An instant as snapshots write it."""
    return int(at.timestamp())


def service(**changes: Any) -> Service:
    """Asha is on first until 23:00 and Ben afterwards; Elin is the manager; the office is open by day."""
    change_over = seconds(NIGHT.replace(hour=23))
    made = Service(
        code="marches",
        name="Marches Placement Support",
        version=3,
        numbers=(LINE, "+447700900100"),
        language="en-GB",
        voice="Polly.Amy-Neural",
        greetings={"": (HELLO,), "social_worker": (HELLO, NOT_THE_TEAM)},
        emergency="If anyone is in immediate danger, hang up and dial 9 9 9.",
        open=((seconds(DAY.replace(hour=9)), seconds(DAY.replace(hour=17))),),
        office_line=Line(OFFICE, 20),
        last_resort=Line(LAST_RESORT, 30),
        tiers=(
            Tier("practitioner", 20, (seconds(MIDNIGHT), change_over), (("asha",), ("ben",))),
            Tier("backup", 20, (seconds(MIDNIGHT), change_over), (("ben",), ("asha",))),
            Tier("manager", 25, (seconds(MIDNIGHT),), (("elin", "nobody"),)),
        ),
        managers=("elin",),
        phones={"asha": ASHA, "ben": BEN, "elin": ELIN},
        known={MORGAN: "foster_carer", SHARED: "several", SOCIAL_WORKER: "social_worker"},
    )
    return replace(made, **changes)


def snapshot(*services: Service) -> Snapshot:
    """Made at midnight, good for 14 days."""
    at = seconds(MIDNIGHT)
    return Snapshot(at, at + 14 * 86_400, Timing(key=8, message=180, turns=4), services or (service(),))
