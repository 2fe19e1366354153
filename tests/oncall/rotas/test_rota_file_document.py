"""YAML and JSON texts → plain values and their lines."""

import pytest

from oncall.errors import Problem
from oncall.rotas.document import parse, read_file


def data(text):
    return parse(text, "x.yaml").data


def test_values_come_out_as_they_were_written():
    text = """
    clock: 17:00
    date: 2026-11-02
    time: 2026-11-02T09:00:00+01:00
    number: 20
    id: 007
    half: 1.5
    sixty: 0x10
    yes: no
    true: true
    nothing: ~
    none:
    quoted: "1020"
    2026-12-24: 09:00-12:00
    1: one
    list: [a, [b]]
    """

    assert data(text) == {
        "clock": "17:00",
        "date": "2026-11-02",
        "time": "2026-11-02T09:00:00+01:00",
        "number": 20,
        "id": "007",
        "half": "1.5",
        "sixty": "0x10",
        "yes": "no",
        "true": True,
        "nothing": None,
        "none": None,
        "quoted": "1020",
        "2026-12-24": "09:00-12:00",
        "1": "one",
        "list": ["a", ["b"]],
    }


def test_yaml_1_1_reads_clock_times_and_dates_as_text_too():
    assert data("%YAML 1.1\n---\nclock: 17:00\ndate: 2026-11-02\nsmall: -5\n") == {
        "clock": "17:00",
        "date": "2026-11-02",
        "small": -5,
    }


def test_json_is_yaml_even_with_tabs_and_escapes():
    assert data('{\n\t"a": "\\ud83d\\ude00\\/",\n\t"b": [1, null, true, 1020]}') == {
        "a": "😀/",
        "b": [1, None, True, 1020],
    }


def test_anchors_and_merges_are_followed():
    text = """
    base: &base {a: 1, b: 2}
    second: &second {c: 3, a: 9}
    one: {<<: *base, b: 3}
    two: {<<: [*base, *second]}
    three: {<<: text, d: 4}
    """

    assert data(text)["one"] == {"b": 3, "a": 1}
    assert data(text)["three"] == {"d": 4}
    assert data(text)["two"] == {"a": 1, "b": 2, "c": 3}


def test_an_empty_file_is_nothing():
    assert data("") is None
    assert parse("# only a comment\n", "x").line(("a",)) is None


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("tiers",), 2),
        (("tiers", 0), 3),
        (("tiers", 0, "name"), 3),
        (("tiers", 0, "rotation"), 4),
        (("tiers", 0, "rotation", "every"), 5),
        (("tiers", 0, "rotation", "missing"), 4),
        (("tiers", 1), 6),
        (("tiers", 2), 2),
        (("tiers", 0, "name", "deeper"), 3),
        (("nowhere", "at", "all"), 1),
        (("copy", "every"), 7),
    ],
    ids=str,
)
def test_the_line_is_that_of_the_place_or_of_as_much_of_the_way_as_there_is(path, line):
    lines = ["timezone: UTC", "tiers:", "  - name: first", "    rotation:", "      every: 0", "  - second"]
    text = "\n".join([*lines, "copy: {<<: {every: 1}}"])

    assert parse(text, "x").line(path) == line


def test_a_sentence_has_the_name_and_the_line():
    document = parse("a: 1\nb: 2\n", "x.yaml")

    assert document.sentence(("b",), "No.") == "x.yaml, line 2: No."


def test_json_that_is_no_yaml_has_no_lines():
    document = parse('{"a": "\x7f"}', "x.json")

    assert document.sentence(("a",), "No.") == "x.json: No."


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [1, 2\nb: 3\n", r"x\.yaml, line 2: this is not YAML \(.*\)\."),
        ("a: 1\n b: 2\n", r"x\.yaml, line 2: this is not YAML \(.*\)\."),
        ("a: *nowhere\n", r"x\.yaml, line 1: this is not YAML \(.*\)\."),
        ("a: 1\n---\nb: 2\n", r"x\.yaml, line 2: this is not YAML \(.*\)\."),
        ("a: \x07\n", r"x\.yaml: this is not YAML\."),
        ("a: 1\nb: 2\na: 3\n", r"x\.yaml, line 1: `a` is written twice\."),
        ('{"a": 1, "a": 2}', r"x\.yaml: `a` is written twice\."),
        ("a: &a [*a]\n", r"x\.yaml, line 1: this refers to itself\."),
        ("? [a]\n: 1\n", r"x\.yaml, line 1: a key must be a plain value\."),
        ("[" * 5000, r"x\.yaml: this is nested too deeply\."),
    ],
    ids=lambda text: text[:20],
)
def test_what_cannot_be_read_is_told_in_one_sentence(text, says):
    with pytest.raises(Problem, match=f"^{says}$"):
        parse(text, "x.yaml")


def test_a_file_is_read_with_or_without_a_byte_order_mark(tmp_path):
    file = tmp_path / "rota.yaml"
    file.write_bytes(b"\xef\xbb\xbfa: 1\n")

    assert read_file(file).data == {"a": 1}


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"], ids=["no file", "no text"])
def test_a_file_that_is_not_there_or_no_text_is_told_in_one_sentence(tmp_path, content):
    file = tmp_path / "rota.yaml"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(Problem, match=r"^rota\.yaml cannot be read as a text file\.$"):
        read_file(file)
