"""A practice network, a small line for it to ring, and three people with telephones."""

from collections.abc import Iterator

import pytest
from twilio.rest import Client

from oncall.practice.script import Network
from tests.oncall.practice.client import client_of
from tests.oncall.practice.line import Line, ringing


@pytest.fixture
def network() -> Iterator[Network]:
    network = Network(speed=200)
    yield network
    network.close()


@pytest.fixture
def line(network: Network) -> Iterator[Line]:
    with ringing(network) as line:
        yield line
        network.quiet()


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
    line.hunts()
    return line


@pytest.fixture
def client(network: Network) -> Client:
    return client_of(network)
