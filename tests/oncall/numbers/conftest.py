"""The same fictional service as the tests of contacts have."""

from tests.oncall.contacts.conftest import app, browser, marches_url, scene

__all__ = ["app", "browser", "marches_url", "scene"]
