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
from tests.faults.slowness import Timed, watching

SPEED = 20.0
"""Practice seconds in one of ours: slow enough that a process has time to notice what happens."""
ACCOUNT, TOKEN = "AC" + "7" * 32, "4" * 32
"""The same for every network, so that a house can be put on another."""
NEXT_TOKEN = "5" * 32
"""Every house accepts this one too: its token is about to be changed."""


@contextmanager
def built(
    loaded: Path, into: Path, *, elsewhere: bool = False, lifeline_in: Path | None = None, **options: Any
) -> Iterator[House]:
    """A house on a copy of the data folder `loaded`; nothing runs in it yet but the engines.

    `elsewhere` has the fallback address lead to another machine; `options` are the network's, which is there
    for as long as the house.
    """
    with (
        bare(loaded, into, elsewhere=elsewhere, lifeline_in=lifeline_in) as house,
        on_network(house, **options),
    ):
        yield house
        house.closes()


@contextmanager
def bare(
    loaded: Path, into: Path, *, elsewhere: bool = False, lifeline_in: Path | None = None
) -> Iterator[House]:
    """The same without a network: one after another may be put around it."""
    with ExitStack() as closing:
        folder = Path(shutil.copytree(loaded, into / "var"))
        if lifeline_in is not None:
            (folder / "lifeline").symlink_to(lifeline_in)
        running = closing.enter_context(engines.running(Settings(data_dir=folder)))
        door = Door()
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
            twilio_account_sid=ACCOUNT,
            twilio_auth_token=SecretStr(f"{TOKEN},{NEXT_TOKEN}"),
            twilio_api_url=door.url,
            fallback_url=f"http://{_free_address()}" if elsewhere else None,
        )
        w = wire(settings)
        closing.callback(w.sessions.kw["bind"].dispose)
        house = House(settings, w, into, door)
        closing.callback(house.closes)
        yield house


@contextmanager
def on_network(house: House, **options: Any) -> Iterator[Network]:
    """A new network around the house for the length of the block, by which our numbers lead to it."""
    wanted = {"speed": SPEED, "patience": 120.0, "account_sid": ACCOUNT, "token": TOKEN, **options}
    with Network(**wanted) as network, watching(lambda: house.answering, lambda: house.everybody) as slowness:
        house.network, house.slowness, house.replies = network, slowness, Timed(slowness)
        network.exchange.webhooks = house.replies
        house.company.leads_to(network.url)
        for number in (LINE, TEXT_LINE):
            network.number(number)
        numbers = [(LINE, Channel.VOICE), (TEXT_LINE, Channel.SMS)]
        w = house.wiring
        connect(numbers, telephony=w.telephony, addresses=w.addresses)
        yield network


def _free_address() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"
