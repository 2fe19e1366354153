"""What the doctor says of handovers that are late."""

from datetime import UTC, datetime

from oncall.cli.doctor_handover import examine_handovers
from oncall.handover.watch import keep_handovers
from oncall.service.store import config_of, services
from tests.oncall.contacts.conftest import scene, thursday

__all__ = ["scene", "thursday"]


def said(scene, *at: int) -> list[str]:
    """What the doctor says at a time."""
    scene.clock.at = datetime(*at, tzinfo=UTC)
    keep_handovers(scene.w)
    with scene.w.unit_of_work() as work:
        config = config_of({}, work.session, services(work.session)[0].id)
        return [one.says for one in examine_handovers(work.session, [config], scene.clock())]


def test_an_hour_after_its_time_what_is_not_signed_or_accepted_is_named(scene):
    assert said(scene, 2026, 11, 6, 9, 59) == []
    signed = ["Marches Placement Support: the one for 2026-11-06 09:00Z is not signed"]
    assert said(scene, 2026, 11, 6, 10, 1) == signed
    assert said(scene, 2026, 11, 7, 9, 59) == signed
    assert said(scene, 2026, 11, 7, 10, 1) == [
        *signed,
        "Marches Placement Support: the change of shift at 2026-11-07 09:00Z is not accepted",
    ]
