"""The same sessions as the service's tests have."""

from tests.oncall.service.conftest import session, sessions

__all__ = ["session", "sessions"]
