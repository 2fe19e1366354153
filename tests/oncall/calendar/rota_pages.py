"""The application of a scene with the pages of the rota in it."""

from flask import Flask

from oncall.calendar.views import rota_feeds, rotas
from tests.oncall.contacts.scene import Scene, make_app


def with_rota_pages(scene: Scene) -> Flask:
    """The web application, which may have these pages already."""
    app = make_app(scene)
    for blueprint in (rotas, rota_feeds):
        if blueprint.name not in app.blueprints:
            app.register_blueprint(blueprint)
    return app
