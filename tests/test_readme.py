"""What `tests/README.md` promises is there: every test it names, and a line for every rule."""

import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
README = (HERE / "README.md").read_text("utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", README)))


@pytest.mark.parametrize(("path", "name"), NAMED, ids=[name for _, name in NAMED])
def test_every_test_it_names_is_there(path, name):
    assert re.search(rf"^def {name}\(", (HERE.parent / path).read_text("utf-8"), re.MULTILINE)


def test_every_rule_has_a_line():
    assert set(re.findall(r"\bN\d+\b", README)) == {f"N{number}" for number in range(1, 19)}


def test_every_fault_has_a_test():
    rows = re.findall(r"^\| (\d+) \| .* \| `tests/.*::test_\w+` \|$", README, re.MULTILINE)

    assert {int(row) for row in rows} == {*range(1, 22)} - {11, 15}


def test_every_row_names_a_test():
    rows = [line for line in README.splitlines() if re.match(r"\| .* \| N\d+ \|", line)]

    assert len(rows) >= 40
    assert all("::test_" in row for row in rows)
