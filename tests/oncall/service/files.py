"""Service files for tests: the fictional service with something changed, and a second one beside it."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from sqlalchemy.orm import Session, sessionmaker

import oncall
from oncall.db.unit_of_work import unit_of_work
from oncall.rotas.document import parse
from oncall.service.load import FileRefused, Loaded, load
from oncall.service.read_service import Reading, read_service

MARCHES = (Path(oncall.__file__).parent / "data/marches.yaml").read_text("utf-8")
NOW = datetime(2026, 11, 5, 22, 0, tzinfo=UTC)

SMALLEST = """\
service:
  code: wye
  name: Wye Placement Support
  timezone: Europe/London
  numbers: {voice: "+441632960110"}
staff:
  - {id: gwen, name: Gwen Parry}
rota:
  tiers:
    - name: practitioner
      layers:
        - name: days
          rotation: {unit: day, from: 2026-11-02T09:00, people: [gwen]}
"""


def with_change(old: str, new: str, text: str = MARCHES) -> str:
    """The file with `new` where `old` stands; `old` must stand there once."""
    assert text.count(old) == 1, f"{old!r} stands there {text.count(old)} times"
    return text.replace(old, new)


def load_text(sessions: sessionmaker[Session], text: str, now: datetime = NOW) -> Loaded:
    """Load a text as `marches.yaml`. Raises FileRefused."""
    return load(
        _read(text),
        unit_of_work=lambda: unit_of_work(sessions, lambda _: None),
        now=lambda: now,
    )


def mistakes(text: str) -> list[str]:
    """Every sentence about a text, as far as the file alone can tell; none if there is nothing wrong."""
    reading = _read(text)
    if not reading.mistakes:
        return []
    return FileRefused(reading.document, list(reading.mistakes)).sentences


@cache
def _read(text: str) -> Reading:
    return read_service(parse(text, "marches.yaml"))
