"""The lines every caller hears: the service's own words, or ours where it has chosen none."""

from oncall.contacts.tables import AttemptRow, RungKind
from oncall.service.config import Announce, ServiceConfig
from oncall.words import say


def greeting(config: ServiceConfig) -> tuple[str, ...]:
    """What is heard at once; the emergency line too if the service wants it before the first ring."""
    hello = config.speech.greeting or say("calls/greeting", service=config.name)
    return (hello, emergency(config)) if config.speech.announce is Announce.BEFORE else (hello,)


def emergency(config: ServiceConfig) -> str:
    """What 999 is for."""
    return config.speech.emergency or say("calls/emergency")


def still_trying(config: ServiceConfig, after: AttemptRow) -> tuple[str, ...]:
    """What is heard between two rings: that we are still trying, and what 999 is for."""
    line = "calls/office_unanswered" if after.kind == RungKind.OFFICE_LINE else "calls/still_trying"
    return (say(line), emergency(config))
