"""Everything that may go wrong while people ring, each for the length of a block."""

import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from tests.faults.house import House
from tests.faults.processes import children, kill, may_write

NOTHING = (0, resource.RLIM_INFINITY)
ANYTHING = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)

Trouble = Callable[[House], AbstractContextManager[None]]


@contextmanager
def database_killed(house: House) -> Iterator[None]:
    """PostgreSQL is gone."""
    house.kill_database()
    yield
    house.mend()


@contextmanager
def database_frozen(house: House) -> Iterator[None]:
    """PostgreSQL takes connections and answers nothing."""
    house.freeze_database()
    yield
    house.mend()


@contextmanager
def queue_killed(house: House) -> Iterator[None]:
    """Valkey is gone."""
    house.kill_queue()
    yield
    house.mend()


@contextmanager
def queue_frozen(house: House) -> Iterator[None]:
    """Valkey takes connections and answers nothing."""
    house.freeze_queue()
    yield
    house.mend()


@contextmanager
def queue_full(house: House) -> Iterator[None]:
    """Valkey takes nothing more."""
    house.fill_queue()
    yield
    house.mend()


@contextmanager
def worker_killed(house: House) -> Iterator[None]:
    """The worker dies; it is started again."""
    kill(house.up.child("worker"))
    yield


@contextmanager
def pulse_killed(house: House) -> Iterator[None]:
    """The clock dies; it is started again."""
    kill(house.up.child("clock"))
    yield


@contextmanager
def half_of_web_killed(house: House) -> Iterator[None]:
    """One of the processes that answer dies; it is replaced."""
    kill(*children(house.up.child("web"))[:1])
    yield


@contextmanager
def web_killed(house: House) -> Iterator[None]:
    """All that answers dies; it is started again, and the fallback address answers meanwhile."""
    web = house.up.child("web")
    kill(web, *children(web))
    yield


@contextmanager
def company_errs(house: House) -> Iterator[None]:
    """The telephone company answers our next requests with 500, and some with 429."""
    house.network.rest_fails("error", 10)
    house.network.rest_fails("too many", 10)
    yield
    house.network.exchange.rest_troubles.clear()


@contextmanager
def company_silent(house: House) -> Iterator[None]:
    """The telephone company answers our next requests after 8 seconds, having done nothing."""
    house.network.rest_fails("silence", 5, seconds=8)
    yield
    house.network.exchange.rest_troubles.clear()


@contextmanager
def company_answer_lost(house: House) -> Iterator[None]:
    """The telephone company does what we ask, and we never hear of it."""
    house.network.rest_fails("lost answer", 5)
    yield
    house.network.exchange.rest_troubles.clear()


@contextmanager
def disk_full(house: House) -> Iterator[None]:
    """What answers may write no file any more."""
    limited = children(house.up.child("web"))
    may_write(limited, NOTHING)
    yield
    may_write(limited, ANYTHING)


EVERYTHING: tuple[Trouble, ...] = (
    database_killed,
    database_frozen,
    queue_killed,
    queue_frozen,
    queue_full,
    worker_killed,
    pulse_killed,
    half_of_web_killed,
    web_killed,
    company_errs,
    company_silent,
    company_answer_lost,
    disk_full,
)
