"""Stands before every page: who is there, and may they see it?"""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import abort, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from oncall.access import cookie, sessions
from oncall.access.roles import Role
from oncall.access.store import Person
from oncall.wiring import wiring


def signed_in() -> ResponseReturnValue | None:
    """A blueprint's `before_request`: whoever is not signed in is sent to do so, and then comes back.

    A part of a page that asks again by itself is told 401 and left as it is, lest a form that somebody
    is filling in is taken from under them.
    """
    if person_here() is not None:
        return None
    if "HX-Request" in request.headers:
        abort(401)
    back = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return redirect(url_for("access.sign_in_page", next=back), 303)


def only(*roles: Role) -> Callable[[], ResponseReturnValue | None]:
    """A blueprint's `before_request`: signed in, and with at least one of `roles`; anybody else gets 403."""

    def guard() -> ResponseReturnValue | None:
        elsewhere = signed_in()
        if elsewhere is None:
            require_role(*roles)
        return elsewhere

    return guard


def require_role(*roles: Role) -> Person:
    """Whoever is signed in, if they have one of `roles`; otherwise the request ends with 403."""
    person = person_here()
    if person is None or not person.roles.intersection(roles):
        abort(403)
    return person


def person_here() -> Person | None:
    """Who sent this request, as far as their session tells; looked up once a request."""
    if "signed_in" not in g:
        g.signed_in = _look_up()
    person: Person | None = g.signed_in
    return person


def reader() -> Person:
    """Whoever is signed in; for views behind a guard, where nobody else comes."""
    person = person_here()
    assert person is not None
    return person


def safe_next(wanted: str | None) -> str:
    """`wanted` if it is a path of ours, else the first page: nobody is sent to another site."""
    if not wanted or not wanted.startswith("/") or wanted.startswith("//"):
        return "/"
    if "\\" in wanted or not wanted.isprintable():
        return "/"
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    return "/" if parts.scheme or parts.netloc else wanted


def _look_up() -> Person | None:
    w = wiring()
    token = cookie.read(request, w.settings)
    if token is None:
        return None
    with w.unit_of_work() as work:
        return sessions.whose(work.session, token, w.now())
