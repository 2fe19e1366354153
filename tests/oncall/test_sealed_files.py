"""Sounds and pictures on the disk, sealed."""

import pytest
from structlog.testing import capture_logs

from oncall.sealed_files import SealedFiles

SOUND = b"RIFF sound"


@pytest.fixture
def recordings(tmp_path):
    return SealedFiles(tmp_path, "recordings", "k" * 32)


def test_what_is_kept_can_be_read_again_and_nowhere_else(recordings, tmp_path):
    file = recordings.keep("RE1", SOUND)

    assert recordings.read(file) == SOUND
    assert SOUND not in (tmp_path / "recordings" / file).read_bytes()
    assert SealedFiles(tmp_path, "recordings", "x" * 32).read(file) is None


def test_keeping_it_again_replaces_it(recordings):
    assert recordings.keep("RE1", b"half") == recordings.keep("RE1", SOUND)
    assert recordings.read("RE1.sealed") == SOUND


def test_one_file_does_not_pass_for_another(recordings, tmp_path):
    folder = tmp_path / "recordings"
    (folder / recordings.keep("RE1", SOUND)).rename(folder / "RE2.sealed")

    with capture_logs() as logged:
        assert recordings.read("RE2.sealed") is None
    assert [line["event"] for line in logged] == ["sealed_file_broken"]


def test_what_is_not_there_is_nothing(recordings):
    assert recordings.read("RE1.sealed") is None
