"""Mornings: the fictional service with nights behind it, seen by leads and practitioners."""

from datetime import UTC, datetime

import pytest

from tests.oncall.contacts.conftest import app, browser, crowd, scene, thursday
from tests.oncall.handover.morning import Morning

__all__ = ["app", "browser", "crowd", "scene", "thursday"]


@pytest.fixture
def morning(scene) -> Morning:
    """Thursday night with two calls: about Kit, urgent, and one about nobody yet."""
    made = Morning(scene)
    kit = made.call(about=["C-7K2Q"], urgency="U1", note="Kit is missing. Police told.")
    plain = made.call(urgency="U4", note="A question about family time.")
    made.refs = [kit, plain]
    scene.clock.at = datetime(2026, 11, 6, 8, 30, tzinfo=UTC)
    return made
