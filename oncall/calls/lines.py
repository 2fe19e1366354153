"""The lines every caller hears: the service's own words, or ours where it has chosen none."""

from oncall.contacts.tables import AttemptRow, RungKind
from oncall.service.config import Announce, ServiceConfig
from oncall.words import say

TOLD_WHO_WE_ARE_NOT = frozenset({"social_worker", "supervising_social_worker", "other_professional"})
"""Professionals who might think that telling us is telling the duty team; `edt` is that team itself."""


def greeting(config: ServiceConfig, kind: str | None = None) -> tuple[str, ...]:
    """What is heard at once; the emergency line too if the service wants it before the first ring.

    `kind` is the kind of the one person whose number it is; a professional also hears who we are not.
    """
    words = [config.speech.greeting or say("calls/greeting", service=config.name)]
    if config.speech.announce is Announce.BEFORE:
        words.append(emergency(config))
    if kind in TOLD_WHO_WE_ARE_NOT:
        words.append(say("calls/not_the_duty_team"))
    return tuple(words)


def emergency(config: ServiceConfig) -> str:
    """What 999 is for."""
    return config.speech.emergency or say("calls/emergency")


def still_trying(config: ServiceConfig, after: AttemptRow | None = None) -> tuple[str, ...]:
    """What is heard between two rings: that we are still trying, and what 999 is for.

    `after` is the attempt that is over; None if the same telephone rings on.
    """
    office = after is not None and after.kind == RungKind.OFFICE_LINE
    line = "calls/office_unanswered" if office else "calls/still_trying"
    return (say(line), emergency(config))
