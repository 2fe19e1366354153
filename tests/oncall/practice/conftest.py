"""A practice network, a small line for it to ring, and three people with telephones."""

from collections.abc import Iterator

import pytest
from flask import Flask
from twilio.rest import Client

from oncall.practice.script import Network
from oncall.practice.server import Server
from tests.oncall.practice.client import client_of
from tests.oncall.practice.line import LINE, TEXT_LINE, WHISPER, Line


@pytest.fixture
def network() -> Iterator[Network]:
    network = Network(speed=200)
    yield network
    network.close()


@pytest.fixture
def line(network: Network) -> Iterator[Line]:
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
    yield line
    network.quiet()
    server.stop()


@pytest.fixture
def carer(network: Network):
    return network.phone("+447700900301")


@pytest.fixture
def asha(network: Network):
    return network.phone("+447700900201")


@pytest.fixture
def ben(network: Network):
    return network.phone("+447700900202")


@pytest.fixture
def hunt(line: Line) -> Line:
    """The line greets, rings Asha with a whisper, and says how it went."""
    line.says(
        "voice",
        '<Say>You are through.</Say><Dial action="/next" timeout="20" callerId="+441632960100">'
        '<Number url="/whisper" statusCallback="/leg" '
        'statusCallbackEvent="initiated ringing answered completed">+447700900201</Number></Dial>',
    )
    line.says("whisper", WHISPER)
    line.says(
        "key", lambda form: {"1": "<Say>Connecting.</Say>", "3": WHISPER}.get(form["Digits"], "<Hangup/>")
    )
    line.says("next", "<Say>Goodbye.</Say>")
    return line


@pytest.fixture
def client(network: Network) -> Client:
    return client_of(network)
