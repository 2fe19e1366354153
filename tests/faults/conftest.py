"""A house of real processes for each test, on engines of its own that it may kill."""

import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from oncall import engines
from oncall.cli.load import load_file
from oncall.practice.script import Network
from oncall.service.connect import connect
from oncall.service.tables import Channel
from oncall.settings import Settings
from oncall.wiring import wire
from tests.faults.company import Door
from tests.faults.house import LINE, TEXT_LINE, House

SERVICE = Path(__file__).parent / "always.yaml"
SPEED = 20.0
"""Practice seconds in one of ours: slow enough that a process has time to notice what happens."""


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an installation into which the fictional service has been loaded."""
    data_dir = tmp_path_factory.mktemp("loaded") / "var"
    load_file(SERVICE, Settings(data_dir=data_dir))
    return data_dir


@pytest.fixture
def house_with(loaded: Path, tmp_path: Path) -> Iterator[Callable[..., House]]:
    """Makes a house whose network has certain options; nothing runs in it yet but the engines."""
    with ExitStack() as closing:

        def make(*, elsewhere: bool = False, lifeline_in: Path | None = None, **options: Any) -> House:
            folder = Path(shutil.copytree(loaded, tmp_path / "var"))
            if lifeline_in is not None:
                (folder / "lifeline").symlink_to(lifeline_in)
            running = closing.enter_context(engines.running(Settings(data_dir=folder)))
            network = closing.enter_context(Network(**{"speed": SPEED, "patience": 30.0, **options}))
            door = Door(network.url)
            door.start()
            closing.callback(door.stop)
            address = _free_address()
            settings = Settings(
                data_dir=folder,
                database_url=running.database_url,
                redis_url=running.redis_url,
                bind=address,
                public_url=f"http://{address}",
                secret_key=SecretStr("k" * 32),
                twilio_account_sid=network.account_sid,
                twilio_auth_token=SecretStr(network.token),
                twilio_api_url=door.url,
                fallback_url=f"http://{_free_address()}" if elsewhere else None,
            )
            w = wire(settings)
            closing.callback(w.sessions.kw["bind"].dispose)
            for number in (LINE, TEXT_LINE):
                network.number(number)
            numbers = [(LINE, Channel.VOICE), (TEXT_LINE, Channel.SMS)]
            connect(numbers, telephony=w.telephony, addresses=w.addresses)
            house = House(settings, network, w, tmp_path, door)
            closing.callback(house.closes)
            return house

        yield make


@pytest.fixture
def house(house_with: Callable[..., House]) -> House:
    """A house with its service up."""
    return house_with().opens()


def _free_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"
