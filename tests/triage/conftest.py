"""A small protocol to change and to answer, and the shipped ones."""

from copy import deepcopy
from importlib.resources import files

import pytest
from ruamel.yaml import YAML

from triage.follow_ups import catalogue
from triage.protocol import read_protocol

SMALL = {
    "code": "P05",
    "title": "Something taken",
    "version": "0.1.0",
    "status": "draft",
    "review_by": "2027-05-31",
    "sources": ["Our own wording."],
    "default": "U3",
    "questions": [
        {"id": "sure", "ask": "Are you sure?", "why": "To know."},
        {"id": "tired", "ask": "Tired?", "why": "To know.", "floor": {"yes": "U2", "unknown": "U2"}},
        {
            "id": "taken",
            "ask": "Has anything been taken?",
            "why": "It can be late.",
            "floor": {"yes": "U0", "unknown": "U0"},
            "leads_to": {"yes": "P17"},
        },
        {
            "id": "age",
            "ask": "How old?",
            "why": "The young are at more risk.",
            "answers": {"child": "Under 13", "teen": "13 or over", "unknown": "Not known"},
            "floor": {"child": "U1", "teen": "default", "unknown": "U1"},
        },
    ],
    "advice": [
        {"id": "dial_999", "say": "Please dial 999.", "at_least": "U0"},
        {"id": "keep", "say": "Keep the packet.", "when": {"taken": "yes"}},
        {"id": "check", "do": "Check with somebody else.", "when": {"sure": ["no", "unknown"]}},
        {"id": "well_done", "say": "Good that nothing was taken.", "when": {"taken": "no"}},
        {"id": "stay", "say": "Please stay with them."},
    ],
    "follow_ups": [
        "F16",
        {"code": "F15", "at_least": "U1"},
        {"code": "F13", "when": {"sure": "no"}},
        {"code": "F14", "when": {"taken": "yes", "age": "child"}},
    ],
    "safety_net": {"watch_for": "If it gets worse, ring us.", "max_minutes": 30},
}


@pytest.fixture
def small():
    """The mapping of a small protocol, to be changed at will."""
    return deepcopy(SMALL)


@pytest.fixture(scope="session")
def protocol():
    """The small protocol."""
    return read_protocol(SMALL, catalogue())


@pytest.fixture(scope="session")
def mappings():
    """The shipped protocol files, parsed, by their code."""
    found = (files("triage") / "protocols").iterdir()
    parsed = (YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8")) for file in found)
    return {mapping["code"]: mapping for mapping in sorted(parsed, key=lambda mapping: mapping["code"])}


@pytest.fixture(scope="session")
def shipped(mappings):
    """The shipped protocols, by their code."""
    return {code: read_protocol(mapping, catalogue(), code) for code, mapping in mappings.items()}
