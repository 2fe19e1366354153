"""A reply together with the voice that speaks it."""

from dataclasses import dataclass

from oncall.service.config import ServiceConfig
from oncall.telephony.replies import PLAIN_VOICE, HangUp, Reply, Voice
from oncall.words import say


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a telephone hears next, and in which voice."""

    reply: Reply
    voice: Voice


def spoken(reply: Reply, config: ServiceConfig) -> Spoken:
    """`reply` in the voice the service has chosen."""
    return Spoken(reply, Voice(config.speech.language, config.speech.voice))


def plainly(line: str) -> Spoken:
    """The words of `line` in a plain voice, and the end of the call: where no service can speak."""
    return Spoken(HangUp((say(line),)), PLAIN_VOICE)
