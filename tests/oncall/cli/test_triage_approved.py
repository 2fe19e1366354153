"""`oncall triage list` says what two people have approved, where a database says so."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from oncall.cli import oncall
from oncall.writeup.approve import agree, propose
from oncall.writeup.read_protocols import read_protocol
from tests.oncall.contacts.conftest import crowd

__all__ = ["crowd"]


def listed(monkeypatch, url: str) -> dict[str, str]:
    monkeypatch.setenv("ONCALL_DATABASE_URL", url)
    result = CliRunner().invoke(oncall, ["triage", "list", "--json"], catch_exceptions=False)
    assert result.exit_code == 0
    return {one["code"]: one["status"] for one in json.loads(result.stdout)}


@pytest.fixture
def url(crowd) -> str:
    """A database where P05 has been approved."""
    seen = read_protocol("P05", crowd.w).standing.hash
    propose("P05", seen, "2026-11-05", crowd.somebody("elin"), crowd.w)
    agree(read_protocol("P05", crowd.w).approvals[0].id, crowd.somebody("farah"), crowd.w)
    with crowd.w.unit_of_work() as work:
        work.session.execute(text("UPDATE protocol_approval SET effective_from = '2020-01-01'"))
        return work.session.get_bind().url.set(database=name(work)).render_as_string(hide_password=False)


def name(work) -> str:
    return work.session.scalar(text("SELECT current_database()"))


def test_the_status_is_that_of_the_approved_wording(monkeypatch, url):
    found = listed(monkeypatch, url)

    assert found["P05"] == "approved"
    assert set(found.values()) == {"approved", "draft"}
    assert len(found) == 28


def test_without_a_database_that_answers_the_shipped_drafts_are_listed(monkeypatch):
    nobody = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"

    assert set(listed(monkeypatch, nobody).values()) == {"draft"}
