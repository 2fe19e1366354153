"""What all of the account's REST addresses share: signing in, errors, and what a request may hold."""

from __future__ import annotations

import hmac
import json
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from flask import Blueprint, Response, g, jsonify, request

from oncall.practice.addresses import can_be_rung
from oncall.practice.exchange import Exchange
from oncall.practice.parameters import rfc2822
from oncall.practice.problems import Kind

T = TypeVar("T")

EXCHANGE = "oncall.practice.exchange"
DENIED, NOT_FOUND = 20003, 20404
# Things that go wrong in real life without anybody having made a mistake are not held against the service.
NO_MISTAKE = frozenset({20404, 20429, 20500, 21220, 21610})


class Refused(Exception):  # noqa: N818  (named for the fact)
    """A REST request that the provider would refuse, with its status and number."""

    def __init__(self, code: int, says: str, status: int = 400) -> None:
        super().__init__(says)
        self.code, self.status = code, status


def exchange() -> Exchange:
    """The exchange this request is for."""
    found: Exchange = request.environ[EXCHANGE]
    return found


def only_the_account() -> None:
    """Refuse whoever does not sign in as the account."""
    given = request.authorization
    ours = exchange()
    sid, token = (given.username, given.password) if given is not None else (None, None)
    if not _same(sid, ours.account_sid) or not any(_same(token, one) for one in ours.tokens):
        raise Refused(DENIED, "the sign-in is wrong", 401)
    if g.account != ours.account_sid:
        raise Refused(NOT_FOUND, "there is no such account", 404)


def _same(given: str | None, ours: str) -> bool:
    return hmac.compare_digest((given or "").encode(), ours.encode())


def refused(error: Refused) -> tuple[Response, int]:
    """An error in the provider's shape; mistakes are written down for whoever rehearses."""
    if error.code not in NO_MISTAKE:
        exchange().problem(Kind.REST, str(error), error.code, f"{request.method} {request.path}")
    body = {
        "code": error.code,
        "message": str(error),
        "more_info": f"https://www.twilio.com/docs/errors/{error.code}",
        "status": error.status,
    }
    return jsonify(body), error.status


def found(things: dict[str, T], sid: str) -> T:
    """The thing with an identifier, or 404."""
    thing = things.get(sid)
    if thing is None:
        raise Refused(NOT_FOUND, f"there is no {sid}", 404)
    return thing


def date(at: datetime | None) -> str | None:
    """A date as the provider's JSON has it."""
    return None if at is None else rfc2822(at)


def number_of(name: str, low: int, high: int, code: int) -> int | None:
    """A whole number from the form, None when absent; refused outside its range."""
    given = request.form.get(name)
    if given is None or given == "":
        return None
    if not given.isdigit() or not low <= int(given) <= high:
        raise Refused(code, f"{name} must be a whole number from {low} to {high}")
    return int(given)


def address_of(name: str, code: int) -> str:
    """A full web address from the form, empty when absent; refused when it is none."""
    given = request.form.get(name, "")
    host = given.partition("://")[2].partition("/")[0]
    if given and (not given.startswith(("http://", "https://")) or not host or " " in given):
        raise Refused(code, f"{name} is not a full web address")
    return given


def callback_of(name: str, code: int) -> str:
    """An address for status callbacks; the provider refuses a host with an underscore."""
    url = address_of(name, code)
    if "_" in url.partition("://")[2].partition("/")[0]:
        raise Refused(code, f"{name}'s host has an underscore")
    return url


def to_and_from(no_to: int, wrong_to: int, no_from: int) -> tuple[str, str]:
    """Whom the request is for, and the number of ours it names; each refusal has its own number."""
    to, from_ = request.form.get("To", ""), request.form.get("From", "")
    if not to:
        raise Refused(no_to, "To is missing")
    if not can_be_rung(to):
        raise Refused(wrong_to, "To is not a full international number")
    if not from_:
        raise Refused(no_from, "From is missing")
    return to, from_


def method_of(name: str) -> str:
    """GET or POST from the form; POST when absent."""
    given = request.form.get(name, "POST").upper()
    if given not in ("GET", "POST"):
        raise Refused(21403, f"{name} must be GET or POST")
    return given


def only_known(request_named: str) -> None:
    """Write down parameters that the provider does not know: it would silently leave them out."""
    for name in sorted(set(request.form) - _known()[request_named]):
        exchange().problem(Kind.REST, f"there is no parameter {name}", 0, f"{request.method} {request.path}")


@cache
def _known() -> dict[str, frozenset[str]]:
    text = files(__package__).joinpath("rest_parameters.json").read_text(encoding="utf-8")
    return {name: frozenset(known) for name, known in json.loads(text).items()}


def account_home(blueprint: Blueprint) -> None:
    """Have every address of a blueprint stand below the account's, for the account alone."""

    @blueprint.url_value_preprocessor
    def take_account(_: str | None, values: dict[str, Any] | None) -> None:
        g.account = (values or {}).pop("account", "")

    blueprint.before_request(only_the_account)
