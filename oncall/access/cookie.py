"""The cookie that holds a session's token; only our own pages can send it, and no script can read it."""

from flask import Request, Response, redirect, session

from oncall.access.sessions import LASTS
from oncall.settings import Settings


def read(request: Request, settings: Settings) -> str | None:
    """The token that came with a request, if there is one."""
    return request.cookies.get(_name(settings)) or None


def let_in(token: str, onward: str, settings: Settings) -> Response:
    """Send the browser `onward` with `token`, which it keeps through a restart: phones do that at night.

    What it had of its earlier visits is dropped, so that a form planted before signing in is worth nothing.
    """
    session.clear()
    session.permanent = True
    response = _onward(onward)
    response.set_cookie(
        _name(settings),
        token,
        max_age=LASTS,
        secure=_is_secure(settings),
        httponly=True,
        samesite="Lax",
    )
    return response


def see_off(onward: str, settings: Settings) -> Response:
    """Send the browser `onward` without its token."""
    session.clear()
    response = _onward(onward)
    response.delete_cookie(_name(settings), secure=_is_secure(settings), httponly=True, samesite="Lax")
    return response


def _onward(path: str) -> Response:
    return redirect(path, 303, Response)  # type: ignore[return-value]


def _name(settings: Settings) -> str:
    return "__Host-session" if _is_secure(settings) else "session"


def _is_secure(settings: Settings) -> bool:
    return settings.public_url.startswith("https://")
