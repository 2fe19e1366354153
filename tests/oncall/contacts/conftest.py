"""The fictional service, loaded once; every test's changes are taken back."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from tests.oncall.contacts.scene import (
    Browser,
    Scene,
    committing,
    load_marches,
    make_app,
    make_wiring,
    rolled_back,
)


@pytest.fixture(scope="session")
def marches_url(engines, template_url, tmp_path_factory) -> Iterator[str]:
    """A database with the fictional service in it."""
    from tests.conftest import _copying

    with _copying(engines.database_url, template_url) as copy:
        url = copy()
        engine = create_engine(url)
        load_marches(make_wiring(sessionmaker(engine), tmp_path_factory.mktemp("data"))[0])
        engine.dispose()
        yield url


@pytest.fixture
def scene(marches_url: str, tmp_path: Path) -> Iterator[Scene]:
    """The service on Thursday night."""
    with rolled_back(marches_url, tmp_path) as made:
        yield made


@pytest.fixture
def crowd(fresh_database: Callable[[], str], tmp_path: Path) -> Iterator[Scene]:
    """The same on a database of its own, for many at once."""
    with committing(fresh_database(), tmp_path) as made:
        yield made


@pytest.fixture
def app(scene: Scene) -> Flask:
    """Its web application."""
    return make_app(scene)


@pytest.fixture
def browser(app: Flask, scene: Scene) -> Callable[..., Browser]:
    """Somebody's browser: Asha's, unless told."""
    return lambda who="asha": Browser(app, scene, who)
