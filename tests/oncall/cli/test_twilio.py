"""`oncall twilio connect`, from the environment to what an operator reads."""

import logging
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, delete
from sqlalchemy.orm import Session

from oncall.cli import main
from oncall.service.tables import Channel, ServiceNumberRow, ServiceRow
from oncall.telephony.gateway import OwnNumber, TelephonyError
from tests.fakes import FakeTelephony
from tests.oncall.telephony.stand_in import ACCOUNT, TOKEN, StandIn, standing_in

VOICE = "+441632960100"
SMS = "+447700900100"
ENDED = "+441632960102"
PUBLIC = "https://oncall.example.org"
Connect = Callable[..., tuple[int, str, str]]


@pytest.fixture
def account() -> Iterator[StandIn]:
    """An account that owns the two numbers of the service, over HTTP."""
    company = FakeTelephony(numbers=[own(VOICE), own(SMS)])
    with standing_in(company) as stand_in:
        yield stand_in


@pytest.fixture(scope="module")
def database(database_url: str) -> Iterator[str]:
    """One service with its two numbers, and a third that it no longer has; taken away at the end."""
    engine = create_engine(database_url)
    with Session(engine) as session, session.begin():
        service = ServiceRow(
            code="marches", name="Marches", timezone="Europe/London", handover_at=time(9), speech={}
        )
        session.add(service)
        session.flush()
        for number, channel in ((VOICE, Channel.VOICE), (SMS, Channel.SMS), (ENDED, Channel.VOICE)):
            ended = datetime(2026, 11, 1, tzinfo=UTC) if number == ENDED else None
            session.add(
                ServiceNumberRow(service_id=service.id, channel=channel, number=number, ended_at=ended)
            )
        service_id = service.id
    yield database_url
    with engine.begin() as connection:
        connection.execute(delete(ServiceNumberRow).where(ServiceNumberRow.service_id == service_id))
        connection.execute(delete(ServiceRow).where(ServiceRow.id == service_id))
    engine.dispose()


@pytest.fixture
def run(monkeypatch, capsys, tmp_path: Path) -> Callable[..., tuple[int, str, str]]:
    """Runs `oncall twilio connect` with these settings alone; its exit code and what it wrote."""

    def run(*options: str, **settings: str) -> tuple[int, str, str]:
        monkeypatch.chdir(tmp_path)
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["oncall", "twilio", "connect", *options])
        with pytest.raises(SystemExit) as ended:
            main()
        return int(ended.value.code or 0), *capsys.readouterr()

    return run


@pytest.fixture
def connect(run, database: str, account: StandIn) -> Connect:
    """The command, with everything set as it should be."""

    def connect(*options: str, **settings: str) -> tuple[int, str, str]:
        right = {
            "ONCALL_DATABASE_URL": database,
            "ONCALL_REDIS_URL": "redis://127.0.0.1:1/0",  # never asked for anything
            "ONCALL_PUBLIC_URL": PUBLIC,
            "TWILIO_ACCOUNT_SID": ACCOUNT,
            "TWILIO_AUTH_TOKEN": TOKEN,
            "ONCALL_TWILIO_API_URL": account.url,
        }
        return run(*options, **right | settings)

    return connect


def own(number: str, **addresses: str) -> OwnNumber:
    return OwnNumber(f"PN{number[1:]:0>32}", number, addresses)


def test_the_numbers_of_the_service_are_pointed_here(connect, account):
    code, out, err = connect()

    assert (code, err) == (0, "")
    assert [line.partition("  ")[0] for line in out.splitlines()] == [VOICE, SMS]
    assert all(
        "set VoiceUrl, VoiceFallbackUrl, StatusCallback, SmsUrl, SmsFallbackUrl" in line
        for line in out.splitlines()
    )
    for number in account.telephony.numbers:
        assert number.addresses["VoiceUrl"].startswith(f"{PUBLIC}/")
        assert number.addresses["VoiceFallbackUrl"].startswith(f"{PUBLIC}/")
        assert number.addresses["VoiceFallbackUrl"] != number.addresses["VoiceUrl"]


def test_a_second_time_changes_nothing(connect, account):
    connect()
    account.telephony.pointed.clear()

    code, out, err = connect()

    assert (code, err) == (0, "")
    assert out.splitlines() == [f"{VOICE}  already connected", f"{SMS}  already connected"]
    assert account.telephony.pointed == []


def test_the_fallback_may_be_on_another_machine(connect, account):
    connect(ONCALL_FALLBACK_URL="https://lifeline.example.org")

    addresses = account.telephony.numbers[0].addresses
    assert addresses["VoiceFallbackUrl"].startswith("https://lifeline.example.org/")
    assert addresses["SmsFallbackUrl"].startswith("https://lifeline.example.org/")
    assert addresses["VoiceUrl"].startswith(f"{PUBLIC}/")


def test_a_dry_run_prints_every_change_and_makes_none(connect, account):
    account.telephony.numbers[0] = own(VOICE, VoiceUrl="https://old.example", TrunkSid="TK1")

    code, out, _ = connect("--dry-run")

    assert code == 0
    assert f"{VOICE}  would set VoiceUrl" in out
    assert f"    VoiceUrl: https://old.example → {PUBLIC}/" in out
    assert "    TrunkSid: TK1 → (nothing)" in out
    assert f"{VOICE}  TrunkSid was set, and Twilio then ignores the addresses: would clear it" in out
    assert account.telephony.pointed == []


def test_what_overrides_the_addresses_is_cleared_and_said(connect, account):
    account.telephony.numbers[0] = own(VOICE, VoiceApplicationSid="AP1")

    code, out, _ = connect()

    assert code == 0
    assert f"{VOICE}  VoiceApplicationSid was set, and Twilio then ignores the addresses: cleared it" in out
    assert account.telephony.numbers[0].addresses["VoiceApplicationSid"] == ""


def test_a_number_the_account_has_not_got_is_said_after_the_others_are_done(connect, account):
    del account.telephony.numbers[0]

    code, out, err = connect()

    assert code == 1
    assert out.splitlines()[0] == f"{VOICE}  is not a number of this account"
    assert err == "oncall: 1 of 2 numbers not connected as they should be; see above\n"
    assert len(account.telephony.pointed) == 1


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"TWILIO_AUTH_TOKEN": "wrong"}, "does not accept TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN"),
        ({"ONCALL_TWILIO_API_URL": "http://127.0.0.1:1"}, "ONCALL_TWILIO_API_URL: it does not answer"),
        ({"TWILIO_AUTH_TOKEN": ""}, "set TWILIO_AUTH_TOKEN, in the environment or in a .env file"),
        ({"ONCALL_DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}, "the database does not answer"),
    ],
)
def test_what_cannot_work_is_said_in_one_sentence(settings, sentence, connect, account):
    code, out, err = connect(**settings)

    assert (code, out) == (1, "")
    assert err.startswith("oncall: ")
    assert sentence in err
    assert err.count("\n") == 1
    assert TOKEN not in err
    assert account.telephony.pointed == []


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (TelephonyError(20404), "knows no account TWILIO_ACCOUNT_SID"),
        (TelephonyError(20429), "it answered with code 20429"),
        (TelephonyError(unknown=True), "it gave no answer that can be read"),
    ],
)
def test_an_account_that_cannot_be_read_is_said(error, sentence, connect, account):
    account.telephony.fail(error)

    code, _, err = connect()

    assert code == 1
    assert sentence in err


def test_no_service_loaded_is_said(connect, fresh_database):
    code, _, err = connect(ONCALL_DATABASE_URL=fresh_database())

    assert (code, err) == (1, "oncall: no service is loaded; see oncall load\n")


@pytest.mark.parametrize(
    ("settings", "warned"),
    [
        (
            {"ONCALL_PUBLIC_URL": "http://127.0.0.1:8000"},
            "Twilio cannot reach 127.0.0.1; set ONCALL_PUBLIC_URL",
        ),
        ({"ONCALL_PUBLIC_URL": "https://localhost"}, "Twilio cannot reach localhost; set ONCALL_PUBLIC_URL"),
        (
            {"ONCALL_PUBLIC_URL": PUBLIC, "ONCALL_FALLBACK_URL": "https://10.0.0.7"},
            "Twilio cannot reach 10.0.0.7; set ONCALL_FALLBACK_URL",
        ),
        ({"ONCALL_PUBLIC_URL": "http://oncall.example.org"}, "ONCALL_PUBLIC_URL is not https"),
        (
            {"ONCALL_PUBLIC_URL": "https://on_call.example.org"},
            "the host of ONCALL_PUBLIC_URL has an underscore",
        ),
    ],
)
def test_an_address_that_twilio_cannot_use_is_said(settings, warned, run):
    code, _, err = run(
        TWILIO_ACCOUNT_SID=ACCOUNT,
        TWILIO_AUTH_TOKEN=TOKEN,
        ONCALL_DATABASE_URL="postgresql://x@127.0.0.1:1/x",
        ONCALL_REDIS_URL="redis://127.0.0.1:1/0",
        **settings,
    )

    assert code == 1
    assert err.startswith(f"oncall: {warned}")


def test_a_practice_network_may_reach_this_machine(connect):
    code, _, err = connect(ONCALL_PUBLIC_URL="http://127.0.0.1:8000")

    assert (code, err) == (0, "")


def test_neither_token_nor_numbers_reach_a_log(connect, account, caplog):
    caplog.set_level(logging.DEBUG)
    del account.telephony.numbers[0]

    connect()
    connect(TWILIO_AUTH_TOKEN="wrong")

    assert TOKEN not in caplog.text
    assert VOICE not in caplog.text
    assert VOICE[1:] not in caplog.text
