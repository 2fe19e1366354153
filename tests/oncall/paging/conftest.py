"""The same fictional service as the tests of contacts have, and a call that nobody answered."""

import pytest

from tests.oncall.contacts.conftest import app, browser, crowd, scene, thursday
from tests.oncall.contacts.scene import Scene

__all__ = ["app", "browser", "crowd", "scene", "thursday"]


@pytest.fixture
def missed(scene: Scene) -> Scene:
    """Morgan has rung and reached nobody; nothing has been sent yet."""
    ref = scene.rings()
    scene.nobody_answers(ref)
    scene.says_nothing(ref)
    return scene
