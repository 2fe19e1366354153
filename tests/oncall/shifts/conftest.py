"""The fictional service on Thursday night, and what its staff do about their shifts."""

from collections.abc import Callable

import pytest
from flask import Flask

from oncall.rotas.published import published_rota
from oncall.service.store import config_of, service_with_code
from rota.cover import who_is_on
from tests.oncall.contacts.conftest import browser, crowd, scene, thursday
from tests.oncall.contacts.scene import Scene, make_app

__all__ = ["app", "browser", "crowd", "scene", "thursday"]


@pytest.fixture
def app(scene: Scene) -> Flask:
    """Its web application."""
    return make_app(scene)


@pytest.fixture
def on(scene: Scene) -> Callable[..., tuple[str, ...]]:
    """Who is on a tier by the rota in force; now, unless told."""

    def ask(tier: str = "practitioner", at=None) -> tuple[str, ...]:
        with scene.w.unit_of_work() as work:
            service = service_with_code(work.session, "marches")
            return who_is_on(published_rota(work.session, service.id), tier, at or scene.clock())

    return ask


def config_in(work, scene):
    """The service as it is now."""
    return config_of(scene.w.config_cache, work.session, service_with_code(work.session, "marches").id)


def phone(who: str) -> str:
    """Somebody's telephone."""
    return "+44770090020" + str(["asha", "ben", "carys", "dai", "elin", "farah"].index(who) + 1)


def told(scene, who: str) -> list[str]:
    """What somebody was texted, in order."""
    return [text.words for text in scene.telephony.texts if text.to == phone(who)]
