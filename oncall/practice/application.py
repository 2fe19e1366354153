"""The network's web application: the account's REST addresses, and the practice telephones."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Flask, Response, jsonify

from oncall.practice.exchange import Exchange
from oncall.practice.live import live
from oncall.practice.pages import pages
from oncall.practice.rest import EXCHANGE, NOT_FOUND, Refused, account_home, exchange, refused
from oncall.practice.rest_calls import calls
from oncall.practice.rest_conferences import conferences
from oncall.practice.rest_messages import messages
from oncall.practice.rest_numbers import numbers
from oncall.practice.rest_recordings import recordings
from oncall.practice.rest_trouble import make_trouble
from oncall.practice.words import templates_folder

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

account = Blueprint("account", __name__)
BELOW_ACCOUNT = (numbers, calls, messages, recordings, conferences)
for _part in (account, *BELOW_ACCOUNT):
    account_home(_part)


def create_application(for_exchange: Exchange) -> WSGIApplication:
    """What answers for one exchange. Its addresses are laid out once, for all exchanges of a process."""
    app = _addresses()

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ[EXCHANGE] = for_exchange
        return app(environ, start_response)

    return answer


@cache
def _addresses() -> Flask:
    app = Flask(__name__, template_folder=str(templates_folder()))
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.register_blueprint(account)
    app.register_blueprint(pages)
    app.register_blueprint(live)
    for part in BELOW_ACCOUNT:
        app.register_blueprint(part, url_prefix="/2010-04-01/Accounts/<account>")
    app.register_error_handler(Refused, refused)
    make_trouble(app)
    return app


@account.get("/2010-04-01/Accounts/<account>.json")
def fetch_account() -> Response:
    """The account itself."""
    body: dict[str, Any] = {
        "sid": exchange().account_sid,
        "friendly_name": "Practice",
        "status": "active",
        "type": "Full",
        "uri": f"/2010-04-01/Accounts/{exchange().account_sid}.json",
    }
    return jsonify(body)


@account.route("/2010-04-01/Accounts/<account>/<path:rest>", methods=["GET", "POST", "DELETE"])
def nothing_there(rest: str) -> Response:
    """Any other address of the account's."""
    raise Refused(NOT_FOUND, f"there is nothing at {rest}", 404)
