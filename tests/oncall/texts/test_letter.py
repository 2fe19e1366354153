"""By day an e-mail says that a text waits for the office."""

from datetime import UTC, datetime

import pytest

from tests.oncall.mail.letterbox import open_letterbox

NOON, NIGHT = datetime(2026, 11, 6, 12, 0, tzinfo=UTC), datetime(2026, 11, 6, 22, 0, tzinfo=UTC)


@pytest.fixture
def letters(scene):
    """What has come to the mail server of the scene."""
    with open_letterbox() as box:
        mail = {"smtp_url": f"smtp://127.0.0.1:{box.port}", "mail_from": "on-call@example.net"}
        scene.w.settings = scene.w.settings.model_copy(update=mail)
        yield box.letters


def test_at_night_nobody_is_written_to(scene, letters):
    scene.clock.at = NIGHT
    scene.texts("Are you there?")
    scene.does_errands()

    assert letters == []


def test_what_somebody_has_taken_is_not_told(scene, letters):
    scene.clock.at = NOON
    ref = scene.texts("Are you there?")
    with scene.w.unit_of_work() as work:
        contact = scene.by_ref(ref)
        contact.owned_at = NOON
        work.session.merge(contact)
    scene.does_errands()

    assert letters == []
