"""`oncall rota show`, from the command line to what it prints."""

import json
from pathlib import Path

import pytest

from tests.oncall.cli.rota_command import SHORT, run

__all__ = ["run"]


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
