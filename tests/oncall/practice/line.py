"""A small line for the practice network to ring: it answers with the TwiML a test gives it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask, Response, request
from twilio.request_validator import RequestValidator

from oncall.practice.script import Network
from oncall.practice.server import Server

LINE = "+441632960100"
TEXT_LINE = "+447700900100"

WHISPER = (
    '<Gather numDigits="1" timeout="8" action="/key"><Say>A carer is waiting. Press 1.</Say></Gather>'
    "<Hangup/>"
)

Answer = str | Callable[[dict[str, str]], str | tuple[str, int] | Response]


@dataclass
class Asked:
    """One request the line got."""

    path: str
    form: dict[str, str]
    signed: bool
    token: str


@dataclass
class Line:
    """The service that the network rings: paths and what each answers."""

    network: Network
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    def says(self, path: str, answer: Answer) -> None:
        """Answer a path with the inside of a Response, or with what a function of the form gives."""
        self.answers[path] = answer

    def at(self, path: str) -> list[dict[str, str]]:
        """The forms that came to a path, oldest first."""
        return [asked.form for asked in self.asked if asked.path == path]

    def answer(self, path: str) -> Response | tuple[str, int]:
        """Note a request and answer it."""
        form = request.form.to_dict() | request.args.to_dict()
        signature = request.headers.get("X-Twilio-Signature", "")
        signed = RequestValidator(self.network.token).validate(request.url, request.form, signature)
        self.asked.append(Asked(path, form, signed, request.headers.get("I-Twilio-Idempotency-Token", "")))
        answer = self.answers.get(path, "")
        given = answer(form) if callable(answer) else answer
        if not isinstance(given, str):
            return given
        return Response(f"<Response>{given}</Response>", mimetype="text/xml")

    def hunts(self) -> None:
        """Greet, ring Asha with a whisper, and say goodbye."""
        self.says(
            "voice",
            '<Say>You are through.</Say><Dial action="/next" timeout="20" callerId="+441632960100">'
            '<Number url="/whisper" statusCallback="/leg" '
            'statusCallbackEvent="initiated ringing answered completed">+447700900201</Number></Dial>',
        )
        self.says("whisper", WHISPER)
        chosen = {"1": "<Say>Connecting.</Say>", "3": WHISPER}
        self.says("key", lambda form: chosen.get(form["Digits"], "<Hangup/>"))
        self.says("next", "<Say>Goodbye.</Say>")


@contextmanager
def ringing(network: Network) -> Iterator[Line]:
    """Serve a line for the length of the block, with the network's numbers pointed at it."""
    app = Flask("line")
    line = Line(network)
    app.add_url_rule("/<path:path>", view_func=lambda path: line.answer(path), methods=["GET", "POST"])
    server = Server(app)
    line.url = server.url
    network.number(
        LINE,
        voice_url=f"{line.url}/voice",
        voice_fallback_url=f"{line.url}/fallback",
        status_callback=f"{line.url}/ended",
    )
    network.number(TEXT_LINE, sms_url=f"{line.url}/sms", sms_fallback_url=f"{line.url}/sms-fallback")
    server.start()
    try:
        yield line
    finally:
        server.stop()
