"""What the pages of those who keep a rota are asked about: which service, and what of it had been seen."""

from flask import request

from oncall.calendar.draft import Overtaken
from oncall.calendar.edit_forms import whole
from oncall.pages.forms import sentence
from oncall.pages.wall_clock import wall_clock

WORDS = "calendar/words.html"


def service_asked() -> str:
    """The code of the service a request names; empty for the reader's first."""
    return request.values.get("service", "")


def number_sent(name: str) -> int:
    """A whole number from the form; what is none counts as a state nobody has seen."""
    return whole(request.form.get(name))


def too_late(late: Overtaken, sentence_named: str = "overtaken") -> str:
    """Somebody was quicker: who, and when."""
    return sentence(WORDS, sentence_named, by=late.by, at=wall_clock(late.at))
