"""`oncall rota …` in a folder with a short file and a service file."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from oncall.cli import main
from oncall.settings import VARIABLES
from tests.oncall.service.files import MARCHES

Run = Callable[..., tuple[int, str, str]]


SHORT = """\
timezone: Europe/London
tiers:
  - name: first
    layers:
      - name: weeks
        rotation: {unit: week, from: 2026-11-02T09:00, people: [asha, [ben, carys]]}
  - name: second
    layers:
      - name: nights
        rotation: {unit: day, from: 2026-10-01, people: [dai]}
        windows: [{from: 17:00, until: 09:00}]
overrides:
  - {tier: first, from: 2026-11-04T12:00, until: 2026-11-04T18:00, person: dai}
"""


@pytest.fixture
def run(monkeypatch, capsys, tmp_path: Path) -> Run:
    """Runs `oncall rota …` in a folder with the short file; its exit code and what it wrote."""
    monkeypatch.chdir(tmp_path)
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    Path("short.yaml").write_text(SHORT, "utf-8")
    Path("marches.yaml").write_text(MARCHES, "utf-8")

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["oncall", "rota", *words])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return left.value.code or 0, said.out, said.err

    return run
