"""The service's sign-in on a real database; every test's changes are taken back."""

from collections.abc import Callable, Iterator

import pytest
from argon2 import PasswordHasher
from flask import Blueprint, Flask, render_template_string
from flask.testing import FlaskClient
from pydantic import SecretStr
from sqlalchemy import create_engine
from sqlalchemy.orm import Session, sessionmaker

from oncall import pages, wiring
from oncall.access import guard, passwords, store, views
from oncall.access.roles import MAY_READ_CONTENT, Role
from oncall.settings import Settings
from tests.fakes import Clock
from tests.oncall.pages.compiled import Compiled

PASSWORD = "three words in a row"
PAGE = '{% extends "base.html" %}{% block title %}Tonight{% endblock %}'


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(autouse=True)
def quick_hashes() -> Iterator[None]:
    """Argon2 is slow on purpose; here its cheapest form will do."""
    real = passwords.use_hasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    yield
    passwords.use_hasher(real)


@pytest.fixture
def sessions(database_url: str) -> Iterator[sessionmaker[Session]]:
    """Sessions that all live in one transaction, which is rolled back."""
    engine = create_engine(database_url)
    with engine.connect() as connection:
        outer = connection.begin()
        yield sessionmaker(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
        outer.rollback()
    engine.dispose()


@pytest.fixture
def wire_up(sessions: sessionmaker[Session], clock: Clock) -> Iterator[Callable[..., wiring.Wiring]]:
    """Makes this process's wiring, with the settings that are given."""

    def make(**given) -> wiring.Wiring:
        settings = Settings(**{"secret_key": SecretStr("a secret for tests, long enough"), **given})
        made = wiring.Wiring(settings, sessions, lambda _row: None, lambda: pytest.fail("no call"), clock)
        wiring.use(made)
        return made

    yield make
    wiring.use(None)


@pytest.fixture
def add_asha(wire_up) -> Callable[..., int]:
    """Gives Asha Verma, or whoever else is named, a sign-in."""

    def add(email="asha@example.org", **given) -> int:
        values = {"name": "Asha Verma", "roles": [Role.PRACTITIONER], "staff_id": "asha", **given}
        with wiring.wiring().unit_of_work() as work:
            password_hash = passwords.hash_password(PASSWORD)
            added = store.add_user(
                work.session, email=email, now=wiring.wiring().now(), password_hash=password_hash, **values
            )
        assert added is not None
        return added

    return add


@pytest.fixture
def make_app(wire_up) -> Callable[..., Flask]:
    """An application with the sign-in and three pages: anybody's on the staff, a team lead's, and content."""

    def make(**given) -> Flask:
        wired = wire_up(**given)
        app = Flask("access")
        app.testing = True
        pages.set_up(app, wired.settings)
        views.register(app, wired.settings)
        app.jinja_env.bytecode_cache = Compiled()
        for name, check in {
            "/": guard.signed_in,
            "/lead": guard.only(Role.TEAM_LEAD),
            "/content": guard.only(*MAY_READ_CONTENT),
        }.items():
            app.register_blueprint(_guarded(name, check))
        return app

    return make


def _guarded(path: str, check) -> Blueprint:
    blueprint = Blueprint(f"page{path.replace('/', '_')}", __name__)
    blueprint.before_request(check)

    @blueprint.route(path, methods=["GET", "POST"])
    def page():
        return render_template_string(PAGE)

    return blueprint


class Browser:
    """Fills in our forms as a browser does: with the token that the page gave it."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, path: str):
        return self.client.get(path)

    def post(self, path: str, page: str | None = None, **fields: str):
        """Send the form of `page` (the same address, unless told) to `path`."""
        form = self.client.get(page or path).text
        token = form.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
        return self.client.post(path, data={"csrf_token": token, **fields})

    def sign_in(self, email="asha@example.org", password=PASSWORD, path="/sign-in"):
        return self.post(path, email=email, password=password)


@pytest.fixture
def browser(make_app) -> Callable[..., Browser]:
    """Opens a browser at a new application, with the settings that are given."""
    return lambda **given: Browser(make_app(**given).test_client())
