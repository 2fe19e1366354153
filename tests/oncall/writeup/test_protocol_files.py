"""Protocol files are read with their lines, whatever is in them."""

import shutil
import zipfile
from importlib.resources import as_file, files

import pytest

from oncall.errors import Problem
from oncall.writeup.protocol_files import read_all, read_file, read_shipped, read_text, shipped


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped files, to be changed."""
    with as_file(files("triage") / "protocols") as source:
        shutil.copytree(source, tmp_path / "protocols")
    return tmp_path / "protocols"


def change(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_shipped_files_are_found_and_fit_together():
    assert [source.name for source in shipped()] == [
        "OPEN.yaml",
        *(f"P{number:02}.yaml" for number in range(27)),
    ]
    assert list(read_all()) == [source.name.removesuffix(".yaml") for source in shipped()]


@pytest.mark.parametrize("code", ["P05", "p05", " P05 "])
def test_one_is_read_by_its_code(code):
    assert read_shipped(code).title == "Suicidal thoughts, attempt or overdose"


@pytest.mark.parametrize("code", ["P99", "", "../P05", "P05.yaml"])
def test_a_code_without_a_file_is_told_with_those_there_are(code):
    with pytest.raises(Problem, match=r"There is no protocol .*; there are OPEN, P00, P01"):
        read_shipped(code)


def test_they_are_found_in_a_wheel_that_was_not_unpacked(tmp_path):
    """Files are reached through the package, never through a folder's name."""
    wheel = tmp_path / "triage.zip"
    with zipfile.ZipFile(wheel, "w") as archive:
        for source in shipped():
            archive.writestr(f"triage/protocols/{source.name}", source.read_bytes())

    inside = sorted((zipfile.Path(wheel) / "triage" / "protocols").iterdir(), key=lambda entry: entry.name)

    assert list(read_all(inside)) == list(read_all())


def test_every_fault_of_every_file_is_told_with_its_line(folder):
    change(folder / "P05.yaml", "status: draft", "status: live")
    change(folder / "P05.yaml", "follow_ups: [F15", "follow_ups: [F99")
    change(folder / "P08.yaml", "title: ", "titel: ")

    with pytest.raises(Problem) as problem:
        read_all(folder.iterdir())

    assert sorted(line.partition(": ")[0] for line in str(problem.value).splitlines()) == [
        "P05.yaml line 5",
        "P05.yaml line 53",
        "P08.yaml line 1",
        "P08.yaml line 3",
    ]


def test_files_that_do_not_fit_together_are_told(folder):
    (folder / "P17.yaml").unlink()

    with pytest.raises(Problem, match="P15, taken: yes leads to P17, which is no other protocol"):
        read_all(folder.iterdir())


def test_a_file_is_called_by_its_code(folder):
    (folder / "P05.yaml").rename(folder / "P06.yaml")

    with pytest.raises(Problem, match=r"P06\.yaml line 1: the protocol is P05, so call it P05\.yaml"):
        read_file(folder / "P06.yaml")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("code: P05\ntitle: [", 2),
        ("code: P05\ncode: P06\n", 2),
        ("code: P05\n\tdefault: U1", 2),
        ("a: *b", 1),
        ("\x07", 1),
        ("review_by: 2027-02-31", 1),
        ("[" * 500, 1),
    ],
)
def test_what_is_no_yaml_is_told_with_its_line(text, line):
    with pytest.raises(Problem, match=f"P05.yaml line {line}: this is not YAML that can be read"):
        read_text(text, "P05.yaml")


@pytest.mark.parametrize("text", ["", "- code\n", "P05", "null"])
def test_yaml_that_is_no_protocol_is_told_from_its_first_line(text):
    with pytest.raises(Problem, match=r"P05\.yaml line 1: here should be fields with values"):
        read_text(text, "P05.yaml")


def test_a_file_that_is_not_text_is_told(tmp_path):
    file = tmp_path / "P05.yaml"
    file.write_bytes(b"\xff\xfe\xff")

    with pytest.raises(Problem, match="cannot be read as UTF-8 text"):
        read_file(file)
    with pytest.raises(Problem, match="cannot be read as UTF-8 text"):
        read_file(tmp_path / "P06.yaml")


def test_yes_and_no_need_no_quotes(folder):
    protocol = read_file(folder / "P05.yaml")

    assert [answer.code for answer in protocol.questions[0].answers] == ["yes", "no", "unknown"]
