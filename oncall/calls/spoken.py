"""A reply together with the voice that speaks it."""

from dataclasses import dataclass

from oncall.service.config import ServiceConfig
from oncall.telephony.replies import HangUp, Reply, Voice
from oncall.webhooks import PLAIN_VOICE
from oncall.words import say


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a telephone hears next, and in which voice."""

    reply: Reply
    voice: Voice


def spoken(reply: Reply, config: ServiceConfig) -> Spoken:
    """`reply` in the voice the service has chosen."""
    return Spoken(reply, Voice(config.speech.language, config.speech.voice))


def apology() -> Spoken:
    """For a request about a call we do not know: kind words, 999, and the end of the call."""
    return Spoken(HangUp((say("calls/apology"),)), PLAIN_VOICE)


def not_in_service() -> Spoken:
    """For a number that belongs to no service."""
    return Spoken(HangUp((say("calls/not_in_service"),)), PLAIN_VOICE)
