"""The lifeline alone, on a machine that has no database: it answers calls from the snapshot pushed to it."""

from collections.abc import Callable
from datetime import datetime

import structlog
from flask import Flask, Response, abort, request

from oncall.lifeline.lifeline import Lifeline, NotKept
from oncall.lifeline.signing import SIGNATURE, TIME, Signer
from oncall.lifeline.taking_up import Backlog, name_of
from oncall.now import utc_now
from oncall.seal import Broken
from oncall.settings import Settings
from oncall.telephony.forms import BadForm
from oncall.telephony.guard import address_asked, signed
from oncall.telephony.twiml import NOTHING

log = structlog.get_logger(__name__)

LARGEST_POST = 16 * 1024 * 1024
SNAPSHOT, SPOOL, TAKEN = "/lifeline/snapshot", "/lifeline/spool", "/lifeline/taken"


def create_app(settings: Settings | None = None, now: Callable[[], datetime] = utc_now) -> Flask:
    """The application of `oncall lifeline`, with the settings of the environment unless some are given."""
    settings = settings or Settings.from_env()
    settings.require("secret_key", "twilio_auth_token")
    assert settings.secret_key is not None
    base = settings.fallback_url or settings.public_url
    lifeline = Lifeline.from_settings(settings, base)
    lifeline.spool.keep_ballast()
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_POST
    _answer_calls(app, lifeline, base, settings.twilio_auth_tokens, now)
    _meet_the_service(app, lifeline, Signer(settings.secret_key.get_secret_value()), now)
    return app


def _answer_calls(
    app: Flask, lifeline: Lifeline, base: str, tokens: tuple[str, ...], now: Callable[[], datetime]
) -> None:
    """The telephone company's requests, at every address that the service itself would have."""

    @app.post("/twilio/<path:_what>")
    def answer(_what: str) -> Response:
        signature = request.headers.get("X-Twilio-Signature", "")
        if not signed(address_asked(request.environ, base), request.form, signature, tokens):
            log.warning("webhook_not_signed")
            abort(403)
        query = request.query_string.decode("utf-8", "replace")
        try:
            words = lifeline.answer(request.path, query, request.form.items(multi=True), now())
        except BadForm:
            return Response(NOTHING, status=400, mimetype="text/xml")
        except NotKept:
            return Response(NOTHING, status=503, mimetype="text/xml")
        return Response(words, mimetype="text/xml")

    @app.get("/healthz")
    def can_route() -> Response:
        ok = lifeline.can_route(now())
        return Response("ok\n" if ok else "no snapshot\n", status=200 if ok else 503, mimetype="text/plain")


def _meet_the_service(app: Flask, lifeline: Lifeline, signer: Signer, now: Callable[[], datetime]) -> None:
    """What the service brings, and what it fetches, signed with the secret key."""

    def only_ours() -> None:
        given = request.headers.get(TIME, ""), request.headers.get(SIGNATURE, "")
        if not signer.is_ours(request.method, request.path, request.get_data(), given, now()):
            log.warning("transfer_not_signed")
            abort(403)

    @app.post(SNAPSHOT)
    def take_snapshot() -> Response:
        only_ours()
        try:
            taken = lifeline.take(request.get_data())
        except Broken:
            abort(400)
        except OSError:
            abort(507)
        return Response("taken\n" if taken else "older than what is here\n", mimetype="text/plain")

    @app.get(SPOOL)
    def give_spool() -> Response:
        only_ours()
        lines = [waiting.line for waiting in Backlog(lifeline.folder, lifeline.seal).waiting()]
        return Response(b"".join(lines), mimetype="application/octet-stream")

    @app.post(TAKEN)
    def forget() -> Response:
        only_ours()
        names = set(request.get_data().decode("ascii", "replace").split())
        backlog = Backlog(lifeline.folder, lifeline.seal)
        for waiting in backlog.waiting():
            if name_of(waiting.line) in names:
                backlog.finish(waiting)
        backlog.tidy()
        return Response("forgotten\n", mimetype="text/plain")
