"""The snapshot on the disk."""

import json

import pytest

from oncall.lifeline.snapshot import read, written
from oncall.lifeline.snapshot_file import SnapshotFile
from oncall.seal import Broken, Seal
from tests.oncall.lifeline.snapshots import MORGAN, service, snapshot


@pytest.fixture
def file(tmp_path) -> SnapshotFile:
    return SnapshotFile(tmp_path / "lifeline", Seal("k" * 32))


def test_what_is_written_is_read_again(file):
    file.write(snapshot())

    assert file.read() == snapshot()


def test_nobody_else_can_read_it(file):
    file.write(snapshot())

    assert file.path.stat().st_mode & 0o777 == 0o600
    assert file.path.parent.stat().st_mode & 0o777 == 0o700
    for secret in (MORGAN, "Marches", "asha"):
        assert secret.encode() not in file.path.read_bytes()


def test_a_new_one_is_seen_by_whoever_has_read_the_old_one(file):
    file.write(snapshot())
    file.read()

    file.write(snapshot(service(version=4)))

    assert file.read().versions() == {"marches": 4}


def test_there_is_none_before_the_first(file):
    assert file.read() is None
    assert file.sealed() is None


def test_a_broken_one_is_none(file):
    file.write(snapshot())
    file.path.write_bytes(file.path.read_bytes()[:-3])

    assert file.read() is None


def test_one_that_was_sealed_elsewhere_is_taken_only_if_it_can_be_read(file, tmp_path):
    file.write(snapshot())
    elsewhere = SnapshotFile(tmp_path / "elsewhere", Seal("k" * 32))
    stranger = SnapshotFile(tmp_path / "stranger", Seal("x" * 32))
    elsewhere.write(snapshot(service(version=9)))
    stranger.write(snapshot(service(version=10)))

    file.put(elsewhere.sealed())
    with pytest.raises(Broken):
        file.put(stranger.sealed())

    assert file.read().versions() == {"marches": 9}


def test_nothing_half_is_left_lying(file):
    file.write(snapshot())

    assert [path.name for path in file.path.parent.iterdir()] == ["snapshot"]


def test_one_of_an_older_format_is_still_read(file):
    old = json.loads(written(snapshot()))
    del old["format"]
    for name in ("hunt_again", "restricted", "no_contact"):
        del old["services"][0][name]

    known = read(json.dumps(old).encode())

    assert known.format == 1
    assert known.services == snapshot().services


def test_one_of_a_newer_format_is_read_as_far_as_it_is_known():
    new = json.loads(written(snapshot())) | {"format": 3, "weather": "rain"}
    new["services"][0]["weather"] = new["timing"]["weather"] = "rain"

    known = read(json.dumps(new).encode())

    assert known.format == 3
    assert known.services == snapshot().services


def test_no_number_is_told_by_whoever_shows_one():
    known = service(restricted={MORGAN: 1}, no_contact=(MORGAN,))

    assert MORGAN not in repr(known)
