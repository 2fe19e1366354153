"""A lifeline in a folder of the test's own, with a snapshot in it."""

from pathlib import Path

import pytest

from oncall.lifeline.lifeline import Lifeline
from tests.oncall.lifeline.caller import Caller
from tests.oncall.lifeline.snapshots import snapshot

BASE = "https://oncall.example.org"


@pytest.fixture
def bare_lifeline(tmp_path: Path) -> Lifeline:
    """A lifeline that has been told nothing yet."""
    return Lifeline(tmp_path / "lifeline", "k" * 32, BASE)


@pytest.fixture
def lifeline(bare_lifeline: Lifeline) -> Lifeline:
    """A lifeline with the snapshot of the fictional service."""
    bare_lifeline.snapshot.write(snapshot())
    return bare_lifeline


@pytest.fixture
def caller(lifeline: Lifeline) -> Caller:
    """The telephone company, asking a lifeline with a snapshot."""
    return Caller(lifeline)
