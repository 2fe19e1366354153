"""Playing a message that was left."""

import io
import wave

import pytest

from tests.oncall.contacts.page import words
from tests.oncall.contacts.scene import STRANGER


def two_seconds() -> bytes:
    """Silence, as the telephone company would give it."""
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setparams((1, 2, 8000, 16000, "NONE", ""))
        file.writeframes(bytes(32000))
    return sound.getvalue()


SOUND = two_seconds()


@pytest.fixture
def message(scene) -> tuple[str, str]:
    """The address of a message that has been fetched, and the reference of its contact."""
    ref = scene.rings()
    scene.nobody_answers(ref)
    sid = scene.leaves_a_message(ref)
    scene.clock.advance(seconds=5)
    scene.keeps_the_recording(sid, SOUND)
    return f"/contacts/{ref}/messages/{scene.recording(sid).id}", ref


def test_until_it_is_fetched_that_is_said(scene, browser):
    ref = scene.rings()
    scene.nobody_answers(ref)
    sid = scene.leaves_a_message(ref)
    page = browser().get(f"/contacts/{ref}")

    assert "A message was left at Thu 5 Nov 22:01. It is being fetched." in words(page)
    assert "<audio" not in page.text
    assert browser().get(f"/contacts/{ref}/messages/{scene.recording(sid).id}").status_code == 404


def test_it_can_be_played_from_the_page(message, browser):
    address, ref = message
    asha = browser()

    assert f'src="{address}"' in asha.get(f"/contacts/{ref}").text
    assert "Thu 5 Nov 22:01, 12 seconds long." in words(asha.get(f"/contacts/{ref}"))
    played = asha.get(address)
    assert (played.status_code, played.data, played.mimetype) == (200, SOUND, "audio/wav")


def test_a_player_may_ask_for_a_part(message, browser):
    part = browser().get(message[0], headers={"Range": "bytes=100-199"})

    assert (part.status_code, part.data) == (206, SOUND[100:200])
    assert part.headers["Content-Range"] == f"bytes 100-199/{len(SOUND)}"


def test_no_browser_keeps_it_and_its_name_says_nothing(message, browser):
    played = browser().get(message[0])

    assert played.headers["Cache-Control"] == "no-store"
    assert played.headers["Content-Disposition"] == "inline; filename=message.wav"


def test_a_message_belongs_to_its_contact(message, scene, browser):
    other = scene.rings(STRANGER)

    assert browser().get(message[0].replace(message[1], other)).status_code == 404
    assert browser().get(f"/contacts/{message[1]}/messages/{10**25}").status_code == 404


def test_only_those_who_may_see_the_contact_hear_it(message, scene, browser, app):
    theirs = browser()
    scene.leaves_the_service("asha")

    assert theirs.get(message[0]).status_code == 404
    assert app.test_client().get(message[0]).status_code == 303


def test_nobody_hears_it_from_the_disk_alone(message, scene):
    [file] = scene.recordings.iterdir()

    assert b"RIFF" not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_copy_that_somebody_has_changed_is_not_played(message, scene, browser):
    [file] = scene.recordings.iterdir()
    file.write_bytes(file.read_bytes()[:-1] + b"x")

    assert browser().get(message[0]).status_code == 404


def test_a_copy_that_is_gone_is_not_there(message, scene, browser):
    for file in scene.recordings.iterdir():
        file.unlink()

    assert browser().get(message[0]).status_code == 404
