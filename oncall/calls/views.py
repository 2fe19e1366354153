"""Tonight: the first page."""

from flask import Blueprint, Response, make_response, render_template, request

from oncall.access.guard import reader, signed_in
from oncall.calls.board import read_board
from oncall.wiring import wiring

tonight = Blueprint("tonight", __name__)
tonight.before_request(signed_in)


@tonight.get("/")
def board() -> Response:
    """The page."""
    return _shown("tonight/index.html")


@tonight.get("/board")
def fragment() -> Response:
    """The part of it that changes, which the page asks for by itself; 304 while nothing has."""
    return _shown("tonight/board.html")


def _shown(template: str) -> Response:
    w = wiring()
    seen = read_board(reader(), w)
    tag = seen.tag(reader().session_id)
    if template == "tonight/board.html" and request.if_none_match.contains(tag):
        response = Response(status=304)
    else:
        response = make_response(render_template(template, board=seen, tag=tag, now=w.now()))
    response.set_etag(tag)
    return response
