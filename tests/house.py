"""What every test in a process may share: making a web application, and learning SQL, cost more than a test.

One application serves every wiring with the same settings of its own; one engine serves one database after
another, and keeps what it has compiled.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog
from flask import Flask
from sqlalchemy import Engine, make_url, text

import oncall
from oncall.app import create_app
from oncall.db.engine import make_engine
from oncall.wiring import Wiring, use
from tests.oncall.pages.compiled import Compiled

MARCHES = Path(oncall.__file__).parent / "data" / "marches.yaml"

_free: list["_Moving"] = []
_apps: dict[tuple[Any, ...], Flask] = {}


def application(w: Wiring) -> Flask:
    """The web application, serving `w` from now on."""
    settings = w.settings
    key = (settings.practice, settings.public_url.partition(":")[0], settings.secret_key)
    if key not in _apps:
        _apps[key] = create_app(w)
        _apps[key].jinja_env.bytecode_cache = Compiled()
    use(w)
    return _apps[key]


def plain_logs() -> None:
    """Lines for whoever reads a failed test. (Unasked, every exception is painted with all its variables.)"""
    structlog.reset_defaults()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.KeyValueRenderer(key_order=["level", "event"]),
        ]
    )


def settled(w: Wiring) -> None:
    """As though the service had been loaded two hours earlier than it was."""
    with w.unit_of_work() as work:
        work.session.execute(text("UPDATE rota_version SET published_at = published_at - interval '2 hours'"))


class _Moving:
    """An engine that can be moved to another database of the same server."""

    def __init__(self, url: str) -> None:
        self.database = ""
        self.engine = make_engine(url)
        connect = self.engine.dialect.connect
        self.engine.dialect.connect = lambda *args, **given: connect(  # type: ignore[method-assign]
            *args, **{**given, "dbname": self.database, "options": _patient(given["options"])}
        )


def _patient(options: str) -> str:
    """The same limits, but that a lock may be long in coming: the machine may have much else to do."""
    return options.replace("lock_timeout=1000", "lock_timeout=10000")


@contextmanager
def engine_at(url: str) -> Iterator[Engine]:
    """An engine on a database, whose connections are kept for the next test there."""
    database = make_url(url).database or ""
    moving = next((one for one in _free if one.database == database), None)
    if moving is not None:
        _free.remove(moving)
    else:
        moving = _free.pop() if _free else _Moving(url)
        moving.engine.dispose()
        moving.database = database
    try:
        yield moving.engine
    finally:
        if moving.engine.pool.checkedout():  # type: ignore[attr-defined]  # of somebody who has not ended yet
            moving.engine.dispose()
        _free.append(moving)


def let_go() -> None:
    """Close the connections that were kept."""
    while _free:
        _free.pop().engine.dispose()
