"""A pool of connections that never waits long: a caller is on the line."""

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session, sessionmaker

from oncall.db import deadline

WEB_STATEMENT_MS = 5_000
WORKER_STATEMENT_MS = 60_000


def make_engine(url: str, *, statement_ms: int = WEB_STATEMENT_MS, pool_size: int = 10) -> Engine:
    """A PostgreSQL engine for one process; make it after forking. Its errors never quote what was asked.

    Connecting takes at most 2 s, a lock 1 s, a statement `statement_ms`, and a transaction left idle 10 s;
    a server that does not keep to that is cut off, at the latest a second after a statement's time.
    No statement is compiled or shared out among processes: to begin that takes longer than all of a page.
    """
    options = (
        f"-c statement_timeout={statement_ms} -c lock_timeout=1000 "
        "-c idle_in_transaction_session_timeout=10000 -c timezone=UTC "
        "-c jit=off -c max_parallel_workers_per_gather=0"
    )
    engine = create_engine(
        url,
        pool_pre_ping=True,
        pool_size=pool_size,
        max_overflow=10,
        pool_timeout=2,
        hide_parameters=True,
        connect_args={"connect_timeout": 2, "options": options},
    )
    deadline.keep(engine, seconds=statement_ms / 1000 + 1)
    return engine


def make_sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions whose values stay readable after their transaction has ended."""
    return sessionmaker(engine, expire_on_commit=False)
