"""What the doctor says of PDFs and e-mail."""

import pytest

from oncall.cli.doctor_outgoing import examine_mail, examine_paper
from oncall.paper import make
from oncall.service.findings import Level
from oncall.settings import Settings
from tests.oncall.mail.letterbox import open_letterbox


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
        found = examine_mail(Settings(**settings))

    assert found.level is level
    assert says in found.says
    assert box.letters == []
