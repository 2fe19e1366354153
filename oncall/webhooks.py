"""What stands before every webhook: who may ask, and what they hear when we fail."""

from typing import Protocol, cast

import structlog
from flask import Blueprint, Response, abort, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RoutingException

from oncall.db import deadline
from oncall.db.silence import is_silence
from oncall.lifeline.asked import FALLBACKS, failed_address
from oncall.lifeline.lifeline import NotKept
from oncall.telephony.forms import BadForm
from oncall.telephony.guard import address_asked, signed
from oncall.telephony.replies import PLAIN_VOICE, HangUp, Reply, Voice
from oncall.telephony.twiml import NOTHING, render
from oncall.wiring import wiring
from oncall.words import say

log = structlog.get_logger(__name__)


CALLS_GOING_ON = "/twilio/voice/"
CALL_OVER = "/twilio/voice/ended"
BUDGET_SECONDS = 1.5
"""How long one request may use the database in all; then the lifeline answers."""


def webhooks(name: str, import_name: str) -> Blueprint:
    """A blueprint below /twilio that takes signed requests alone and never answers with an error page.

    What cannot be answered from the database within the budget is answered by the lifeline.
    """
    blueprint = Blueprint(name, import_name, url_prefix="/twilio")
    blueprint.before_request(only_signed)
    blueprint.before_request(_begin)
    blueprint.before_request(_what_waits)
    blueprint.before_request(_what_failed)
    blueprint.teardown_request(_end)
    blueprint.register_error_handler(Exception, answer_safely)
    return blueprint


class Words(Protocol):
    """A reply, and the voice that speaks it."""

    @property
    def reply(self) -> Reply: ...

    @property
    def voice(self) -> Voice: ...


def heard(words: Words) -> Response:
    """The answer to a request of which somebody on a telephone hears the words."""
    return Response(render(words.reply, words.voice), mimetype="text/xml")


def noted() -> Response:
    """The answer to what is only told."""
    return Response(NOTHING, mimetype="text/xml")


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
    """When we fail the lifeline answers; when it cannot either, the company is made to try again."""
    if isinstance(error, HTTPException):
        return Response(NOTHING, status=error.code, mimetype="text/xml")
    if isinstance(error, BadForm):
        return Response(NOTHING, status=400, mimetype="text/xml")
    if is_silence(error):
        log.error("database_silent", endpoint=request.endpoint, error=type(error).__name__)
    else:
        log.exception("webhook_failed", endpoint=request.endpoint)
    return answer_without_database()


def answer_without_database() -> Response:
    """Keep this request on the disk and answer it from the snapshot; 503 for what the disk does not take."""
    w = wiring()
    query = request.query_string.decode("utf-8", "replace")
    try:
        words = w.lifeline.answer(request.path, query, request.form.items(multi=True), w.now())
    except BadForm:
        return Response(NOTHING, status=400, mimetype="text/xml")
    except NotKept:
        return Response(NOTHING, status=503, mimetype="text/xml")
    except Exception:
        log.exception("lifeline_failed", endpoint=request.endpoint)
        return _apology()
    return Response(words, mimetype="text/xml")


def _apology() -> Response:
    """A status that makes the telephone company try again, and at last a word to whoever waits."""
    if request.path.startswith(f"{FALLBACKS}voice"):
        words = render(HangUp((say("calls/apology"),)), PLAIN_VOICE)
        return Response(words, mimetype="text/xml")
    return Response(NOTHING, status=500, mimetype="text/xml")


def _begin() -> None:
    deadline.begin(BUDGET_SECONDS)


def _end(_error: BaseException | None) -> None:
    deadline.end()


def _what_waits() -> Response | None:
    """What comes about a call whose earlier requests have not been taken up yet waits behind them."""
    if not request.path.startswith(CALLS_GOING_ON):
        return None
    lifeline = wiring().lifeline
    if request.path == CALL_OVER:
        lifeline.ended(request.form)
    return answer_without_database() if lifeline.holds(request.form) else None


def _what_failed() -> ResponseReturnValue | None:
    """At a fallback address: the answer to what the failed address was asked, in mid-call, say."""
    failed = failed_address(request.path, request.form)
    if failed is None:
        return None
    try:
        endpoint, values = current_app.url_map.bind("").match(failed[0], method="POST")
    except (HTTPException, RoutingException):
        return None
    return cast(ResponseReturnValue, current_app.view_functions[endpoint](**values))


lifeline = webhooks("lifeline", __name__)


@lifeline.post("/lifeline/<path:_what>")
def go_on(_what: str) -> Response:
    """A call that the lifeline has answered goes on with it, whether or not the database is back."""
    return answer_without_database()
