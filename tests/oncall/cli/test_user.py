"""`oncall user add`."""

import io
import os
import pty
import subprocess
import sys
from dataclasses import dataclass
from datetime import time

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.orm import Session

from oncall.access.passwords import is_right
from oncall.access.tables import UserRow
from oncall.cli import main
from oncall.people.tables import ServiceStaffRow, StaffRow
from oncall.service.tables import ServiceRow

COMMAND = [sys.executable, "-c", "from oncall.cli import main; main()", "user", "add"]
PASSWORD = "three words in a row"


@pytest.fixture
def database(fresh_database):
    """A database of the test's own, and how to look into it."""
    url = fresh_database()
    engine = create_engine(url)
    yield url, lambda: Session(engine)
    engine.dispose()


@dataclass
class Done:
    """What the command left behind."""

    returncode: int | str | None
    stdout: str
    stderr: str


@pytest.fixture
def add(database, engines, tmp_path, monkeypatch, capsys):
    """Runs the command; `typed` is its standard input."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ONCALL_DATABASE_URL", database[0])
    monkeypatch.setenv("ONCALL_REDIS_URL", engines.redis_url)

    def run(*words: str, typed: str = PASSWORD + "\n") -> Done:
        monkeypatch.setattr(sys, "argv", ["oncall", "user", "add", *words])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return Done(left.value.code, said.out, said.err)

    return run


def users(database) -> list[UserRow]:
    with database[1]() as session:
        return list(session.scalars(select(UserRow).order_by(UserRow.id)))


def test_adds_a_sign_in_that_works(add, database):
    done = add("asha@example.org", "--role", "practitioner", "--role", "team_lead", "--name", "Asha Verma")

    assert (done.returncode, done.stdout, done.stderr) == (0, "added\n", "")
    [user] = users(database)
    assert (user.email, user.name, user.roles) == (
        "asha@example.org",
        "Asha Verma",
        ["practitioner", "team_lead"],
    )
    assert is_right(PASSWORD, user.password_hash)


def test_roles_may_be_written_one_after_another(add, database):
    assert add("asha@example.org", "--role", "practitioner", "manager", "--password-stdin").returncode == 0
    assert add("ben@example.org", "--role", "practitioner,team-lead").returncode == 0

    assert [user.roles for user in users(database)] == [
        ["manager", "practitioner"],
        ["practitioner", "team_lead"],
    ]


def test_an_address_that_has_one_gets_one_sentence_and_keeps_its_password(add, database):
    add("asha@example.org", "--role", "practitioner")
    again = add("Asha@Example.org", "--role", "admin", typed="another password\n")

    assert again.returncode == 1
    assert again.stderr == "oncall: this email address or member of staff has a sign-in already\n"
    [user] = users(database)
    assert user.roles == ["practitioner"]
    assert is_right(PASSWORD, user.password_hash)


@pytest.mark.parametrize(
    ("words", "typed", "says"),
    [
        pytest.param(["asha", "--role", "admin"], PASSWORD, "not an email address", id="no address"),
        pytest.param(["a@example.org", "--role", "admin"], "short", "at least 12", id="short password"),
        pytest.param(["a@example.org", "--role", "admin", "--password-stdin"], "", "no password", id="none"),
        pytest.param(
            ["a@example.org", "--role", "admin", "--staff", "zed"], PASSWORD, "zed", id="no such staff"
        ),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(add, database, words, typed, says):
    done = add(*words, typed=typed)

    assert done.returncode == 1
    assert says in done.stderr
    assert done.stderr.startswith("oncall: ")
    assert done.stderr.count("\n") == 1
    assert users(database) == []


@pytest.mark.parametrize("words", [["asha@example.org"], ["asha@example.org", "--role", "ruler"], []])
def test_wrong_usage_is_told_apart(add, words):
    assert add(*words).returncode == 2


def test_where_nobody_can_be_asked_a_password_is_made(add, database):
    done = add("asha@example.org", "--role", "practitioner", typed="")

    made = done.stdout.partition("password: ")[2].strip()
    assert len(made) == 23
    assert is_right(made, users(database)[0].password_hash)


def test_a_member_of_staff_is_found_by_the_address_in_the_service_file(add, database):
    with database[1]() as session, session.begin():
        session.add(service := ServiceRow(
            code="marches", name="Marches", timezone="Europe/London", handover_at=time(9), speech={}
        ))  # fmt: skip
        session.add(StaffRow(id="asha", name="Asha Verma", email="Asha@example.org"))
        session.flush()
        session.add(ServiceStaffRow(service_id=service.id, staff_id="asha", roles=["practitioner"]))
    add("asha@example.org", "--role", "practitioner")
    again = add("other@example.org", "--role", "practitioner", "--staff", "asha")

    assert [(user.name, user.staff_id) for user in users(database)] == [("Asha Verma", "asha")]
    assert again.returncode == 1


def test_on_a_terminal_the_password_is_asked_for_twice_and_not_shown(database, engines, tmp_path):
    settings = {"ONCALL_DATABASE_URL": database[0], "ONCALL_REDIS_URL": engines.redis_url}
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, "asha@example.org", "--role", "practitioner"],
        stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        env={**os.environ, **settings, "ONCALL_DATA_DIR": str(tmp_path)},
    )  # fmt: skip
    os.close(theirs)
    shown = _until(ours, b"Password")
    os.write(ours, f"{PASSWORD}\n".encode())
    shown += _until(ours, b"Again")
    os.write(ours, f"{PASSWORD}\n".encode())
    shown += _until(ours, b"added")
    assert process.wait(30) == 0
    os.close(ours)

    assert PASSWORD.encode() not in shown
    assert is_right(PASSWORD, users(database)[0].password_hash)


def _until(terminal: int, word: bytes) -> bytes:
    shown = b""
    while word not in shown:
        shown += os.read(terminal, 1024)
    return shown
