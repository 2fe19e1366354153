"""The fictional service on Thursday night, for pages that are behind the sign-in."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.oncall.contacts.scene import Scene, committing, make_app


@pytest.fixture
def scene(fresh_database, tmp_path) -> Iterator[Scene]:
    """The service, its telephones played by hand."""
    with committing(fresh_database(), tmp_path) as made:
        yield made


@pytest.fixture
def home(scene, serve) -> str:
    """Its address."""
    return serve(make_app(scene))


@pytest.fixture
def visit(scene, home, open_page) -> Callable[..., Page]:
    """Opens a page (the first, unless told) as somebody: as Asha, unless told."""

    def open_as(path: str = "/", who: str = "asha", **options) -> Page:
        page = open_page(f"{home}/sign-in", **options)
        return go(page, scene, home, path, who)

    return open_as


def go(page: Page, scene: Scene, home: str, path: str = "/", who: str = "asha") -> Page:
    """A page, for somebody who is signed in."""
    page.context.add_cookies([{"name": "session", "value": scene.token(who), "url": home}])
    page.goto(home + path)
    return page
