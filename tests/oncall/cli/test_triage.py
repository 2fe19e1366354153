"""`oncall triage`: what others rely on, to the letter of the JSON."""

import json
import sys
from itertools import product
from subprocess import run

import pytest
from click.testing import CliRunner

from oncall.cli import oncall
from oncall.errors import Problem
from oncall.writeup.protocol_files import shipped
from triage.errors import TriageError
from triage.model import BANNER

KEYS = ["floor", "unanswered", "advice", "follow_ups", "complete"]


def ask(*args, given=None):
    result = CliRunner().invoke(oncall, ["triage", *args], input=given, catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def assessed(code, answers):
    return json.loads(ask("assess", code, "--answers", "-", "--json", given=json.dumps(answers)).stdout)


@pytest.fixture(scope="module")
def listed():
    return {entry["code"]: entry for entry in json.loads(ask("list", "--json").stdout)}


def test_the_list_says_of_each_what_the_contract_promises(listed):
    assert list(listed["P05"]) == [
        *("code", "title", "version", "status", "review_by", "sources", "default", "questions"),
    ]
    assert list(listed) == ["OPEN", *(f"P{number:02}" for number in range(27))]
    assert listed["P05"]["questions"][0] == {
        "id": "taken",
        "ask": "Has anything been taken, inhaled or injected, any amount at all?",
        "answers": ["yes", "no", "unknown"],
        "floors": {"yes": "U0", "unknown": "U0"},
    }


def test_the_list_alone_is_enough_to_foretell_every_floor(listed):
    lines, floors = [], []
    for code, entry in listed.items():
        for question, other in product(entry["questions"], repeat=2):
            for answer in question["answers"]:
                answers = {other["id"]: "unknown"} | {question["id"]: answer}
                given = [
                    asked["floors"].get(answers.get(asked["id"], "unknown")) for asked in entry["questions"]
                ]
                lines.append(json.dumps({"code": code, "answers": answers}))
                floors.append(min(filter(None, [entry["default"], *given])))

    results = [
        json.loads(line) for line in ask("assess", "--batch", "-", given="\n".join(lines)).stdout.splitlines()
    ]

    assert [result["floor"] for result in results] == floors


def test_in_the_list_unknown_forces_as_much_as_yes(listed):
    for entry in listed.values():
        for question in entry["questions"]:
            assert question["floors"].get("unknown") == min(question["floors"].values(), default=None)


def test_the_list_for_people_is_a_table_under_a_banner():
    result = ask("list")

    assert result.stdout.splitlines()[0].split() == [
        "code",
        "default",
        "status",
        "version",
        "review",
        "by",
        "title",
    ]
    assert (
        "P05   U1       draft   0.1.0    2027-05-31  Suicidal thoughts, attempt or overdose" in result.stdout
    )
    assert result.stderr == BANNER + "\n"


def test_nothing_answered_is_an_emergency_and_not_complete():
    nothing = assessed("P05", {})

    assert list(nothing) == KEYS
    assert (nothing["floor"], nothing["complete"]) == ("U0", False)
    assert nothing["unanswered"] == ["taken", "attempt", "plan", "means", "in_sight"]
    assert {"F15", "F16", "F25"} <= set(nothing["follow_ups"])
    assert any("999" in line for line in nothing["advice"])


def test_everything_answered_no_leaves_the_default():
    calm = assessed("p05", dict.fromkeys(("taken", "attempt", "plan", "means", "in_sight"), "no"))

    assert (calm["floor"], calm["complete"], calm["unanswered"]) == ("U1", True, [])


def test_true_and_false_are_taken_for_yes_and_no():
    assert assessed("P05", {"taken": True}) == assessed("P05", {"taken": "yes"})
    assert assessed("P05", {"taken": False}) == assessed("P05", {"taken": "no"})


def test_answers_come_from_a_file_too(tmp_path):
    file = tmp_path / "answers.json"
    file.write_text('\N{ZERO WIDTH NO-BREAK SPACE}{"taken": "no"}', encoding="utf-8")

    assert json.loads(ask("assess", "P05", "--answers", str(file), "--json").stdout) == assessed(
        "P05", {"taken": "no"}
    )


def test_an_assessment_for_people_says_why_and_what_to_ask_next():
    result = ask("assess", "P02", "--answers", "-", given='{"unsafe_place": "yes"}')

    assert "P02 Away from the placement, and we know where: at least U1 Very urgent" in result.stdout
    assert "U1: Is the place, or anybody there, unsafe for them? (yes)" in result.stdout
    assert "Red flag: Are you sure they are really there?" in result.stdout
    assert "Say: Please do not go to a place that is not safe for you." in result.stdout
    assert "Open as well\n  P01" in result.stdout
    assert "F16 Ring back as agreed" in result.stdout
    assert result.stdout.endswith("Not complete yet.\n")
    assert result.stderr == BANNER + "\n"


def test_an_assessment_with_nothing_forced_says_so_by_leaving_it_out():
    result = ask(
        "assess",
        "P26",
        "--answers",
        "-",
        given='{"distress_heard": "no", "more_behind": "no", "kind": "misdial"}',
    )

    assert "Because" not in result.stdout
    assert result.stdout.endswith("Every question is answered.\n")


@pytest.mark.parametrize(
    ("code", "given", "says"),
    [
        ("P77", "{}", "There is no protocol “P77”; there are OPEN, P00"),
        ("P05", '{"eaten": "yes"}', "P05 has no question “eaten”"),
        ("P05", '{"taken": "perhaps"}', "P05, question taken: the answer must be one of yes, no, unknown"),
        ("P05", "taken: no", "not JSON that can be read"),
        ("P05", "", "not JSON that can be read"),
        ("P05", b"\xff\xfe\x00", "not JSON that can be read"),
        ("P05", "[" * 100_000, "not JSON that can be read"),
        ("P05", '["taken"]', "must be a JSON object"),
        ("P05", '{"taken": "yes", "taken": "no"}', "The same name is there twice"),
    ],
)
def test_what_cannot_be_assessed_is_told_in_a_sentence(code, given, says):
    with pytest.raises((Problem, TriageError), match=says):
        ask("assess", code, "--answers", "-", "--json", given=given)


def test_a_problem_is_one_sentence_and_exit_code_1():
    command = [sys.executable, "-c", "from oncall.cli import main; main()", "triage", "chart", "P77"]
    result = run(command, capture_output=True, text=True, check=False)

    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("oncall: There is no protocol “P77”")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "args",
    [
        ["assess"],
        ["assess", "P05"],
        ["assess", "--answers", "-"],
        ["assess", "P05", "--batch", "-"],
        ["draw"],
    ],
)
def test_wrong_usage_is_exit_code_2(args):
    assert CliRunner().invoke(oncall, ["triage", *args], input="{}").exit_code == 2


def test_a_batch_answers_line_by_line_and_tells_what_cannot_be():
    lines = [
        '{"code": "P05", "answers": {"taken": "yes"}}',
        "",
        '{"code": "P99"}',
        "[]",
        '{"code": "P01", "answers": ["looked"]}',
        '{"code": "P01", "answers": {"lost": "yes"}}',
        '{"code": "p26"}',
    ]
    result = CliRunner().invoke(oncall, ["triage", "assess", "--batch", "-"], input="\n".join(lines))
    answers = [json.loads(line) for line in result.stdout.splitlines()]

    assert result.exit_code == 1
    assert [list(answer) for answer in answers] == [KEYS, ["error"], ["error"], ["error"], ["error"], KEYS]
    assert [line[:14] for line in result.stderr.splitlines()[1:]] == [
        f"oncall: line {n}" for n in (3, 4, 5, 6)
    ]


def test_the_chart_is_an_svg_document_or_the_same_as_text():
    drawn, text = ask("chart", "P05"), ask("chart", "p05", "--text")

    assert drawn.stdout.startswith("<svg ")
    assert drawn.stdout.endswith("</svg>\n")
    assert text.stdout.startswith("P05 Suicidal thoughts, attempt or overdose\n")
    assert drawn.stderr == text.stderr == BANNER + "\n"


def test_check_proves_the_shipped_ones():
    assert ask("check").stdout == "All 28 protocols are complete.\n"


def test_check_lists_what_is_wrong_with_files_of_ones_own(tmp_path):
    file = tmp_path / "P05.yaml"
    [p05] = [source for source in shipped() if source.name == "P05.yaml"]
    text = p05.read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    assert ask("check", str(file)).stdout == "1 protocol is complete.\n"

    file.write_text(
        text.replace("status: draft", "status: live").replace("U0, unknown: U0", "U0"), encoding="utf-8"
    )
    command = [sys.executable, "-c", "from oncall.cli import main; main()", "triage", "check", str(file)]
    result = run(command, capture_output=True, text=True, check=False)

    assert result.returncode == 1
    silent = "floor: says nothing for unknown; every answer must lead somewhere"
    assert result.stderr.splitlines() == [
        "oncall: P05.yaml line 5: status: should be one of draft, approved, retired",
        f"oncall: P05.yaml line 17: questions, number 1, {silent}",
        f"oncall: P05.yaml line 21: questions, number 2, {silent}",
    ]
