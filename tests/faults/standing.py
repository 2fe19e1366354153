"""Houses that stand for a whole run: each test finds one as though it had just been built.

Starting the service costs far more than most faults do. What a test has done is undone; a house in which
something went wrong is pulled down, and the next test gets another.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from shutil import rmtree

from sqlalchemy import text

from oncall.lifeline.lifeline import Lifeline
from oncall.lifeline.taking_up import ASIDE
from oncall.web import PROCESSES
from tests.faults.building import bare, on_network
from tests.faults.house import House
from tests.faults.processes import children, eventually

OURS = "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
HAS_ROWS = 'SELECT EXISTS (SELECT FROM "{}")'
GIVE_UP = "UPDATE outbox SET done_at = now() WHERE done_at IS NULL AND {}"
UNTAKEN = "(leased_until IS NULL OR leased_until <= now())"


class Standing:
    """At most one house of each kind: with the fallback address here, and on another machine."""

    def __init__(self, loaded: Path, new_folder: Callable[[], Path]) -> None:
        self._loaded = loaded
        self._new_folder = new_folder
        self._houses: dict[bool, tuple[House, list[str], ExitStack]] = {}

    @contextmanager
    def lent(self, *, elsewhere: bool, failed: Callable[[], bool]) -> Iterator[House]:
        """A house on a network of its own for the length of the block; `failed` says whether the test has."""
        house, filled, _ = self._houses.get(elsewhere) or self._built(elsewhere)
        try:
            with on_network(house):
                yield house
                if not failed():
                    settle(house)
            if failed():
                self.pull_down(elsewhere)
            else:
                empty(house, filled)
        except BaseException:
            self.pull_down(elsewhere)
            raise

    def pull_down(self, elsewhere: bool) -> None:
        """End everything of a house, if there is one."""
        if elsewhere in self._houses:
            self._houses.pop(elsewhere)[-1].close()

    def close(self) -> None:
        """End everything."""
        for elsewhere in list(self._houses):
            self.pull_down(elsewhere)

    def _built(self, elsewhere: bool) -> tuple[House, list[str], ExitStack]:
        closing = ExitStack()
        try:
            house = closing.enter_context(bare(self._loaded, self._new_folder(), elsewhere=elsewhere))
            filled = filled_tables(house)
            if elsewhere:
                house.has_a_lifeline_elsewhere()
            house.opens()
        except BaseException:
            closing.close()
            raise
        self._houses[elsewhere] = house, filled, closing
        return self._houses[elsewhere]


def settle(house: House) -> None:
    """Everything of the house runs again, and nothing is left to do: what was due later will not be done."""
    house.mend()
    for program in [one for one in house.programs if one.words[0] not in ("up", "lifeline")]:
        program.stop()
    for word in ("web", "worker", "clock"):
        house.up.child(word)
    eventually(lambda: len(children(house.up.child("web"))) == PROCESSES, "half of the web process is gone")
    house.routes()
    eventually(lambda: not house.wiring.lifeline.spool.has_any(), "the spool is not taken up")
    eventually(lambda: _gave_up(house), "an errand goes on and on")


def filled_tables(house: House) -> list[str]:
    """The tables that have rows once a service is loaded; nothing here changes them."""
    with house.wiring.unit_of_work() as work:
        tables = work.session.scalars(text(OURS)).all()
        return [name for name in tables if work.session.scalar(text(HAS_ROWS.format(name)))]


def empty(house: House, filled: Collection[str]) -> None:
    """Nobody has ever rung, and nobody is on the telephone: only the tables `filled` from the start are."""
    eventually(lambda: _gave_up(house), "an errand goes on and on")
    with house.wiring.unit_of_work() as work:
        work.session.execute(text("SET LOCAL session_replication_role = replica"))
        for name in work.session.scalars(text(OURS)).all():
            if name not in filled:
                work.session.execute(text(f'DELETE FROM "{name}"'))
    house.flush_queue()
    for data in (house.settings.data_dir, house.folder / "elsewhere"):
        for folder in ("lines", "marks", "holders"):
            rmtree(data / "lifeline" / folder, ignore_errors=True)
        (data / "lifeline" / ASIDE).unlink(missing_ok=True)
    rmtree(house.settings.data_dir / "recordings", ignore_errors=True)
    eventually(lambda: not any(_remembers(one) for one in house.lifelines), "a caller is remembered")
    house.has_kept_quiet()


def _remembers(lifeline: Lifeline) -> bool:
    """Whether somebody is to be put through first to whoever had their call."""
    snapshot = lifeline.snapshot.read()
    return snapshot is not None and any(service.recent for service in snapshot.services)


def _gave_up(house: House) -> bool:
    """Whether nobody is at an errand any more, those that wait having been given up."""
    with house.wiring.unit_of_work() as work:
        work.session.execute(text(GIVE_UP.format(UNTAKEN)))
        return not work.session.scalar(text("SELECT count(*) FROM outbox WHERE done_at IS NULL"))
