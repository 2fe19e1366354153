"""What the processes write down, and what they never do."""

import io
import json
import logging
import sys

import pytest
import structlog
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError
from twilio.http.http_client import TwilioHttpClient

from oncall import logs
from tests.house import plain_logs


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def written(monkeypatch):
    """Everything logged from here on; logging is as it was before afterwards."""
    root, hook, raises = logging.getLogger(), sys.excepthook, logging.raiseExceptions
    before = (root.handlers[:], root.level)
    yield io.StringIO()
    root.handlers[:], root.level = before
    sys.excepthook, logging.raiseExceptions = hook, raises
    plain_logs()


@pytest.mark.parametrize(
    "number",
    [
        "+441632960001",
        "+44 1632 960001",
        "+44 (0)7700 900123",
        "00447700900123",
        "447700900123",
        "07700 900123",
        "07700900123",
        "01632 960 001",
        "(01632) 960001",
        "%2B447700900123",
        "tel:+447700900123",
        "+15005550006",
    ],
)
def test_a_number_is_never_written(number, written):
    logs.configure(written)

    structlog.get_logger("test").info(
        "call_failed", contact_id=7, why=f"to {number} refused", deep=[{"to": number}]
    )
    logging.getLogger("somebody").warning("could not reach %s", number)

    ours, theirs = map(json.loads, written.getvalue().splitlines())
    assert ours["contact_id"] == 7
    assert ours["event"] == "call_failed"
    assert "[number]" in ours["why"]
    assert "[number]" in ours["deep"][0]["to"]
    assert theirs["event"].startswith("could not reach ")
    assert "900123" not in written.getvalue().replace(" ", "")
    assert "960001" not in written.getvalue().replace(" ", "")


@pytest.mark.parametrize(
    "harmless",
    [
        "2026-11-02T09:00:00.084512+00:00",
        "2026-11-02",
        "CA0123456789abcdef0123456789abcdef",
        "0b5f7f3e-7a0c-4c6e-9d0e-0f0a1b2c3d4e",
        "12.345678901234",
        "0.0123456789012",
        "/var/lib/oncall/0001_service.py",
    ],
)
def test_what_is_no_number_stays_readable(harmless, written):
    logs.configure(written)

    structlog.get_logger("test").info("seen", what=harmless, count=12, ok=True, none=None)

    line = json.loads(written.getvalue())
    assert (line["what"], line["count"], line["ok"], line["none"]) == (harmless, 12, True, None)
    assert line["level"] == "info"
    assert line["timestamp"].endswith("Z")


def test_a_traceback_names_no_number_and_shows_no_variable(written):
    logs.configure(written)

    try:
        heard = "the child is upstairs"
        raise RuntimeError(f"bad number +441632960001, {len(heard)}")
    except RuntimeError:
        structlog.get_logger("test").exception("job_failed", outbox_id=1)

    assert "RuntimeError: bad number [number]" in json.loads(written.getvalue())["exception"]
    assert "upstairs" not in written.getvalue()


@pytest.mark.parametrize("raised", [ValueError, KeyError, LookupError])
def test_an_error_that_quotes_what_was_said_is_named_and_not_quoted(written, raised):
    logs.configure(written)

    try:
        try:
            raise raised("up" + "stairs")
        except raised as error:
            raise RuntimeError("not read") from error
    except RuntimeError:
        structlog.get_logger("test").exception("job_failed", outbox_id=1)

    told = json.loads(written.getvalue())["exception"]
    assert 0 < told.find(f"{raised.__name__}\n") < told.find("RuntimeError: not read")
    assert "test_logs.py" in told
    assert "upstairs" not in told


def test_an_error_of_the_database_names_its_rule_and_never_a_row(written, database_url):
    logs.configure(written)
    engine = create_engine(database_url)

    try:
        with engine.begin() as connection:
            connection.execute(text("CREATE TEMPORARY TABLE said (words text NOT NULL, at int NOT NULL)"))
            connection.execute(text("INSERT INTO said VALUES (chr(88) || 'anthippe', NULL)"))
    except IntegrityError:
        structlog.get_logger("test").exception("job_failed", outbox_id=1)

    engine.dispose()
    told = json.loads(written.getvalue())["exception"]
    assert "IntegrityError: 23502 said at" in told
    assert "Xanthippe" not in told


def test_a_crash_is_one_line_without_a_number(written):
    logs.configure(written)

    try:
        raise ValueError("+441632960001")
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)

    assert json.loads(written.getvalue())["event"] == "process_crashed"
    assert "1632" not in written.getvalue()


def test_the_libraries_that_would_write_requests_are_quiet(written, monkeypatch):
    logs.configure(written)
    for name in ("rq.worker", "twilio.http_client"):
        monkeypatch.setattr(logging.getLogger(name), "level", logging.INFO)

    TwilioHttpClient().log_request(
        {"method": "POST", "url": "https://x", "params": {}, "data": {"Body": "she ran away"}, "headers": {}}
    )
    logging.getLogger("urllib3.connectionpool").warning("Retrying /Messages?To=somebody")
    logging.getLogger("rq.worker").error("job says somebody")
    logging.getLogger("sqlalchemy.engine.Engine").info("SELECT somebody")

    assert written.getvalue() == ""


def test_a_terminal_gets_columns(written):
    terminal = Terminal()
    logs.configure(terminal)

    structlog.get_logger("test").info("errand_done", outbox_id=17)

    assert "errand_done" in terminal.getvalue()
    assert not terminal.getvalue().startswith("{")
