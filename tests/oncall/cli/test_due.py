"""`oncall due`, from the command line to what it prints."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from oncall.cli import main
from tests.oncall.service.files import MARCHES

Run = Callable[..., tuple[int, str, str]]

HOURS = """\
timezone: America/New_York
office_hours:
  monday: 08:00-16:00
  tuesday: 08:00-16:00
  saturday: 10:00-12:00
  2026-12-24: 09:00-12:00
holidays: GB-ENG
closures: [2026-12-01]
"""


@pytest.fixture
def run(monkeypatch, capsys, tmp_path: Path) -> Run:
    """Runs `oncall due …` in a folder with a file of hours; its exit code and what it wrote."""
    monkeypatch.chdir(tmp_path)
    Path("hours.yaml").write_text(HOURS, "utf-8")
    Path("marches.yaml").write_text(MARCHES, "utf-8")

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["oncall", "due", *words])
        try:
            main()
            code = 0
        except SystemExit as left:
            code = left.code or 0
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.mark.parametrize(
    ("rule", "at", "answer"),
    [
        ("immediate", "2026-07-01T09:00", "2026-07-01T09:00:00+01:00"),
        ("immediate", "2026-07-01T09:00Z", "2026-07-01T10:00:00+01:00"),
        ("immediate", "2026-07-01", "2026-07-01T00:00:00+01:00"),
        ("immediate", "2027-03-28T01:30", "2027-03-28T02:00:00+01:00"),
        ("immediate", "2026-10-25T01:30", "2026-10-25T01:30:00+01:00"),
        ("immediate", "2026-10-25T01:30Z", "2026-10-25T01:30:00+00:00"),
        ("PT90M", "2026-10-25T01:30", "2026-10-25T02:00:00+00:00"),
        ("PT1H", "2026-07-01T09:00:30", "2026-07-01T10:00:30+01:00"),
        ("5 working_days", "2027-03-25T18:00", "2027-04-05T17:00:00+01:00"),
        ("next_working_day 09:00", "2026-12-24T22:00", "2026-12-29T09:00:00+00:00"),
        ("earlier_of(PT24H, 1 working_day)", "2026-11-24T02:10", "2026-11-24T17:00:00+00:00"),
    ],
)
def test_one_time_is_printed_with_the_offset_then_in_force(run, rule, at, answer):
    assert run(rule, "--at", at) == (0, f"{answer}\n", "")


def test_closures_never_shorten_the_laws_reckoning(run):
    assert run("1 working_day", "--at", "2026-12-28T22:00") == (0, "2026-12-29T17:00:00+00:00\n", "")


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        ([], "2027-03-30T09:00:00+01:00"),
        (["--calendar", "GB-ENG"], "2027-03-30T09:00:00+01:00"),
        (["--calendar", "GB-SCT"], "2027-03-29T09:00:00+01:00"),
    ],
    ids=["England unless told", "England", "no easter monday in Scotland"],
)
def test_bank_holidays_are_those_of_a_calendar(run, options, answer):
    assert run("next_working_day 09:00", "--at", "2027-03-27", *options)[1] == f"{answer}\n"


@pytest.mark.parametrize(
    ("rule", "at", "answer"),
    [
        pytest.param(
            "immediate", "2026-11-24T02:10", "2026-11-24T02:10:00-05:00", id="in the file's timezone"
        ),
        pytest.param("immediate", "2026-11-24T02:10Z", "2026-11-23T21:10:00-05:00", id="answered in it"),
        pytest.param(
            "1 working_day", "2026-11-24T02:10", "2026-11-24T16:00:00-05:00", id="that day's closing"
        ),
        pytest.param(
            "1 working_day", "2026-11-24T08:00", "2026-11-28T12:00:00-05:00", id="hours on a weekend"
        ),
        pytest.param(
            "2 working_days", "2026-11-28T10:00", "2026-12-05T12:00:00-05:00", id="a closure is skipped"
        ),
        pytest.param(
            "1 working_day", "2026-12-23T10:00", "2026-12-24T12:00:00-05:00", id="a date's own hours"
        ),
        pytest.param(
            "1 working_day", "2026-12-24T10:00", "2026-12-29T16:00:00-05:00", id="bank holidays are skipped"
        ),
        pytest.param(
            "next_working_day 09:00", "2026-11-24T02:10", "2026-11-24T09:00:00-05:00", id="at a time"
        ),
    ],
)
def test_a_files_own_hours_are_reckoned_with(run, rule, at, answer):
    assert run(rule, "--at", at, "--hours", "hours.yaml") == (0, f"{answer}\n", "")


def test_a_calendar_stands_in_place_of_the_files_own(run):
    Path("hours.yaml").write_text(HOURS.replace("2026-12-01", "2027-03-30"), "utf-8")
    words = ("1 working_day", "--at", "2027-03-28", "--hours", "hours.yaml")

    assert run(*words)[1] == "2027-04-03T12:00:00-04:00\n"
    assert run(*words, "--calendar", "GB-SCT")[1] == "2027-03-29T16:00:00-04:00\n"


def test_a_service_file_gives_its_office_hours(run):
    words = ("1 working_day", "--at", "2026-12-24T22:00", "--hours", "marches.yaml")

    assert run(*words) == (0, "2027-01-04T17:00:00+00:00\n", "")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["soon", "--at", "2026-11-24"], "There is no due rule 'soon'."),
        (["0 working_days", "--at", "2026-11-24"], "There is no due rule '0 working_days'."),
        (["PT1H", "--at", "noon"], "`at` must be a time like 2026-11-02T09:00, not noon."),
        (
            ["PT1H", "--at", "2026-11-24", "--calendar", "FR"],
            "`calendar` must be one of GB-ENG, GB-WLS, GB-SCT, GB-NIR, not FR.",
        ),
        (
            ["PT1H", "--at", "2026-11-24", "--calendar", "FR", "--hours", "hours.yaml"],
            "`calendar` must be one of GB-ENG, GB-WLS, GB-SCT, GB-NIR, not FR.",
        ),
        (["PT1H", "--at", "2026-11-24", "--hours", "none.yaml"], "none.yaml cannot be read as a text file."),
        (
            ["1 working_day", "--at", "2026-11-24", "--hours", "empty.yaml"],
            "The office hours leave no working day within ten years.",
        ),
        (
            ["PT1H", "--at", "2026-11-24", "--hours", "wrong.yaml"],
            "wrong.yaml, line 1: `timezone` is missing.",
        ),
    ],
    ids=[
        "a rule",
        "no days",
        "a time",
        "a calendar",
        "a calendar beside hours",
        "no file",
        "never open",
        "a mistake",
    ],
)
def test_what_cannot_be_computed_is_told_in_one_sentence(run, words, says):
    Path("empty.yaml").write_text("timezone: UTC\n", "utf-8")
    Path("wrong.yaml").write_text("office_hours: {monday: 09:00-17:00}\n", "utf-8")

    assert run(*words) == (1, "", f"oncall: {says}\n")


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([], id="nothing"),
        pytest.param(["PT1H"], id="no time"),
        pytest.param(["--at", "2026-11-24"], id="no rule"),
        pytest.param(["PT1H", "--batch", "x.jsonl"], id="a rule and a batch"),
        pytest.param(["--at", "2026-11-24", "--batch", "x.jsonl"], id="a time and a batch"),
        pytest.param(["--batch", "no.jsonl"], id="no batch"),
    ],
)
def test_wrong_usage_exits_2(run, words):
    Path("x.jsonl").write_text("", "utf-8")

    code, out, err = run(*words)

    assert (code, out) == (2, "")
    assert "Usage" in err


def batch(*lines) -> None:
    Path("batch.jsonl").write_text(
        "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in lines)
    )


def test_a_batch_prints_one_time_a_line_in_the_same_order(run):
    batch(
        {"rule": "PT24H", "at": "2026-11-24T02:10"},
        {"rule": "1 working_day", "at": "2027-03-28", "calendar": "GB-SCT"},
        {"rule": "1 working_day", "at": "2026-11-24T02:10", "hours": "hours.yaml"},
        {"rule": "1 working_day", "at": "2026-12-28T02:10", "calendar": None, "hours": None},
    )

    assert run("--batch", "batch.jsonl") == (
        0,
        "2026-11-25T02:10:00+00:00\n"
        "2027-03-29T17:00:00+01:00\n"
        "2026-11-24T16:00:00-05:00\n"
        "2026-12-29T17:00:00+00:00\n",
        "",
    )


def test_a_line_that_cannot_be_computed_is_a_dash_and_told_on_standard_error(run):
    batch(
        {"rule": "soon", "at": "2026-11-24"},
        {"rule": "immediate", "at": "2026-11-24"},
        "",
        "nonsense",
        "[1]",
        {"at": "2026-11-24"},
        {"rule": "immediate"},
        {"rule": "immediate", "at": "2026-11-24", "hours": 7},
        {"rule": "1 working_day", "at": "2026-11-24", "hours": "none.yaml"},
        {"rule": "immediate", "at": "2026-11-25"},
    )

    code, out, err = run("--batch", "batch.jsonl")

    assert code == 1
    assert out.splitlines() == ["-", "2026-11-24T00:00:00+00:00", *["-"] * 6, "2026-11-25T00:00:00+00:00"]
    assert err.splitlines() == [
        "oncall: line 1: There is no due rule 'soon'.",
        "oncall: line 4: This is not JSON.",
        "oncall: line 5: This is not a JSON object.",
        "oncall: line 6: `rule` must be a due rule like 5 working_days.",
        "oncall: line 7: `at` must be a time like 2026-11-02T09:00.",
        "oncall: line 8: `hours` must be text.",
        "oncall: line 9: none.yaml cannot be read as a text file.",
    ]


def test_options_beside_a_batch_are_for_lines_without_their_own(run):
    line = {"rule": "1 working_day", "at": "2027-03-28"}
    batch(line, line | {"calendar": "GB-ENG"})

    _, out, _ = run("--batch", "batch.jsonl", "--calendar", "GB-SCT")

    assert out.splitlines() == ["2027-03-29T17:00:00+01:00", "2027-03-30T17:00:00+01:00"]


def test_a_batch_may_come_from_standard_input_and_be_no_text(run, monkeypatch):
    content = b'\xff\n{"rule": "immediate", "at": "2026-11-24"}\n'
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))

    assert run("--batch", "-")[:2] == (1, "-\n2026-11-24T00:00:00+00:00\n")
