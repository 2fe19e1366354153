"""What the doctor says of PDFs and e-mail."""

import pytest

from oncall.cli.doctor_outgoing import examine_mail, examine_paper
from oncall.paper import make
from oncall.service.findings import Level
from oncall.settings import Settings
from tests.oncall.mail.letterbox import open_letterbox
from tests.oncall.mail.post_office import AT, KEY, SERVICE, TEMPLATE, open_post_office


def test_a_missing_library_is_named_with_what_to_install(monkeypatch):
    assert examine_paper().level is Level.OK

    monkeypatch.setitem(make.LIBRARIES, "libpango-1.0-0", ("libnothing-of-the-kind.so.9",))

    found = examine_paper()
    assert (found.level, found.says) == (
        Level.WARNING,
        "cannot be made, only printed: install libpango-1.0-0",
    )


@pytest.mark.parametrize(
    ("given", "level", "says"),
    [
        ({}, Level.OK, "none is sent, staff are texted and rung; see ONCALL_SMTP_URL, ONCALL_MAIL_FROM"),
        ({"mail_from": "a@example.org"}, Level.WARNING, "ONCALL_SMTP_URL is not set"),
        ({"smtp_url": "smtp://127.0.0.1:{port}"}, Level.WARNING, "ONCALL_MAIL_FROM is not set"),
        (
            {"smtp_url": "smtp://127.0.0.1:{port}", "mail_from": "a@example.org"},
            Level.OK,
            "is sent from a@example.org",
        ),
        (
            {"smtp_url": "smtp://x:wrong@127.0.0.1:{port}", "mail_from": "a@example.org"},
            Level.WARNING,
            "the mail server answers with code 535",
        ),
    ],
)
def test_mail_is_looked_at_without_sending_any(given, level, says):
    with open_letterbox(auth_require_tls=False) as box:
        settings = {name: value.format(port=box.port) for name, value in given.items()}
        found = examine_mail(Settings(**settings), lambda: AT)

    assert found.level is level
    assert says in found.says
    assert box.letters == []


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "is sent by GOV.UK Notify"),
        ({"notify_api_key": None}, "ONCALL_NOTIFY_API_KEY is not set"),
        ({"notify_template_id": None}, "ONCALL_NOTIFY_TEMPLATE_ID is not set"),
        ({"notify_api_key": f"x-{SERVICE}-{SERVICE}"}, "answers with code 403: see ONCALL_NOTIFY_API_KEY"),
        ({"notify_template_id": SERVICE}, "it has no template of ONCALL_NOTIFY_TEMPLATE_ID"),
        ({"notify_api_url": "http://127.0.0.1:9"}, "GOV.UK Notify cannot be reached"),
    ],
)
def test_notify_is_asked_for_the_template_and_sends_none(given, says):
    with open_post_office() as office:
        whole = {"notify_api_key": KEY, "notify_template_id": TEMPLATE, "notify_api_url": office.url}
        found = examine_mail(Settings(**whole | given), lambda: AT)

    assert found.level is (Level.WARNING if given else Level.OK)
    assert says in found.says
    assert office.letters == []


def test_a_template_without_the_words_is_named():
    with open_post_office() as office:
        office.template = {"type": "email", "body": "Something waits."}
        found = examine_mail(
            Settings(notify_api_key=KEY, notify_template_id=TEMPLATE, notify_api_url=office.url), lambda: AT
        )

    assert (found.level, "no ((words))" in found.says) == (Level.WARNING, True)
