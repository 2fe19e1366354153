"""Data folders to start engines in."""

import shutil
from pathlib import Path

import pytest

from oncall import engines as embedded
from tests.oncall.engines.marks import connected, wanted


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of an installation that has run before, with one row in it."""
    data_dir = tmp_path_factory.mktemp("made") / "var"
    with embedded.running(wanted(data_dir)) as engines, connected(engines) as database:
        database.execute("CREATE TABLE kept (n integer)")
        database.execute("INSERT INTO kept VALUES (1)")
    return data_dir


@pytest.fixture
def data_dir(made_once: Path, tmp_path: Path) -> Path:
    """A data folder of this test's own, as another run has left it."""
    return Path(shutil.copytree(made_once, tmp_path / "var"))
