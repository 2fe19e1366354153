"""Every request on the disk, in order, and taken up once."""

import json
import os
import threading
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from zlib import crc32

import pytest

from oncall.lifeline.spool import BALLAST_BYTES, PURPOSE, Rang, Record, Spool, line_of
from oncall.lifeline.taking_up import Backlog, BadLine, record_of
from oncall.seal import Seal

SEAL = Seal("k" * 32)


def record(at: float = 1.0, path: str = "/twilio/voice", number: int = 0) -> Record:
    return Record(at, path, "s=marches", (("From", "+447700900301"), ("Body", "ä\n")), number=number)


@pytest.fixture
def spool(tmp_path) -> Spool:
    return Spool(tmp_path, SEAL)


@pytest.fixture
def backlog(tmp_path) -> Backlog:
    return Backlog(tmp_path, SEAL)


def spools(tmp_path):
    return sorted((tmp_path / "spool").glob("*.spool"))


def take_up(backlog) -> list[Record]:
    """Take everything up, and tidy."""
    taken = []
    for waiting in backlog.waiting():
        taken.append(waiting.record)
        backlog.finish(waiting)
    backlog.tidy()
    return taken


def test_what_is_kept_is_found_again(spool, backlog):
    kept = Record(
        2.5, "/p", "q", (("a", "1"), ("a", "2")), Rang("tier", "backup", "ben", "+447700900202", 20), True, 7
    )
    spool.append(kept)

    assert [waiting.record for waiting in backlog.waiting()] == [kept]


def test_what_another_version_has_written_is_read_as_far_as_it_is_known():
    rang = {"kind": "tier", "tier": "backup", "person": "ben", "number": "+447700900202", "seconds": 20}
    old = {"at": 2.5, "path": "/p", "query": "q", "form": [["a", "1"]], "took_message": True}
    for more in ({}, {"weather": "rain"}):
        plain = json.dumps({**old, **more, "rang": {**rang, **more}}).encode()
        sealed = b64encode(SEAL.close(plain, PURPOSE))

        known = record_of(b"%d %08x %s\n" % (len(sealed), crc32(sealed), sealed), SEAL)

        assert known.rang == Rang("tier", "backup", "ben", "+447700900202", 20, nth=1)
        assert (known.took_message, known.rings_on) == (True, False)


def test_nobody_can_read_it_on_the_disk(spool, tmp_path):
    spool.append(record())

    [file] = spools(tmp_path)
    assert file.stat().st_mode & 0o777 == 0o600
    assert b"7700900301" not in file.read_bytes()


def test_records_of_all_processes_come_in_the_order_in_which_they_were_made(tmp_path, backlog):
    one, other = Spool(tmp_path, SEAL), Spool(tmp_path, SEAL)
    one.append(record(3.0))
    other.append(record(1.0, number=1))
    other.append(record(1.0, number=2))
    one.append(record(2.0))

    assert [(r.at, r.number) for r in take_up(backlog)] == [(1.0, 1), (1.0, 2), (2.0, 0), (3.0, 0)]


def test_what_was_taken_up_is_gone_and_the_writer_goes_on(spool, backlog, tmp_path):
    spool.append(record(1.0))
    take_up(backlog)
    assert not spool.has_any()
    assert spools(tmp_path) == []

    spool.append(record(2.0))

    assert spool.has_any()
    assert [r.at for r in take_up(backlog)] == [2.0]


def test_what_was_not_taken_up_stays_and_nothing_is_taken_twice(spool, backlog, tmp_path):
    for at in (1.0, 2.0, 3.0):
        spool.append(record(at))
    first, _, third = backlog.waiting()
    backlog.finish(first)
    backlog.finish(third)
    backlog.tidy()

    assert [one.record.at for one in Backlog(tmp_path, SEAL).waiting()] == [2.0, 3.0]  # as after a restart


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda line: line[:30] + b"#" + line[31:], id="one letter changed"),
        pytest.param(lambda line: line[:-20] + b"\n", id="cut short"),
        pytest.param(lambda line: b"nothing of ours\n", id="something else"),
        pytest.param(lambda line: b"\xff\xfe\x00 a b c\n", id="rubbish"),
        pytest.param(lambda line: b"\n", id="empty"),
        pytest.param(lambda line: line_of(record(), Seal("another key")), id="another key"),
    ],
)
def test_a_bad_line_goes_aside_and_the_others_are_taken_up(spool, backlog, tmp_path, damage):
    spool.append(record(1.0))
    spool.append(record(2.0))
    [file] = spools(tmp_path)
    first, second = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(damage(first) + second)

    assert [r.at for r in take_up(backlog)] == [2.0]
    assert backlog.aside() == 1
    assert not spool.has_any()


def test_a_line_torn_by_a_power_cut_goes_aside(spool, backlog, tmp_path):
    spool.append(record(1.0))
    spool.append(record(2.0))
    [file] = spools(tmp_path)
    os.truncate(file, file.stat().st_size - 9)

    assert [r.at for r in take_up(backlog)] == [1.0]
    assert backlog.aside() == 1
    assert not spool.has_any()


def test_a_spool_cut_anywhere_gives_every_line_before_the_cut(tmp_path):
    lines = [line_of(record(float(at)), SEAL) for at in range(4)]
    whole = b"".join(lines)
    folder = tmp_path / "spool"
    folder.mkdir()
    for cut in range(0, len(whole), 7):
        (folder / f"{cut:09d}.spool").write_bytes(whole[:cut])
        before = sum(1 for n in range(4) if len(b"".join(lines[: n + 1])) <= cut)

        assert len(take_up(Backlog(tmp_path, SEAL))) == before


def test_a_line_that_stands_twice_is_found_twice_and_both_are_whole(spool, backlog, tmp_path):
    spool.append(record(1.0))
    [file] = spools(tmp_path)
    file.write_bytes(file.read_bytes() * 2)

    assert [r.at for r in take_up(backlog)] == [1.0, 1.0]


def test_a_disk_that_is_full_leaves_no_half_line_and_the_ballast_makes_room(spool, backlog, monkeypatch):
    spool.append(record(1.0))
    spool.keep_ballast()
    room = spool.folder.parent / "ballast"
    assert room.stat().st_size == BALLAST_BYTES
    real = os.write

    def full(file, data):
        return real(file, data[:10]) if room.exists() else real(file, data)

    monkeypatch.setattr(os, "write", full)
    spool.append(record(2.0))

    assert not room.exists()
    assert [r.at for r in take_up(backlog)] == [1.0, 2.0]
    assert backlog.aside() == 0


def test_a_disk_that_stays_full_is_said_to_be(spool, backlog, monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda file, data: real(file, data[:10]))

    with pytest.raises(OSError, match="full"):
        spool.append(record(1.0))

    monkeypatch.setattr(os, "write", real)
    assert take_up(backlog) == []
    assert backlog.aside() == 0


def test_many_threads_and_somebody_who_takes_up_lose_and_double_nothing(tmp_path):
    spool, backlog, taken, over = Spool(tmp_path, SEAL), Backlog(tmp_path, SEAL), [], threading.Event()

    def taking():
        while not over.is_set():
            taken.extend(take_up(backlog))

    taker = threading.Thread(target=taking)
    taker.start()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: spool.append(record(float(n))), range(300)))
    over.set()
    taker.join()
    taken.extend(take_up(backlog))

    assert sorted(r.at for r in taken) == [float(n) for n in range(300)]


def test_a_line_tells_nothing_when_it_is_bad():
    with pytest.raises(BadLine) as bad:
        record_of(b"12 zz words\n", SEAL)

    assert str(bad.value) == ""


def test_what_another_process_has_taken_up_is_not_taken_up_again(spool, tmp_path):
    one, other = Backlog(tmp_path, SEAL), Backlog(tmp_path, SEAL)
    for at in (1.0, 2.0, 3.0):
        spool.append(record(at))
    assert len(one.waiting()) == 3
    other.finish(other.waiting()[0])
    other.tidy()

    assert [waiting.record.at for waiting in one.waiting()] == [2.0, 3.0]
    assert len(take_up(other)) == 2
    assert one.waiting() == []
    one.tidy()
