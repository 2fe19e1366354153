"""A house of real processes for each test, on engines of its own that it may kill."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from oncall.cli.load import load_file
from oncall.settings import Settings
from tests.faults.building import built
from tests.faults.house import House

SERVICE = Path(__file__).parent / "always.yaml"


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

        def make(**options: Any) -> House:
            return closing.enter_context(built(loaded, tmp_path, **options))

        yield make


@pytest.fixture
def house(house_with: Callable[..., House]) -> House:
    """A house with its service up."""
    return house_with().opens()
