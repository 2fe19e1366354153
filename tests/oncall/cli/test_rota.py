"""`oncall rota show` and `oncall rota check`, from the command line to what it prints."""

import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from oncall.cli import main
from oncall.cli.load import load_file
from oncall.settings import VARIABLES, Settings
from tests.oncall.service.files import MARCHES

Run = Callable[..., tuple[int, str, str]]

SHORT = """\
timezone: Europe/London
tiers:
  - name: first
    layers:
      - name: weeks
        rotation: {unit: week, from: 2026-11-02T09:00, people: [asha, [ben, carys]]}
  - name: second
    layers:
      - name: nights
        rotation: {unit: day, from: 2026-10-01, people: [dai]}
        windows: [{from: 17:00, until: 09:00}]
overrides:
  - {tier: first, from: 2026-11-04T12:00, until: 2026-11-04T18:00, person: dai}
"""


@pytest.fixture
def run(monkeypatch, capsys, tmp_path: Path) -> Run:
    """Runs `oncall rota …` in a folder with the short file; its exit code and what it wrote."""
    monkeypatch.chdir(tmp_path)
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    Path("short.yaml").write_text(SHORT, "utf-8")
    Path("marches.yaml").write_text(MARCHES, "utf-8")

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["oncall", "rota", *words])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return left.value.code or 0, said.out, said.err

    return run


def test_show_prints_shifts_and_gaps_of_every_tier_as_json(run):
    code, out, err = run(
        "show", "short.yaml", "--from", "2026-11-04", "--until", "2026-11-05T09:00", "--json"
    )

    def span(start: str, end: str, **more: str) -> dict[str, str]:
        return {"start": f"2026-11-{start}:00+00:00", "end": f"2026-11-{end}:00+00:00"} | more

    assert (code, err) == (0, "")
    assert json.loads(out) == {
        "timezone": "Europe/London",
        "tiers": [
            {
                "name": "first",
                "shifts": [
                    span("04T00:00", "04T12:00", person="asha", source="weeks"),
                    span("04T12:00", "04T18:00", person="dai", source="override"),
                    span("04T18:00", "05T09:00", person="asha", source="weeks"),
                ],
                "gaps": [],
            },
            {
                "name": "second",
                "shifts": [
                    span("04T00:00", "04T09:00", person="dai", source="nights"),
                    span("04T17:00", "05T09:00", person="dai", source="nights"),
                ],
                "gaps": [span("04T09:00", "04T17:00")],
            },
        ],
    }


def test_show_prints_the_offset_in_force_at_each_end(run):
    _, out, _ = run(
        "show", "short.yaml", "--from", "2026-10-24", "--until", "2026-10-26", "--tier", "second", "--json"
    )

    (tier,) = json.loads(out)["tiers"]
    assert [(shift["start"], shift["end"]) for shift in tier["shifts"]] == [
        ("2026-10-24T00:00:00+01:00", "2026-10-24T09:00:00+01:00"),
        ("2026-10-24T17:00:00+01:00", "2026-10-25T09:00:00+00:00"),
        ("2026-10-25T17:00:00+00:00", "2026-10-26T00:00:00+00:00"),
    ]


@pytest.mark.parametrize(
    ("tiers", "names"),
    [
        ([], ["first", "second"]),
        (["second"], ["second"]),
        (["second", "first", "second"], ["first", "second"]),
    ],
    ids=["all", "one", "repeated, in file order"],
)
def test_show_prints_all_tiers_or_those_that_are_named(run, tiers, names):
    options = [word for tier in tiers for word in ("--tier", tier)]

    _, out, _ = run("show", "short.yaml", "--from", "2026-11-04", "--until", "2026-11-05", "--json", *options)

    assert [tier["name"] for tier in json.loads(out)["tiers"]] == names


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-11-04", "2026-11-05"),
        ("2026-11-04T00:00", "2026-11-05T00:00:00"),
        ("2026-11-04T00:00Z", "2026-11-05T01:00+01:00"),
    ],
)
def test_from_and_until_take_a_date_a_local_time_or_one_with_its_offset(run, start, end):
    _, out, _ = run("show", "short.yaml", "--from", start, "--until", end, "--json", "--tier", "second")

    gap = {"start": "2026-11-04T09:00:00+00:00", "end": "2026-11-04T17:00:00+00:00"}
    assert json.loads(out)["tiers"][0]["gaps"] == [gap]


def test_show_prints_words_without_json(run):
    code, out, _ = run("show", "short.yaml", "--from", "2026-11-04", "--until", "2026-11-04T18:00")

    assert code == 0
    assert out.splitlines() == [
        "first",
        "  Wed 04 Nov 2026 00:00 GMT to Wed 04 Nov 2026 12:00 GMT  asha (weeks)",
        "  Wed 04 Nov 2026 12:00 GMT to Wed 04 Nov 2026 18:00 GMT  dai (override)",
        "second",
        "  Wed 04 Nov 2026 00:00 GMT to Wed 04 Nov 2026 09:00 GMT  dai (nights)",
        "  Wed 04 Nov 2026 09:00 GMT to Wed 04 Nov 2026 17:00 GMT  NOBODY",
        "  Wed 04 Nov 2026 17:00 GMT to Wed 04 Nov 2026 18:00 GMT  dai (nights)",
    ]


def test_show_reads_a_service_file(run):
    _, out, _ = run(
        "show",
        "marches.yaml",
        "--from",
        "2026-12-25",
        "--until",
        "2026-12-26",
        "--tier",
        "practitioner",
        "--json",
    )

    (tier,) = json.loads(out)["tiers"]
    assert [(shift["person"], shift["source"]) for shift in tier["shifts"]] == [
        ("ben", "weeks"),
        ("dai", "override"),
    ]


def test_show_reads_json(run):
    rotation = {"unit": "day", "from": "2026-11-02", "people": ["asha"]}
    layer = {"name": "days", "rotation": rotation, "windows": [{"from": 1020, "until": 1260}]}
    document = {"timezone": "UTC", "tiers": [{"name": "first", "layers": [layer]}]}
    Path("rota.json").write_text(json.dumps(document), "utf-8")

    _, out, _ = run("show", "rota.json", "--from", "2026-11-02", "--until", "2026-11-03", "--json")

    (shift,) = json.loads(out)["tiers"][0]["shifts"]
    assert (shift["start"], shift["end"]) == ("2026-11-02T17:00:00+00:00", "2026-11-02T21:00:00+00:00")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--tier", "third"], "The rota has no tier called third."),
        (["--until", "2026-11-04"], "`--until` must be after `--from`."),
        (["--until", "2026-11-03"], "`--until` must be after `--from`."),
        (["--from", "tomorrow"], "`--from` must be a time like 2026-11-02T09:00, not tomorrow."),
        (["--until", ""], "`--until` must be a time like 2026-11-02T09:00."),
        (["--until", "9999-12-31"], "`--until` is too far away to reckon with."),
    ],
    ids=["an unknown tier", "no time", "backwards", "no time at all", "empty", "far away"],
)
def test_show_refuses_what_it_cannot_answer_in_one_sentence(run, words, says):
    options = ["--from", "2026-11-04", "--until", "2026-11-05", *words]

    assert run("show", "short.yaml", *options, "--json") == (1, "", f"oncall: {says}\n")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            "Europe/London",
            "Nowhere",
            "line 1: `timezone` must be a timezone like Europe/London, not Nowhere.",
        ),
        (
            "unit: week",
            "unit: year",
            "line 6: `unit` must be one of hour, day, week, month, window, not year.",
        ),
        ("unit: week", "unit: window", "line 6: `unit: window` needs a layer with windows."),
        ("unit: day", "every: 0, unit: day", "line 10: `every` must be a whole number, 1 or more, not 0."),
        (
            "{from: 17",
            "{days: [x], from: 17",
            "line 11: An entry of `days` must be a day like mon, or holiday, not x.",
        ),
        ("tier: first", "tier: third", "line 13: There is no tier called third."),
        ("until: 2026-11-04T18:00", "until: 2026-11-04T12:00", "line 13: `until` must be after `from`."),
        ("timezone: ", "timezone: [", "line 2: this is not YAML (expected ',' or ']', but got ':')."),
    ],
    ids=["a timezone", "a unit", "no windows", "every", "a day", "a tier", "no time", "no YAML"],
)
def test_show_refuses_a_file_with_a_mistake_in_one_sentence_with_its_line(run, old, new, says):
    Path("short.yaml").write_text(SHORT.replace(old, new), "utf-8")

    answer = run("show", "short.yaml", "--from", "2026-11-04", "--until", "2026-11-05", "--json")

    assert answer == (1, "", f"oncall: short.yaml, {says}\n")


def test_show_refuses_a_file_that_is_not_there(run):
    words = ("--from", "2026-11-04", "--until", "2026-11-05")

    assert run("show", "none.yaml", *words) == (1, "", "oncall: none.yaml cannot be read as a text file.\n")


def test_show_needs_a_span(run):
    code, _, err = run("show", "short.yaml")

    assert code == 2
    assert "--from" in err


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
