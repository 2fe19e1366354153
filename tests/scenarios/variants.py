"""The fictional service with something about it changed, as a new version of its file would have it."""

from oncall.rotas.document import read_file
from oncall.service.load import load
from oncall.service.read_service import read_service
from tests.house import MARCHES
from tests.scenarios.night import Night


def change(night: Night, **changes: tuple[str, str]) -> Night:
    """Load the service again with words of its file replaced; each change has a name that says why."""
    written = MARCHES.read_text()
    for why, (old, new) in changes.items():
        assert old in written, why
        written = written.replace(old, new)
    variant = night.wiring.settings.data_dir / "variant.yaml"
    variant.write_text(written)
    w = night.wiring
    load(read_service(read_file(variant)), unit_of_work=w.unit_of_work, now=w.now)
    return night


def override(tier: str, person: str) -> tuple[str, str]:
    """The change that puts a person on a tier for all of the first week of November 2026."""
    line = (
        f"{{tier: {tier}, from: 2026-11-01T09:00, until: 2026-11-08T09:00, person: {person}, reason: swap}}"
    )
    return "  overrides:", f"  overrides:\n    - {line}\n    #"
