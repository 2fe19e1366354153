"""The audit chain: who asked for which record; nothing in it can be changed or taken out unseen."""

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from oncall.access import audit_store
from oncall.access.audit_store import BEGINNING, Entry
from oncall.cli import oncall
from oncall.wiring import utc_now
from tests.oncall.contacts.conftest import app, browser, crowd, scene, thursday

__all__ = ["app", "browser", "crowd", "scene", "thursday"]


def entries(scene):
    with scene.w.unit_of_work() as work:
        return list(audit_store.export(work.session, None, None))


def verified(scene):
    with scene.w.unit_of_work() as work:
        return audit_store.verify(work.session)


@pytest.fixture
def three(crowd):
    """A chain of three entries."""
    with crowd.w.unit_of_work() as work:
        for ref in ("7K2Q", "7K2R", "7K2S"):
            audit_store.append(work.session, Entry(None, "contacts.show", f"ref={ref}", 200), crowd.clock())
    return crowd


def test_whoever_looks_at_a_record_leaves_an_entry(scene, browser):
    ref = scene.rings()
    asha = browser()
    asha.get(f"/contacts/{ref}")
    asha.get("/contacts/ZZZZ")

    seen, not_there = entries(scene)
    assert (seen["user"], seen["action"]) == (scene.somebody("asha").user_id, "contacts.show")
    assert (seen["subject"], seen["outcome"]) == (f"ref={ref}", 200)
    assert not_there["outcome"] == 404
    assert verified(scene).broken is None


def test_pages_about_nobody_leave_none(scene, browser):
    browser().get("/")
    browser().get("/contacts")

    assert entries(scene) == []


def test_an_empty_chain_holds(scene):
    assert verified(scene) == audit_store.Verified(0, BEGINNING, None)


def test_an_entry_can_be_neither_changed_nor_taken_out(three):
    for tampering in ("UPDATE audit SET outcome = 404", "DELETE FROM audit", "TRUNCATE audit"):
        with pytest.raises(DBAPIError, match="audit"), three.w.unit_of_work() as work:
            work.session.execute(text(tampering))

    assert verified(three).entries == 3


@pytest.mark.parametrize(
    ("tampering", "broken"),
    [
        ("UPDATE audit SET subject = 'ref=0000' WHERE id = 2", 2),
        ("DELETE FROM audit WHERE id = 2", 2),
        ("UPDATE audit SET at = at + interval '1 second' WHERE id = 1", 1),
    ],
)
def test_whoever_gets_round_that_is_found_out(three, tampering, broken):
    with three.w.unit_of_work() as work:
        work.session.execute(text("ALTER TABLE audit DISABLE TRIGGER USER"))
        work.session.execute(text(tampering))

    assert verified(three).broken == broken


def test_the_commands_say_so(fresh_database, queue_url, monkeypatch, tmp_path):
    monkeypatch.setenv("ONCALL_DATABASE_URL", fresh_database())
    monkeypatch.setenv("ONCALL_REDIS_URL", queue_url)
    monkeypatch.setenv("ONCALL_DATA_DIR", str(tmp_path))
    run = CliRunner().invoke
    assert run(oncall, ["export", "contacts"]).exit_code == 0
    [done] = [json.loads(line) for line in run(oncall, ["export", "audit"]).stdout.splitlines()]
    said = run(oncall, ["audit", "verify"])

    assert (done["action"], done["user"]) == ("export.contacts", None)
    assert said.stdout.startswith("2 entries hold; the last is ")
    assert utc_now().isoformat()[:10] == done["at"][:10]
