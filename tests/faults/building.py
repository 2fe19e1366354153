"""A house of real processes, on engines of its own, built in a folder and pulled down again."""

import shutil
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from oncall import engines
from oncall.practice.script import Network
from oncall.service.connect import connect
from oncall.service.tables import Channel
from oncall.settings import Settings
from oncall.wiring import wire
from tests.faults.company import Door
from tests.faults.house import LINE, TEXT_LINE, House

SPEED = 20.0
"""Practice seconds in one of ours: slow enough that a process has time to notice what happens."""


@contextmanager
def built(
    loaded: Path, into: Path, *, elsewhere: bool = False, lifeline_in: Path | None = None, **options: Any
) -> Iterator[House]:
    """A house on a copy of the data folder `loaded`; nothing runs in it yet but the engines.

    `elsewhere` has the fallback address lead to another machine; `options` are the network's.
    """
    with ExitStack() as closing:
        folder = Path(shutil.copytree(loaded, into / "var"))
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
        house = House(settings, network, w, into, door)
        closing.callback(house.closes)
        yield house


def _free_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"
