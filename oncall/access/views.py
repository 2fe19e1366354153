"""Signing in and out."""

import hmac
import math
from typing import assert_never

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from oncall.access import audit_views, cookie, store
from oncall.access.forms import WORDS, SignInForm
from oncall.access.guard import person_here, safe_next
from oncall.access.practice_views import blueprint as practice_blueprint
from oncall.access.sign_in import Credentials, SignedIn, TooManyTries, WrongDetails, sign_in
from oncall.access.sign_out import sign_out
from oncall.pages.forms import sentence
from oncall.settings import Settings
from oncall.wiring import wiring

blueprint = Blueprint("access", __name__)


def register(app: Flask, settings: Settings) -> None:
    """Add signing in and out to `app`; without a password only in practice, where its route exists at all."""
    app.register_blueprint(blueprint)
    audit_views.set_up(app)
    if settings.practice:
        app.register_blueprint(practice_blueprint)


@blueprint.route("/sign-in", methods=["GET", "POST"])
def sign_in_page() -> ResponseReturnValue:
    """The form, and what becomes of it."""
    onward = safe_next(request.args.get("next"))
    form = SignInForm()
    if form.validate_on_submit():
        return _try(form, onward)
    if request.method == "GET" and person_here() is not None:
        return redirect(onward, 303)
    return _page(form, 422 if form.errors else 200)


@blueprint.post("/sign-out")
def sign_out_page() -> ResponseReturnValue:
    """End this browser's session and show the sign-in page."""
    w = wiring()
    if token := cookie.read(request, w.settings):
        sign_out(token, unit_of_work=w.unit_of_work, now=w.now)
    return cookie.see_off(url_for("access.sign_in_page"), w.settings)


def _try(form: SignInForm, onward: str) -> ResponseReturnValue:
    w = wiring()
    outcome = sign_in(
        Credentials(form.email.data or "", form.password.data or "", request.remote_addr or ""),
        secret=_secret(w.settings),
        replaces=cookie.read(request, w.settings),
        unit_of_work=w.unit_of_work,
        now=w.now,
    )
    match outcome:
        case SignedIn(token):
            return cookie.let_in(token, onward, w.settings)
        case WrongDetails():
            form.email.errors = [sentence(WORDS, "wrong_details")]
            return _page(form, 422)
        case TooManyTries(until):
            seconds = math.ceil((until - w.now()).total_seconds())
            form.email.errors = [sentence(WORDS, "too_many_tries", seconds=seconds)]
            response = _page(form, 429)
            response.headers["Retry-After"] = str(max(seconds, 1))
            return response
        case _:
            assert_never(outcome)


def _page(form: SignInForm, status: int) -> Response:
    staff = []
    if wiring().settings.practice:
        with wiring().unit_of_work() as work:
            staff = store.all_staff(work.session)
    return make_response(render_template("access/sign_in.html", form=form, practice_staff=staff), status)


def _secret(settings: Settings) -> bytes:
    settings.require("secret_key")
    assert settings.secret_key is not None
    return hmac.digest(settings.secret_key.get_secret_value().encode(), b"tries to sign in", "sha256")
