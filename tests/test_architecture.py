"""Rules of the house that an import contract cannot say, since they go by the names of files."""

import ast
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
FILES = sorted(TOP.glob("oncall/**/*.py"))
ALLOWED = {
    "sqlalchemy": (
        r"oncall/db/.*",
        r"oncall/(.*/)?(tables|.*store)\.py",
        r"oncall/wiring\.py",
        r"oncall/(health|webhooks)\.py",  # they must know a database's refusal when they see it
        r"oncall/(cli|engines|service/examine)/?.*\.py",  # likewise, to say it in a sentence
        r"oncall/service/examine.*\.py",
    ),
    "twilio": (r"oncall/telephony/.*", r"oncall/practice/.*"),
    "flask": (
        r"oncall/(app|health|webhooks|web)\.py",
        r"oncall/(.*/)?(.*views|webhooks|forms)\.py",
        r"oncall/access/(cookie|guard)\.py",
        r"oncall/(pages|practice|lifeline)/.*",
    ),
    "rq": (r"oncall/wiring\.py", r"oncall/worker\.py"),
}


@cache
def imports(path: Path) -> frozenset[str]:
    """The packages a file imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            if ast.unparse(node) == "from sqlalchemy.orm import Session":
                continue  # the name of what is handed on; whoever only has that writes no SQL
            found.add(node.module.partition(".")[0])
    return frozenset(found)


@pytest.mark.parametrize("package", ALLOWED)
def test_a_library_stays_in_its_rooms(package):
    doors = re.compile("|".join(ALLOWED[package]))

    strangers = [
        str(path.relative_to(TOP))
        for path in FILES
        if package in imports(path) and not doors.fullmatch(str(path.relative_to(TOP)))
    ]

    assert strangers == []


def test_one_function_reads_the_clock():
    reading = re.compile(r"datetime\.now\(|utcnow\(|date\.today\(|time\.time\(")
    readers = [
        str(path.relative_to(TOP))
        for folder in ("oncall", "rota", "triage")
        for path in sorted((TOP / folder).glob("**/*.py"))
        if reading.search(path.read_text(encoding="utf-8")) and "practice" not in path.parts
    ]

    assert readers == ["oncall/now.py"]


def test_every_errand_has_somebody_who_does_it():
    errands = import_module("oncall.jobs").ERRANDS
    put = re.compile(r'outbox\.put\(\s*work,\s*"(\w+)"')

    asked = {kind for path in FILES for kind in put.findall(path.read_text(encoding="utf-8"))}

    assert asked <= set(errands)
    assert asked


def test_no_webhook_goes_unguarded():
    blueprint = re.compile(r"Blueprint\(.*/twilio", re.DOTALL)
    unguarded = [
        str(path.relative_to(TOP))
        for path in FILES
        if path.name == "webhooks.py"
        and path.parent.name not in ("oncall", "practice", "lifeline")
        and (blueprint.search(path.read_text("utf-8")) or "webhooks(" not in path.read_text("utf-8"))
    ]

    assert unguarded == []
