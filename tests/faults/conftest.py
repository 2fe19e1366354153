"""A house of real processes for each test, on engines that it may kill."""

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from oncall.cli.load import load_file
from oncall.settings import Settings
from tests.faults.building import built
from tests.faults.house import House
from tests.faults.standing import Standing

SERVICE = Path(__file__).parent / "always.yaml"
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note whether a test has failed: its house serves no other."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an installation into which the fictional service has been loaded."""
    data_dir = tmp_path_factory.mktemp("loaded") / "var"
    load_file(SERVICE, Settings(data_dir=data_dir))
    return data_dir


@pytest.fixture(scope="session")
def standing(loaded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """The houses of this run."""
    houses = Standing(loaded, lambda: tmp_path_factory.mktemp("house"))
    yield houses
    houses.close()


@pytest.fixture
def house(standing: Standing, request: pytest.FixtureRequest) -> Iterator[House]:
    """A house with its service up."""
    stash = request.node.stash
    with standing.lent(elsewhere=False, failed=lambda: stash.get(FAILED, False)) as lent:
        yield lent


@pytest.fixture
def house_and_another_machine(standing: Standing, request: pytest.FixtureRequest) -> Iterator[House]:
    """A house with its service up, whose fallback address leads to a lifeline on another machine."""
    stash = request.node.stash
    with standing.lent(elsewhere=True, failed=lambda: stash.get(FAILED, False)) as lent:
        yield lent


@pytest.fixture
def house_with(loaded: Path, tmp_path: Path) -> Iterator[Callable[..., House]]:
    """Makes a house for one test alone, with certain options; nothing runs in it yet but the engines."""
    with ExitStack() as closing:

        def make(**options: Any) -> House:
            return closing.enter_context(built(loaded, tmp_path, **options))

        yield make
