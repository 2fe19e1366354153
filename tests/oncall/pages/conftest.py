"""A tiny application with a few pages, for what every page owes its reader."""

from collections.abc import Callable

import pytest
from flask import Blueprint, Flask, abort, render_template_string
from flask_wtf import FlaskForm
from pydantic import SecretStr
from sqlalchemy.exc import OperationalError
from wtforms import StringField

from oncall import pages
from oncall.errors import Problem
from oncall.pages.forms import Needed
from oncall.settings import Settings
from tests.oncall.pages.compiled import Compiled

PAGE = (
    '{% extends "base.html" %}{% block title %}Tonight{% endblock %}'
    "{% block main %}<h1>Tonight</h1>{{ form.name() }}{% endblock %}"
)
SECRET = SecretStr("a secret for tests, long enough")


class NameForm(FlaskForm):
    name = StringField(validators=[Needed("access/words.html", "email_needed")])


@pytest.fixture
def small_app() -> Callable[..., Flask]:
    """Makes the application, with the settings that are given."""

    def make(links=(), **given) -> Flask:
        app = Flask("small")
        pages.set_up(app, Settings(**{"secret_key": SECRET, **given}), links)
        app.jinja_env.bytecode_cache = Compiled()
        app.register_blueprint(_pages(), name="small")
        machines = Blueprint("machines", __name__)
        machines.add_url_rule("/machine", view_func=lambda: abort(403), methods=["POST"])
        pages.admit_machines(app, machines)
        app.register_blueprint(machines)
        return app

    return make


def _pages() -> Blueprint:
    blueprint = Blueprint("small", __name__)

    @blueprint.route("/", methods=["GET", "POST"])
    def tonight():
        form = NameForm()
        form.validate_on_submit()
        return render_template_string(PAGE, form=form)

    @blueprint.get("/stop/<int:code>")
    def stop(code: int):
        abort(code)

    @blueprint.get("/problem")
    def problem():
        raise Problem("the rota has nobody on Friday")

    @blueprint.get("/fault")
    def fault():
        raise RuntimeError("Jo Morgan, +447700900301")

    @blueprint.get("/silence")
    def silence():
        raise OperationalError("SELECT 1", {}, Exception("Jo Morgan"))

    return blueprint
