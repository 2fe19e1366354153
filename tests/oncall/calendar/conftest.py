"""The fictional service on Thursday night, with the pages of the rota."""

import pytest
from flask import Flask

from tests.oncall.calendar.rota_pages import with_rota_pages
from tests.oncall.contacts.conftest import browser, crowd, scene, thursday
from tests.oncall.contacts.scene import Scene

__all__ = ["app", "browser", "crowd", "scene", "thursday"]


@pytest.fixture
def app(scene: Scene) -> Flask:
    """Its web application."""
    return with_rota_pages(scene)
