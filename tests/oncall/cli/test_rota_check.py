"""`oncall rota check`, from the command line to what it prints."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from oncall.cli.load import load_file
from oncall.settings import Settings
from tests.oncall.cli.rota_command import run
from tests.oncall.service.files import MARCHES

__all__ = ["run"]


def test_check_prints_findings_as_json_and_exits_1_if_there_is_a_gap(run):
    code, out, _ = run("check", "short.yaml", "--from", "2026-11-04", "--until", "2026-11-04T18:00", "--json")

    assert code == 1
    assert json.loads(out) == {
        "findings": [
            {
                "kind": "short_rest",
                "tier": "first",
                "start": "2026-11-04T09:00:00+00:00",
                "end": "2026-11-04T12:00:00+00:00",
                "person": "dai",
                "says": "dai has 3 hours of rest, under 11 hours.",
            },
            {
                "kind": "gap",
                "tier": "second",
                "start": "2026-11-04T09:00:00+00:00",
                "end": "2026-11-04T17:00:00+00:00",
                "person": None,
                "says": "Nobody is on second.",
            },
            {
                "kind": "double_duty",
                "tier": "second",
                "start": "2026-11-04T17:00:00+00:00",
                "end": "2026-11-04T18:00:00+00:00",
                "person": "dai",
                "says": "dai is on first and second at once.",
            },
        ]
    }


def test_check_exits_0_without_a_gap_though_there_is_something_to_look_at(run):
    code, out, _ = run("check", "marches.yaml", "--from", "2026-12-25", "--until", "2026-12-26")

    assert code == 0
    assert out == (
        "Fri 25 Dec 2026 09:00 GMT to Sat 26 Dec 2026 00:00 GMT  "
        "double_duty: dai is on practitioner and manager at once.\n"
    )


def test_check_says_so_when_there_is_nothing_to_look_at(run):
    span = ("--from", "2026-12-22", "--until", "2026-12-23")

    assert run("check", "marches.yaml", *span) == (0, "Nothing to look at.\n", "")
    assert run("check", "marches.yaml", *span, "--json")[1] == '{\n  "findings": []\n}\n'


def test_check_looks_for_phones_where_staff_are_declared(run):
    Path("marches.yaml").write_text(MARCHES.replace('phone: "+447700900202", ', ""), "utf-8")

    _, out, _ = run("check", "marches.yaml", "--from", "2026-12-22", "--until", "2026-12-23", "--json")

    assert [(each["kind"], each["person"]) for each in json.loads(out)["findings"]] == [("no_phone", "ben")]


def test_check_looks_four_weeks_ahead_unless_it_is_told(run, monkeypatch):
    monkeypatch.setattr("oncall.cli.rota._now", lambda: datetime(2026, 11, 16, 9, tzinfo=UTC))

    _, out, _ = run("check", "short.yaml", "--json")
    _, until, _ = run("check", "short.yaml", "--until", "2026-11-17", "--json")

    assert json.loads(out)["findings"][-1]["end"] == "2026-12-13T17:00:00+00:00"
    assert [each["end"] for each in json.loads(until)["findings"]] == ["2026-11-16T17:00:00+00:00"]


def test_check_starts_now_unless_it_is_told(run):
    code, out, err = run("check", "short.yaml", "--json")

    assert (code, err) == (1, "")
    first, *_ = json.loads(out)["findings"]
    assert abs(datetime.fromisoformat(first["start"]) - datetime.now(UTC)).days <= 1


def test_check_takes_the_rota_in_force_for_a_service(run, monkeypatch, fresh_database, engines):
    settings = {"database_url": fresh_database(), "redis_url": engines.redis_url}
    Path("marches.yaml").write_text(MARCHES.replace('phone: "+447700900202", ', ""), "utf-8")
    load_file(Path("marches.yaml"), Settings(**settings))
    for name, value in settings.items():
        monkeypatch.setenv(f"ONCALL_{name.upper()}", value)
    span = ("--from", "2026-12-22", "--until", "2026-12-23", "--json")

    code, out, _ = run("check", "--service", "marches", *span)

    assert code == 0
    assert [(each["kind"], each["person"]) for each in json.loads(out)["findings"]] == [("no_phone", "ben")]
    unknown = run("check", "--service", "nowhere", *span)
    assert unknown == (1, "", "oncall: there is no service called nowhere; see oncall load\n")


@pytest.mark.parametrize("words", [[], ["short.yaml", "--service", "marches"]], ids=["neither", "both"])
def test_check_takes_either_a_file_or_a_service(run, words):
    code, _, err = run("check", *words)

    assert code == 2
    assert "Give either a FILE or --service CODE." in err
