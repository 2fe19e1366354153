"""A whole night in a test: the practice network, the service on a real port, its database and its queue.

`night` is ready for the first call: the fictional service is loaded, its numbers point at it, and time is
the network's: Thursday 5 November 2026, 22:00 in London, when Asha is on first, Ben is backup and Elin the
manager. `night_at` begins at another time, or with options of the network.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from oncall.access.add_user import add_for_practice
from oncall.db.engine import make_sessions
from oncall.practice.script import Network
from oncall.practice.server import Server
from oncall.service.connect import connect
from oncall.service.read_service import Reading
from oncall.service.tables import Channel
from oncall.settings import Settings
from oncall.wiring import use, wire
from tests.house import application, engine_at
from tests.scenarios.night import LINE, TEXT_LINE, Night

SPEED = 1000.0
THURSDAY_NIGHT = datetime(2026, 11, 5, 22, 0, tzinfo=UTC)


@pytest.fixture
def night_at(
    fresh_marches: Callable[[datetime], str], marches: Reading, queue_url: str, tmp_path: Path
) -> Iterator[Callable[..., Night]]:
    """Makes a night that begins at a time, with options for the network."""
    with ExitStack() as closing:

        def make(
            at: datetime = THURSDAY_NIGHT,
            *,
            further_tokens: Sequence[str] = (),
            practice: bool = False,
            **options: Any,
        ) -> Night:
            network = closing.enter_context(
                Network(**{"starts_at": at, "speed": SPEED, "holds": options.get("steady", True), **options})
            )
            network.number(LINE)
            network.number(TEXT_LINE)
            served: list[Any] = []
            server = Server(lambda environ, start: served[0](environ, start))
            settings = Settings(
                data_dir=tmp_path,
                database_url=fresh_marches(at),
                redis_url=queue_url,
                public_url=server.url,
                secret_key=SecretStr("k" * 32),
                twilio_account_sid=network.account_sid,
                twilio_auth_token=SecretStr(",".join([network.token, *further_tokens])),
                twilio_api_url=network.url,
                practice=practice,
            )
            w = wire(settings)
            w.now = network.clock.utc
            w.sessions = make_sessions(closing.enter_context(engine_at(settings.database_url or "")))
            server.start()
            closing.callback(server.stop)
            served.append(application(w))
            for member in marches.file.staff if practice and marches.file else ():
                roles = sorted(member.roles)
                add_for_practice(member.id, member.name, roles, unit_of_work=w.unit_of_work, now=w.now)
            numbers = [(LINE, Channel.VOICE), (TEXT_LINE, Channel.SMS)]
            connect(numbers, telephony=w.telephony, addresses=w.addresses)
            closing.callback(network.quiet)
            return Night(network, w)

        yield make
    use(None)


@pytest.fixture
def night(night_at: Callable[..., Night]) -> Night:
    """Thursday night."""
    return night_at()
