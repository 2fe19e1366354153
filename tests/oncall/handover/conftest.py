"""Mornings: the fictional service with nights behind it, seen by leads and practitioners."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from oncall.contacts.tables import ContactRow
from tests.oncall.contacts.conftest import app, beginning_with, beginnings, browser, crowd, thursday
from tests.oncall.contacts.scene import Scene
from tests.oncall.handover.morning import Morning

__all__ = ["app", "beginnings", "browser", "crowd", "scene", "thursday"]


def two_calls(scene: Scene) -> None:
    """About Kit, urgent, and one about nobody yet."""
    night = Morning(scene)
    night.call(about=["C-7K2Q"], urgency="U1", note="Kit is missing. Police told.")
    night.call(urgency="U4", note="A question about family time.")


scene = beginning_with("morning", two_calls)


@pytest.fixture
def morning(scene: Scene) -> Morning:
    """Friday morning after two calls in the night."""
    scene.clock.at = datetime(2026, 11, 6, 8, 30, tzinfo=UTC)
    with scene.w.unit_of_work() as work:
        refs = work.session.scalars(select(ContactRow.ref).order_by(ContactRow.id)).all()
    return Morning(scene, list(refs))
