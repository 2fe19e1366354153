"""`oncall doctor`, from the environment to what an operator reads."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from oncall.access.roles import Role
from oncall.access.store import add_user
from oncall.access.tables import UserRow
from oncall.cli import main
from oncall.cli.load import load_file
from oncall.cli.twilio import connect_numbers
from oncall.db.migrate import downgrade
from oncall.settings import VARIABLES, Settings
from oncall.telephony.gateway import OwnNumber, TelephonyError
from oncall.writeup.approved import content_hash
from oncall.writeup.protocol_files import read_shipped, shipped_text
from oncall.writeup.tables import ProtocolApprovalRow
from tests.fakes import FakeTelephony
from tests.house import engine_at
from tests.oncall.service.files import MARCHES, SMALLEST
from tests.oncall.telephony.stand_in import ACCOUNT, TOKEN, StandIn, standing_in

LONG_AGO = datetime(2026, 1, 5, 9, tzinfo=UTC)
PUBLIC = "https://oncall.example.org"
ALWAYS = MARCHES.replace("2026-11-02", "2020-11-02").replace("2026-11-07", "2020-11-07")
"""The fictional service with a rota that is in force whenever the test is run."""

Doctor = Callable[..., tuple[int, list[str], str]]


@pytest.fixture
def account() -> Iterator[StandIn]:
    """An account that owns the numbers of the service, over HTTP."""
    numbers = [OwnNumber(f"PN{number[1:]:0>32}", number, {}) for number in ("+441632960100", "+447700900100")]
    with standing_in(FakeTelephony(numbers=numbers)) as stand_in:
        yield stand_in


@pytest.fixture
def everything(fresh_database, engines, account) -> dict[str, str]:
    """Every setting as it should be."""
    return {
        "ONCALL_DATABASE_URL": fresh_database(),
        "ONCALL_REDIS_URL": engines.redis_url,
        "ONCALL_PUBLIC_URL": PUBLIC,
        "ONCALL_SECRET_KEY": "a secret of this test",
        "TWILIO_ACCOUNT_SID": ACCOUNT,
        "TWILIO_AUTH_TOKEN": TOKEN,
        "ONCALL_TWILIO_API_URL": account.url,
    }


@pytest.fixture
def settings(everything, tmp_path) -> Settings:
    """The same, for what is done before the doctor comes."""
    return Settings.from_env(everything, tmp_path / "none")


@pytest.fixture
def loaded(settings, tmp_path) -> None:
    """The fictional service, loaded and connected."""
    file = tmp_path / "marches.yaml"
    file.write_text(ALWAYS, "utf-8")
    load_file(file, settings)
    connect_numbers(settings)


@pytest.fixture
def doctor(everything, monkeypatch, capsys, tmp_path: Path) -> Doctor:
    """Runs the command with all settings but what a test says otherwise; exit code, lines, standard error."""

    def run(**settings: str) -> tuple[int, list[str], str]:
        monkeypatch.chdir(tmp_path)
        for variable in VARIABLES:
            monkeypatch.delenv(variable, raising=False)
        for variable, value in (everything | settings).items():
            monkeypatch.setenv(variable, value)
        monkeypatch.setattr(sys, "argv", ["oncall", "doctor"])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return int(left.value.code or 0), said.out.splitlines(), said.err

    return run


def about(lines: list[str], level: str) -> list[str]:
    """What the lines of a level are about."""
    return [line[9:].partition(":")[0] for line in lines if line.startswith(level)]


def test_a_well_installation_has_a_line_for_everything_and_exit_0(doctor, loaded):
    code, lines, err = doctor()

    assert (code, err) == (0, "")
    assert about(lines, "problem") == []
    assert about(lines, "warning") == ["protocols"]
    assert about(lines, "ok") == [
        "settings",
        "secrets",
        "pdf",
        "e-mail",
        "queue",
        "database",
        "migrations",
        "services",
        "marches rota",
        "marches voicemail",
        "marches staff",
        "marches phones",
        "number +441632960100",
        "number +447700900100",
    ]


def test_it_changes_nothing(doctor, settings, loaded, account):
    before = list(account.telephony.numbers)
    downgrade(settings.database_url, "0003")

    code, lines, _ = doctor()

    assert code == 1
    assert about(lines, "problem") == ["migrations"]
    assert account.telephony.numbers == before
    assert doctor()[1] == lines


def test_an_installation_without_a_service_can_reach_nobody(doctor):
    code, lines, err = doctor()

    assert code == 1
    assert "problem  services: none is loaded; see oncall load" in lines
    assert err == "oncall: 1 problem to be mended; see above\n"


def test_secrets_that_are_missing_are_named(doctor, loaded):
    code, lines, err = doctor(ONCALL_SECRET_KEY="", TWILIO_AUTH_TOKEN="")

    assert code == 1
    assert "problem  secrets: ONCALL_SECRET_KEY is not set, and oncall up needs it" in lines
    assert "problem  secrets: TWILIO_AUTH_TOKEN is not set, and oncall up needs it" in lines
    assert "warning  numbers: not looked at, without an account" in lines
    assert err == "oncall: 2 problems to be mended; see above\n"


def test_a_setting_that_makes_no_sense_is_one_sentence(doctor):
    code, lines, err = doctor(ONCALL_BIND="nowhere")

    assert (code, lines) == (1, [])
    assert err.startswith("oncall: ONCALL_BIND must be ")


def test_a_number_that_leads_elsewhere_stops_calls(doctor, loaded, account):
    first, *others = account.telephony.numbers
    elsewhere = {**first.addresses, "VoiceUrl": "https://old.example.org/voice"}
    account.telephony.numbers = [replace(first, addresses=elsewhere), *others]

    code, lines, _ = doctor()

    assert code == 1
    assert "problem  number +441632960100: VoiceUrl does not lead here; see oncall twilio connect" in lines


def test_an_account_that_refuses_us_stops_calls(doctor, loaded, account):
    account.telephony.fail(TelephonyError(20003))

    code, lines, _ = doctor()

    assert code == 1
    assert about(lines, "problem") == ["numbers"]


def test_an_account_that_is_silent_is_worth_a_look(doctor, loaded):
    code, lines, _ = doctor(ONCALL_TWILIO_API_URL="http://127.0.0.1:1")

    assert code == 0
    assert "warning  numbers: the account's numbers cannot be read: it does not answer" in lines


def test_calls_go_on_without_the_queue(doctor, loaded):
    code, lines, _ = doctor(ONCALL_REDIS_URL="redis://127.0.0.1:1/0")

    assert code == 0
    assert about(lines, "warning") == ["queue", "protocols"]


def test_a_protocol_that_two_people_approved_is_not_among_the_unapproved(doctor, settings, loaded):
    with engine_at(settings.database_url) as engine, Session(engine) as session, session.begin():
        for name in ("Elin Hughes", "Farah Siddiqi"):
            add_user(session, email=f"{name[0]}@example.org", name=name, roles=[Role.MANAGER], now=LONG_AGO)
        p05 = read_shipped("P05")
        signed = {
            "first_at": LONG_AGO,
            "second_at": LONG_AGO,
            "first_role": "manager",
            "second_role": "manager",
        }
        [first, second] = session.scalars(select(UserRow.id).order_by(UserRow.id))
        kept = {"code": "P05", "version": p05.version, "hash": content_hash(p05), "text": shipped_text("P05")}
        session.add(
            ProtocolApprovalRow(
                **kept, **signed, first_by=first, second_by=second, effective_from=LONG_AGO.date()
            )
        )

    [said] = [line for line in doctor()[1] if "protocols:" in line]
    assert "27 of 28 not approved" in said
    assert "P05" not in said


def test_nothing_goes_on_without_the_database(doctor):
    code, lines, err = doctor(ONCALL_DATABASE_URL="postgresql://127.0.0.1:1/nowhere")

    assert code == 1
    assert about(lines, "problem") == ["database"]
    assert err == "oncall: 1 problem to be mended; see above\n"


def test_nobody_on_call_stops_calls(doctor, settings, loaded, tmp_path):
    file = tmp_path / "wye.yaml"
    file.write_text(SMALLEST, "utf-8")
    load_file(file, settings)

    code, lines, _ = doctor()

    assert code == 1
    assert about(lines, "problem") == ["wye rota", "number +441632960110"]
    assert "warning  wye staff: gwen has no phone that can be rung and is on the rota" in lines


def test_no_name_and_nobodys_number_is_told(doctor, loaded):
    _, lines, err = doctor()

    said = "\n".join([*lines, err])
    assert "Verma" not in said
    assert "+4477009002" not in said
    assert TOKEN not in said
