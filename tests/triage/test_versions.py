"""The same answers to the same version give the same assessment for ever.

`versions.json` beside this file holds, for every version that was ever shipped, a fingerprint of its words
and of all that its single answers come to. It is added to, never changed: new content, new version.
"""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from triage.assess import assess

PINNED = json.loads(Path(__file__).with_name("versions.json").read_text(encoding="utf-8"))
CODES = ["OPEN", *(f"P{number:02}" for number in range(27))]


def shown(protocol, answers):
    """What a person is shown for some answers."""
    found = assess(protocol, answers)
    advice = [line.words for line in found.advice]
    return [found.floor, found.unanswered, advice, found.follow_ups, found.leads_to, found.complete]


def fingerprint(protocol):
    """The words of the questions, and what no answer and each single answer come to."""
    asked = [[item.ask, item.why, [answer.words for answer in item.answers]] for item in protocol.questions]
    single = [{item.id: answer.code} for item in protocol.questions for answer in item.answers]
    results = [shown(protocol, answers) for answers in [{}, *single]]
    net = [protocol.safety_net.watch_for, protocol.safety_net.max_minutes]
    return sha256(json.dumps([protocol.title, asked, results, net]).encode()).hexdigest()[:16]


@pytest.mark.parametrize("code", CODES)
def test_what_is_shipped_is_what_was_pinned_for_its_version(code, shipped):
    name = f"{code} {shipped[code].version}"

    assert PINNED.get(name) == fingerprint(shipped[code]), (
        f"{name} is not what it was: give it a new version, and add its fingerprint to versions.json"
    )
