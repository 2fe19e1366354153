"""Styles, scripts and the icon: built by `hatch_build.py`, kept by browsers for a year.

The build's fingerprint stands in their addresses, so that a new build has new addresses. They are few and
small: read once, and sent compressed, for a phone with one bar of signal.
"""

import gzip
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, current_app, request, url_for

from oncall.errors import Problem

DIST = Path(__file__).parent.parent / "static" / "dist"
KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}

blueprint = Blueprint("assets", __name__)


def set_up(app: Flask) -> None:
    """Serve the built assets and offer `asset(name)` to the templates. Raises Problem if there are none."""
    app.extensions["oncall_build"] = fingerprint()
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset"] = asset


def fingerprint(folder: Path = DIST) -> str:
    """What identifies the build in `folder`. Raises Problem if there is none."""
    try:
        return (folder / "BUILD").read_text("utf-8")
    except OSError:
        raise Problem("the page assets are not built: run python hatch_build.py") from None


def asset(name: str) -> str:
    """The address of one built file."""
    return url_for("assets.file", build=current_app.extensions["oncall_build"], name=name)


@blueprint.get("/assets/<build>/<name>")
def file(build: str, name: str) -> Response:
    """One file. Under another build's address it is ours all the same, but not to be kept."""
    kind = KINDS.get(Path(name).suffix)
    if kind is None or name not in _files():
        abort(404)
    plain, packed = _files()[name]
    wants_packed = request.accept_encodings.quality("gzip") > 0
    response = Response(packed if wants_packed else plain, mimetype=kind)
    if wants_packed:
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    ours = build == current_app.extensions["oncall_build"]
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if ours else "no-cache"
    return response


@cache
def _files() -> dict[str, tuple[bytes, bytes]]:
    """Every built file as it is and compressed, by name."""
    plain = {path.name: path.read_bytes() for path in DIST.iterdir() if path.suffix in KINDS}
    return {name: (content, gzip.compress(content)) for name, content in plain.items()}
