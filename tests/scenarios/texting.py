"""A night of texts: who was rung and texted about one, the pages of it over HTTP, and time that leaps."""

from datetime import timedelta
from typing import Any

import requests
from twilio.request_validator import RequestValidator

from oncall.practice.scripted_phones import ScriptedPhone
from tests.scenarios.night import PHONES, TEXT_LINE, Night
from tests.scenarios.pulse import passes

ON_CALL = ("asha", "ben", "elin", "dai", "farah")
BADLY = {"callback_copies": 2, "callback_order": "reversed", "ask_twice": True}
"""How the company tells us of things here: all of it twice, and the last first, once it is over."""


def by_night(night: Night) -> Night:
    """Anybody of us may be texted and lets it ring, Jo Morgan may be texted; the rest is a test's own.

    Whatever may be told badly is: no promise about texts rests on being told once, in order and in time.
    """
    for switch, value in BADLY.items():
        setattr(night.network.switches, switch, value)
    for name in ON_CALL:
        getattr(night, name).may_be_texted().does_not_answer()
    night.morgan.may_be_texted()
    return night


def comes(
    night: Night, body: str = "hello?", seconds: float = 10, *, phone: ScriptedPhone | None = None
) -> None:
    """Jo Morgan, or somebody else, texts; some seconds pass."""
    (phone or night.morgan).texts(body, to=TEXT_LINE)
    passes(night, seconds=seconds)


def says(night: Night, words: str, *, phone: ScriptedPhone | None = None, seconds: float = 10) -> str:
    """Asha, or somebody else of us, texts the service; what they are answered."""
    (phone or night.asha).texts(words, to=TEXT_LINE)
    passes(night, seconds=seconds)
    return last(phone or night.asha)


def last(phone: ScriptedPhone) -> str:
    """The newest text that a telephone has received."""
    return phone.texts_received[-1].body


def received(phone: ScriptedPhone) -> list[str]:
    """Every text that a telephone has received."""
    return [text.body for text in phone.texts_received]


def pages(night: Night) -> list[str]:
    """Who was rung about a text, in order."""
    names = {PHONES[name]: name for name in ON_CALL}
    return [names[leg["to"]] for leg in night.export("calls") if leg["role"] == "page"]


def sent_to(night: Night, phone: ScriptedPhone) -> list[dict[str, Any]]:
    """What the export says of texts to a telephone."""
    return [text for text in night.export("messages") if text["to"] == phone.number]


def came_in(night: Night) -> list[dict[str, Any]]:
    """What the export says of texts that came in."""
    return [text for text in night.export("messages") if text["direction"] == "in"]


def leaps(night: Night, **units: float) -> None:
    """Let much time pass at once, in which nothing of ours is at work."""
    clock, before = night.network.clock, night.network.clock.speed
    with clock.acting():
        clock.speed = 1e9
        clock.sleep(timedelta(**units).total_seconds())
        clock.speed = before


def signed(night: Night, path: str, form: dict[str, str]) -> requests.Response:
    """A post to one of our webhooks, signed as the company signs it."""
    address = f"{night.wiring.settings.public_url}{path}"
    signature = RequestValidator(night.network.token).compute_signature(address, form)
    return requests.post(address, data=form, headers={"X-Twilio-Signature": signature}, timeout=30)


class Reader:
    """Somebody of us at the pages, over HTTP."""

    def __init__(self, night: Night, name: str) -> None:
        self.url = night.wiring.settings.public_url
        self._session = requests.Session()
        self._session.get(f"{self.url}/practice/sign-in/{name}", timeout=30)

    def get(self, path: str) -> str:
        """A page."""
        return self._session.get(self.url + path, timeout=30).text

    def post(self, path: str, page: str, **fields: str) -> requests.Response:
        """A form on `page` is sent to `path`; the page that follows."""
        token = self.get(page).partition('name="csrf_token" value="')[2].partition('"')[0]
        form = {"csrf_token": token, **fields}
        return self._session.post(self.url + path, data=form, timeout=30)
