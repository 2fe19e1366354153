"""What stands before every webhook: who may ask, and what they hear when we fail."""

import structlog
from flask import Blueprint, Response, abort, request
from werkzeug.exceptions import HTTPException

from oncall.telephony.forms import BadForm
from oncall.telephony.guard import address_asked, signed
from oncall.telephony.replies import PLAIN_VOICE, HangUp
from oncall.telephony.twiml import NOTHING, render
from oncall.wiring import wiring
from oncall.words import say

log = structlog.get_logger(__name__)

FALLBACKS = "/twilio/fallback/"


def webhooks(name: str, import_name: str) -> Blueprint:
    """A blueprint below /twilio that takes signed requests alone and never answers with an error page."""
    blueprint = Blueprint(name, import_name, url_prefix="/twilio")
    blueprint.before_request(only_signed)
    blueprint.register_error_handler(Exception, answer_safely)
    return blueprint


def only_signed() -> None:
    """Refuse (403) any request that the telephone company did not sign; nothing is written then."""
    w = wiring()
    base = w.addresses.fallback if request.path.startswith(FALLBACKS) else w.addresses.public
    signature = request.headers.get("X-Twilio-Signature", "")
    address = address_asked(request.environ, base)
    if not signed(address, request.form, signature, w.settings.twilio_auth_tokens):
        log.warning("webhook_not_signed", endpoint=request.endpoint)
        abort(403)


def answer_safely(error: Exception) -> Response:
    """When we fail: a status that makes the telephone company try again, and at last an apology."""
    if isinstance(error, HTTPException):
        return Response(NOTHING, status=error.code, mimetype="text/xml")
    if isinstance(error, BadForm):
        return Response(NOTHING, status=400, mimetype="text/xml")
    log.exception("webhook_failed", endpoint=request.endpoint)
    if request.path.startswith(f"{FALLBACKS}voice"):
        words = render(HangUp((say("calls/apology"),)), PLAIN_VOICE)
        return Response(words, mimetype="text/xml")
    return Response(NOTHING, status=500, mimetype="text/xml")
