"""`oncall lifeline push` and `oncall lifeline export`."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import SecretStr

import oncall
from oncall.cli.lifeline import lifeline
from oncall.cli.load import load_file
from oncall.errors import Problem
from oncall.lifeline.app import create_app
from oncall.lifeline.lifeline import Lifeline
from oncall.practice.server import Server
from oncall.practice.twiml_check import faults_of, parse
from oncall.settings import Settings

MARCHES = Path(oncall.__file__).parent / "data" / "marches.yaml"
SECRET = "k" * 32


@pytest.fixture
def loaded(fresh_database, queue_url, tmp_path, monkeypatch):
    """An installation with the fictional service, set in the environment."""
    monkeypatch.chdir(tmp_path)
    settings = Settings(data_dir=tmp_path / "var", database_url=fresh_database(), redis_url=queue_url)
    load_file(MARCHES, settings)
    for name, value in {
        "ONCALL_DATA_DIR": str(settings.data_dir),
        "ONCALL_DATABASE_URL": settings.database_url,
        "ONCALL_REDIS_URL": queue_url,
        "ONCALL_SECRET_KEY": SECRET,
    }.items():
        monkeypatch.setenv(name, value)
    return settings


@pytest.fixture
def elsewhere(tmp_path):
    """A lifeline on another machine: its address and its folder."""
    settings = Settings(
        data_dir=tmp_path / "elsewhere",
        secret_key=SecretStr(SECRET),
        twilio_auth_token=SecretStr("a token"),
    )
    server = Server(create_app(settings))
    server.start()
    yield server.url, Lifeline(settings.data_dir / "lifeline", SECRET, server.url)
    server.stop()


def run(*words):
    return CliRunner().invoke(lifeline, words, catch_exceptions=False)


def test_push_makes_a_snapshot_of_the_database_and_brings_it_there(loaded, elsewhere):
    url, there = elsewhere

    result = run("push", url)

    assert result.output == f"the lifeline at {url} has the snapshot\n"
    [service] = there.snapshot.read().services
    assert service.code == "marches"
    assert service.phones["asha"] == "+447700900201"
    assert service.known["+447700900301"] == "foster_carer"
    assert service.known["+441632960301"] == "several"


def test_export_prints_a_document_that_rings_somebody(loaded):
    result = run("export", "--service", "marches")

    assert faults_of(parse(result.output), "voice") == []
    assert "<Number>+441632960199</Number><Number>+447700900204</Number>" in result.output


def test_a_service_that_is_not_there_is_said_in_a_sentence(loaded):
    with pytest.raises(Problem, match="no service called nowhere"):
        run("export", "--service", "nowhere")


def test_without_a_database_the_snapshot_there_is_must_do(loaded, monkeypatch):
    run("export", "--service", "marches")
    monkeypatch.setattr("oncall.cli.lifeline.ENOUGH", 0)
    monkeypatch.setenv("ONCALL_DATABASE_URL", "postgresql://oncall@127.0.0.1:1/oncall")

    result = run("export", "--service", "marches")

    assert "<Dial" in result.stdout
    assert "an earlier time" in result.stderr
