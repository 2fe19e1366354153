"""The practice telephones in the browser: the page, what changes on it, and its buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from oncall.practice.inbound import LineInUse, ring_service
from oncall.practice.numbers import ServiceNumber
from oncall.practice.phone_view import PhoneView, readable, view_of
from oncall.practice.phones import Phone
from oncall.practice.rest import exchange
from oncall.practice.texts_in import send_to_service

pages = Blueprint("pages", __name__)

MOST_PROBLEMS = 10
VOICEMAIL_AFTER = 15.0
LONGEST_TEXT = 1600
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
GROUPS = (("callers", ("carer", "professional", "other")), ("staff", ("staff",)), ("lines", ("line",)))


@pages.before_request
def only_from_here() -> None:
    """Refuse buttons pressed by another site's page."""
    if request.method == "POST" and request.headers.get("Sec-Fetch-Site", "same-origin") not in (
        "same-origin",
        "none",
    ):
        abort(403)


@pages.after_request
def safely(response: Response) -> Response:
    """Let the page load nothing but what is ours, and keep no copy."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.get("/")
def all_phones() -> str:
    """Every telephone."""
    return _page(list(exchange().phones.values()), one=False)


@pages.get("/phones/<wanted>")
def one_phone(wanted: str) -> str:
    """One telephone by itself, to be held like one."""
    return _page([_phone(wanted)], one=True)


@pages.get("/state")
def state() -> Response:
    """What changes on the page, in words; 304 while nothing has."""
    version = f"{exchange().version}"
    if request.if_none_match.contains(version):
        return make_response("", 304)
    views = [view_of(phone) for phone in exchange().phones.values()]
    answer = jsonify(
        {
            "version": version,
            "now": render_template("practice/now.html", views=views, problem_count=len(_problems())),
            "problems": render_template("practice/problems.html", problems=_problems()),
            "database": _database(),
            "phones": {view.id: _changes(view) for view in views},
        }
    )
    answer.set_etag(version)
    return answer


@pages.post("/phones/<wanted>/<action>")
def press(wanted: str, action: str) -> AnyResponse:
    """A button of a telephone. What has become impossible meanwhile does nothing."""
    phone = _phone(wanted)
    if action not in ACTIONS:
        abort(404)
    ACTIONS[action](phone)
    exchange().touch()
    if request.accept_mimetypes.best == "application/json":
        return make_response("", 204)
    here = (
        url_for("pages.one_phone", wanted=wanted) if request.form.get("one") else url_for("pages.all_phones")
    )
    return redirect(f"{here}#phone-{wanted}", 303)


@pages.post("/problems/clear")
def clear_problems() -> AnyResponse:
    """Take the list of what went wrong away."""
    with exchange().clock.lock:
        exchange().problems.clear()
        exchange().touch()
    return redirect(url_for("pages.all_phones"), 303)


@pages.post("/database/<any(stopped, running):word>")
def switch_database(word: str) -> AnyResponse:
    """Have the service's database stopped or started, where that may be."""
    switch = exchange().database
    if switch is None:
        abort(404)
    switch.ask(word)
    exchange().touch()
    if request.accept_mimetypes.best == "application/json":
        return make_response("", 204)
    return redirect(f"{url_for('pages.all_phones')}#database-title", 303)


def _page(phones: list[Phone], *, one: bool) -> str:
    views = [view_of(phone) for phone in phones]
    groups = [(name, [view for view in views if view.who in kinds]) for name, kinds in GROUPS]
    numbers = list(exchange().numbers.values())
    return render_template(
        "practice/phones.html",
        views=views,
        groups=[group for group in groups if group[1]],
        to_ring=[(number.phone_number, _named(number)) for number in numbers],
        to_text=[(number.phone_number, _named(number)) for number in numbers if number.can_text],
        one=one,
        problems=_problems(),
        problem_count=len(_problems()),
        database=exchange().database,
        version=exchange().version,
        refresh=request.args.get("refresh", 0, type=int),
    )


def _database() -> str:
    switch = exchange().database
    return "" if switch is None else render_template("practice/database.html", database=switch)


def _named(number: ServiceNumber) -> str:
    digits = readable(number.phone_number)
    named = number.friendly_name != number.phone_number
    return f"{number.friendly_name} ({digits})" if named else digits


def _changes(view: PhoneView) -> dict[str, Any]:
    return {
        "state": view.state,
        "says": _text_of("practice/state.html", view=view),
        "notes": _text_of("practice/notes.html", view=view),
        "can": sorted(view.can),
        "call": view.call,
        "heard": [[words, said, "" if said else _sound(words)] for words, said in view.heard],
        "texts": render_template("practice/texts.html", view=view),
        "text_count": len(view.texts),
    }


def _sound(words: str) -> str:
    return _text_of("practice/sound.html", words=words)


def _text_of(template: str, **values: object) -> str:
    return Markup(render_template(template, **values)).unescape().strip()  # noqa: S704  (escaped by the template)


def _problems() -> list[Any]:
    return list(reversed(exchange().problems))[:MOST_PROBLEMS]


def _phone(wanted: str) -> Phone:
    phone = exchange().phones.get(f"+{wanted}")
    return phone if phone is not None else abort(404)


def _ring(phone: Phone) -> None:
    number = exchange().number(phone.rings) or next(iter(exchange().numbers.values()), None)
    if number is None or phone.off:
        return
    try:
        ring_service(exchange(), phone, number.phone_number, shows="anonymous" if phone.withheld else "")
    except LineInUse:
        return


def _answer(phone: Phone) -> None:
    if phone.leg is not None:
        phone.leg.pick_up()


def _decline(phone: Phone) -> None:
    if phone.leg is not None and not phone.leg.live:
        phone.leg.decline()


def _hang_up(phone: Phone) -> None:
    if phone.leg is not None:
        phone.leg.hang_up()


def _press(phone: Phone) -> None:
    keys = request.form.get("keys", "")
    if phone.leg is not None and keys and not keys.strip("0123456789*#"):
        phone.leg.press(keys)


def _speak(phone: Phone) -> None:
    if phone.leg is not None:
        phone.leg.speak(float(request.form.get("seconds", 8, type=int)))


def _settings(phone: Phone) -> None:
    phone.engaged = "engaged" in request.form
    phone.off = "off" in request.form
    phone.withheld = "withheld" in request.form
    phone.rings = request.form.get("to", phone.rings)
    phone.voicemail_after = VOICEMAIL_AFTER if "voicemail" in request.form else None


def _text(phone: Phone) -> None:
    body = request.form.get("body", "")[:LONGEST_TEXT]
    number = exchange().number(request.form.get("to", ""))
    if number is not None and (body or "picture" in request.form):
        media = ("image/png",) if "picture" in request.form else ()
        send_to_service(exchange(), phone, number.phone_number, body, media)


ACTIONS: dict[str, Callable[[Phone], None]] = {
    "ring": _ring,
    "answer": _answer,
    "decline": _decline,
    "hang-up": _hang_up,
    "press": _press,
    "speak": _speak,
    "settings": _settings,
    "text": _text,
}
