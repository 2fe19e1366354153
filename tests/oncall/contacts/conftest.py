"""The fictional service, loaded once; every test's changes are taken back."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, create_engine

from tests.databases import Databases
from tests.oncall.contacts.scene import (
    STARTS_AT,
    Browser,
    Scene,
    make_app,
)
from tests.oncall.contacts.staged import Begun, begun, committing, rolled_back, taken_up


@pytest.fixture(scope="session")
def thursday(marches_url: Callable[[datetime], str]) -> Iterator[Engine]:
    """An engine on a database with the fictional service in it."""
    engine = create_engine(marches_url(STARTS_AT))
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def beginnings(
    databases: Databases,
    marches_template: Callable[[datetime], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[Callable[[Scene], object]], Begun]]:
    """Gives what a beginning on Thursday night leaves; each is played once."""
    made: list[Begun] = []

    @cache
    def play(begin: Callable[[Scene], object]) -> Begun:
        url = databases.copy(marches_template(STARTS_AT))
        made.append(begun(url, tmp_path_factory.mktemp("begun"), begin))
        return made[-1]

    yield play
    for one in made:
        one.engine.dispose()


def beginning_with(fixture: str, begin: Callable[[Scene], object]) -> Callable[..., Iterator[Scene]]:
    """The fixture `scene` of a folder: where a test has `fixture`, `begin` has been played in it."""

    @pytest.fixture
    def scene(
        request: pytest.FixtureRequest,
        beginnings: Callable[[Callable[[Scene], object]], Begun],
        tmp_path: Path,
    ) -> Iterator[Scene]:
        if fixture in request.fixturenames:
            with taken_up(beginnings(begin), tmp_path) as made:
                yield made
        else:
            with rolled_back(request.getfixturevalue("thursday"), tmp_path) as made:
                yield made

    return scene


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
