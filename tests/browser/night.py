"""The fictional service on Thursday night, for pages that are behind the sign-in."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.oncall.contacts.scene import STARTS_AT, Scene, make_app
from tests.oncall.contacts.staged import committing


@pytest.fixture
def scene(fresh_marches, tmp_path) -> Iterator[Scene]:
    """The service, its telephones played by hand."""
    with committing(fresh_marches(STARTS_AT), tmp_path) as made:
        yield made


@pytest.fixture
def home(scene, serve) -> str:
    """Its address."""
    return serve(make_app(scene))


@pytest.fixture
def visit(scene, home, open_page) -> Callable[..., Page]:
    """Opens a page (the first, unless told) as somebody: as Asha, unless told."""

    def open_as(path: str = "/", who: str = "asha", **options) -> Page:
        return open_page(home + path, cookies=[signed_in(scene, home, who)], **options)

    return open_as


def go(page: Page, scene: Scene, home: str, path: str = "/", who: str = "asha") -> Page:
    """A page, for somebody who is signed in."""
    page.context.add_cookies([signed_in(scene, home, who)])
    page.goto(home + path)
    return page


def signed_in(scene: Scene, home: str, who: str) -> dict[str, str]:
    """The cookie of somebody's new session."""
    return {"name": "session", "value": scene.token(who), "url": home}
