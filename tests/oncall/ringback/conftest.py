"""The same fictional service as the tests of contacts have, and hashes that take no time."""

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from oncall.access import passwords
from tests.oncall.contacts.conftest import app, browser, scene, thursday

__all__ = ["app", "browser", "scene", "thursday"]


@pytest.fixture
def quick_hashes() -> Iterator[None]:
    """PINs are hashed quickly."""
    real = passwords.use_hasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    yield
    passwords.use_hasher(real)
