"""What a reader sees when a page cannot be shown: plain words, no details."""

import secrets

import structlog
from flask import Blueprint, Flask, Response, current_app, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from oncall.db.silence import is_silence
from oncall.errors import Problem

log = structlog.get_logger(__name__)

OWN_WORDS = {400, 403, 404, 405, 429, 500}


def set_up(app: Flask) -> None:
    """Show our pages for whatever goes wrong in `app`."""
    app.extensions["oncall_machines"] = set()
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(Problem, problem)
    app.register_error_handler(Exception, failed)


def answer_plainly(app: Flask, blueprint: Blueprint) -> None:
    """Nobody reads what `blueprint` answers: spare it the page."""
    app.extensions["oncall_machines"].add(blueprint.name)


def refused(error: HTTPException) -> AnyResponse | HTTPException:
    """A page for a status that a view, or Flask itself, has chosen."""
    code = error.code or 500
    if error.response is not None or code < 400:
        return error
    name = code if code in OWN_WORDS else 400 if code < 500 else 500
    response = _answer(f"errors/{name}.html", code)
    for header, value in error.get_headers():
        if header in ("Allow", "Retry-After", "WWW-Authenticate"):
            response.headers[header] = value
    return response


def stale_form(_error: CSRFError) -> Response:
    """The form's token is missing or not this browser's."""
    return _answer("errors/stale_form.html", 400)


def problem(error: Problem) -> Response:
    """Something the reader can mend: its own sentence."""
    return _answer("errors/problem.html", 400, sentence=str(error))


def failed(error: Exception) -> Response:
    """Our own fault: logged under a reference, and only the reference shown. Tests see the error itself.

    Where the database does not answer a reader is told that calls get through all the same.
    """
    if current_app.testing or current_app.debug:
        raise error
    if is_silence(error):
        log.error("page_without_database", endpoint=request.endpoint, error=type(error).__name__)
        return _answer("errors/no_database.html", 503)
    reference = secrets.token_hex(4)
    log.exception("page_failed", reference=reference, endpoint=request.endpoint)
    return _answer("errors/500.html", 500, reference=reference)


def _answer(template: str, code: int, **words: str) -> Response:
    if request.blueprint in current_app.extensions["oncall_machines"]:
        return Response(status=code, mimetype="text/plain")
    return make_response(render_template(template, **words), code)
