"""The fictional service, loaded once; every test's changes are taken back."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine

from tests.oncall.contacts.scene import (
    STARTS_AT,
    Browser,
    Scene,
    make_app,
)
from tests.oncall.contacts.staged import committing, rolled_back


@pytest.fixture(scope="session")
def thursday(marches_url: Callable[[datetime], str]) -> Iterator[Engine]:
    """An engine on a database with the fictional service in it."""
    engine = create_engine(marches_url(STARTS_AT))
    yield engine
    engine.dispose()


@pytest.fixture
def scene(thursday: Engine, tmp_path: Path) -> Iterator[Scene]:
    """The service on Thursday night."""
    with rolled_back(thursday, tmp_path) as made:
        yield made


@pytest.fixture
def crowd(fresh_marches: Callable[[datetime], str], tmp_path: Path) -> Iterator[Scene]:
    """The same on a database of its own, for many at once."""
    with committing(fresh_marches(STARTS_AT), tmp_path) as made:
        yield made


@pytest.fixture
def app(scene: Scene) -> Flask:
    """Its web application."""
    return make_app(scene)


@pytest.fixture
def browser(app: Flask, scene: Scene) -> Callable[..., Browser]:
    """Somebody's browser: Asha's, unless told."""
    return lambda who="asha": Browser(app, scene, who)
