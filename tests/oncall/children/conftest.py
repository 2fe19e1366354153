"""The fictional service on Thursday night, as the contacts' own tests have it."""

from tests.oncall.contacts.conftest import app, browser, crowd, scene, thursday

__all__ = ["app", "browser", "crowd", "scene", "thursday"]
