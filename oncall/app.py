"""The web process: the telephone company's requests and the pages, put together."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from flask import Flask

from oncall import pages
from oncall.access import views as access
from oncall.access.roles import MAY_READ_CONTENT
from oncall.calendar.edit_views import rota_editor
from oncall.calendar.hands_views import rota_hands
from oncall.calendar.layer_views import rota_layer
from oncall.calendar.rules_views import rota_rules
from oncall.calendar.views import rota_feeds, rotas
from oncall.calls.views import tonight
from oncall.calls.webhooks import voice
from oncall.children.views import children
from oncall.contacts.views import contacts
from oncall.followups.contact_views import of_contact, offer_issues
from oncall.followups.views import follow_ups
from oncall.followups.webhooks import follow_up_calls
from oncall.handover.views import handover
from oncall.handover.webhooks import handover_calls
from oncall.health import health
from oncall.joining.views import joining
from oncall.joining.webhooks import joins
from oncall.numbers.views import KEEPERS, numbers
from oncall.paging.webhooks import pages as page_calls
from oncall.recording.views import recording
from oncall.recording.webhooks import recordings
from oncall.recovery.take_snapshot import keep_in_the_background
from oncall.ringback.pin_views import own_telephone
from oncall.ringback.views import call_back
from oncall.ringback.webhooks import call_backs
from oncall.rotas.calendars import NATIONS, bank_holidays
from oncall.settings import Settings
from oncall.shifts.webhooks import shift_calls
from oncall.texts.views import threads
from oncall.texts.webhooks import texts
from oncall.webhooks import lifeline
from oncall.wiring import Wiring, lent, use, wire, wiring
from oncall.writeup.issues import issues
from oncall.writeup.protocol_views import protocols
from oncall.writeup.views import writeup
from triage.flags import flags_in

LARGEST_POST = 256 * 1024
ROTA_ROOMS = frozenset(each.name for each in (rota_editor, rota_hands, rota_layer, rota_rules))
CONTACT_ROOMS = frozenset(
    each.name for each in (call_back, children, joining, of_contact, recording, threads, writeup)
)
NAVIGATION = (
    pages.Link("Tonight", "tonight.board"),
    pages.Link("Contacts", "contacts.index", MAY_READ_CONTENT, CONTACT_ROOMS),
    pages.Link("Follow-ups", "follow_ups.tray", MAY_READ_CONTENT),
    pages.Link("Handover", "handover.current", MAY_READ_CONTENT),
    pages.Link("Rota", "rotas.calendar", rooms=ROTA_ROOMS),
    pages.Link("Protocols", "protocols.index", MAY_READ_CONTENT),
    pages.Link("Numbers", "numbers.index", KEEPERS),
)


def ask_again(path: str, form: Mapping[str, str], w: Wiring) -> None:
    """Have a webhook do over again, with `w`, what it was asked some time ago; nobody hears its answer.

    Raises whatever the view raises, and NotFound for an address that is none of ours.
    """
    app = _application()
    endpoint, values = app.url_map.bind("").match(path, method="POST")
    with lent(w), app.test_request_context(path, method="POST", data=dict(form)):
        app.view_functions[endpoint](**values)


@cache
def _application() -> Flask:
    """An application for a process that serves none."""
    return create_app(wiring())


@cache
def warm_up() -> None:
    """Load once what the first caller or texter of a process would otherwise wait for."""
    flags_in("")
    for code in NATIONS:
        bank_holidays(code)(date(2026, 1, 1))


def create_app(made: Wiring | None = None) -> Flask:
    """The web application of this process; from the environment unless a wiring is handed in."""
    w = made or wire(Settings.from_env())
    if made is None:
        keep_in_the_background(w)
    w.settings.require("secret_key", "twilio_account_sid", "twilio_auth_token")
    use(w)
    warm_up()
    app = Flask(__name__, static_folder=None, template_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_POST
    pages.set_up(app, w.settings, NAVIGATION)
    access.register(app, w.settings)
    offer_issues(app, issues)
    for blueprint in (
        tonight,
        contacts,
        children,
        call_back,
        own_telephone,
        recording,
        threads,
        follow_ups,
        of_contact,
        numbers,
        joining,
        writeup,
        protocols,
        handover,
        rotas,
        rota_editor,
        rota_hands,
        rota_rules,
        rota_layer,
        rota_feeds,
        health,
    ):
        app.register_blueprint(blueprint)
    for blueprint in (
        voice,
        call_backs,
        recordings,
        page_calls,
        shift_calls,
        follow_up_calls,
        handover_calls,
        joins,
        texts,
        lifeline,
    ):
        app.register_blueprint(blueprint)
        pages.admit_machines(app, blueprint)
    return app
