"""What browsers are told with every answer: run only our own scripts, tell nobody where the reader was."""

import secrets

from flask import Flask, Response, g

POLICY = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; font-src 'self'; media-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TWO_YEARS = "max-age=63072000"


def set_up(app: Flask, *, secure: bool) -> None:
    """Add the headers to every answer of `app`, and `csp_nonce()` to its templates.

    With `secure`, browsers that have been here once refuse to come by plain http again.
    """

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.add("X-Content-Type-Options", "nosniff")
        response.headers.add("Referrer-Policy", "no-referrer")
        if secure:
            response.headers.add("Strict-Transport-Security", TWO_YEARS)
        if response.mimetype == "text/html":
            response.headers["Content-Security-Policy"] = POLICY.format(nonce=csp_nonce())
        if "Cache-Control" not in response.headers:
            response.headers.add("Cache-Control", "no-store")
        return response

    app.jinja_env.globals["csp_nonce"] = csp_nonce


def csp_nonce() -> str:
    """The word that allows this answer's inline scripts; another one for every request."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce
