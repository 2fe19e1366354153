"""Makes a Flask application able to show our pages."""

import hmac
from collections.abc import Sequence
from datetime import timedelta

from flask import Blueprint, Flask, Request, Response, request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_wtf import CSRFProtect
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from oncall.pages import assets, error_pages, headers, navigation
from oncall.pages.wall_clock import wall_clock
from oncall.settings import Settings
from oncall.words import templates_folder

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def set_up(app: Flask, settings: Settings, links: Sequence[navigation.Link] = ()) -> None:
    """Give `app` our templates, assets, headers, forms and error pages; `links` are its navigation.

    Raises Problem if there is no secret key, or if the assets have not been built.
    """
    _set_up_forms(app, settings)
    _set_up_templates(app, settings)
    assets.set_up(app)
    headers.set_up(app, secure=is_secure(settings))
    navigation.set_up(app, links)
    error_pages.set_up(app)


def admit_machines(app: Flask, blueprint: Blueprint) -> None:
    """Let `blueprint` take posts without our forms' token, and answer its errors without a page.

    For webhooks alone: what guards them is the sender's signature.
    """
    app.extensions["csrf"].exempt(blueprint)
    error_pages.answer_plainly(app, blueprint)


class SessionsOnRequest(SecureCookieSessionInterface):
    """Reads a session where a browser sends one: a webhook never does, and need not pay for it."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """An empty session unless the request has ours."""
        if "HTTP_COOKIE" not in request.environ or self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Nothing to keep of a session that nobody has looked at."""
        if session.accessed or session.modified:
            super().save_session(app, session, response)


class TokensOnPosts(CSRFProtect):  # type: ignore[misc]
    """Looks for our forms' token where there may be one: reading a page need not pay for it."""

    def protect(self, apply_exemptions: bool = False) -> None:  # noqa: FBT001, FBT002  (theirs)
        """As theirs, of whatever changes something."""
        if request.method not in SAFE:
            super().protect(apply_exemptions=apply_exemptions)


def is_secure(settings: Settings) -> bool:
    """Whether browsers reach us over https."""
    return settings.public_url.startswith("https://")


def _set_up_forms(app: Flask, settings: Settings) -> None:
    settings.require("secret_key")
    assert settings.secret_key is not None
    secret = settings.secret_key.get_secret_value().encode()
    secure = is_secure(settings)
    app.config.update(
        SECRET_KEY=hmac.digest(secret, b"forms and notices", "sha256"),
        SESSION_COOKIE_NAME="__Host-form" if secure else "form",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=timedelta(days=8),
        WTF_CSRF_TIME_LIMIT=None,  # a note begun at two may be sent at four
        WTF_CSRF_SSL_STRICT=False,  # it reads the Referer, which our pages tell browsers not to send
    )
    app.session_interface = SessionsOnRequest()
    TokensOnPosts(app)
    WTFormsHelpers(app)


def _set_up_templates(app: Flask, settings: Settings) -> None:
    theirs = {name: PackageLoader(name) for name in ("govuk_frontend_jinja", "govuk_frontend_wtf")}
    app.jinja_loader = ChoiceLoader([FileSystemLoader(templates_folder()), PrefixLoader(theirs)])
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["wall_clock"] = wall_clock
    app.jinja_env.globals["practice"] = settings.practice
