"""The same fictional service as the tests of contacts have."""

from tests.oncall.contacts.conftest import app, browser, scene, thursday

__all__ = ["app", "browser", "scene", "thursday"]
