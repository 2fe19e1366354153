"""The disk takes nothing more: calls are answered all the same, and nothing is said to be kept then."""

import errno
import os
import resource
import subprocess
from pathlib import Path

import pytest

from tests.faults import processes
from tests.faults.house import LINE, TEXT_LINE
from tests.faults.processes import children

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


def may_write(house, limits):
    """How large a file the processes that answer may write: none at all, like on a full disk, or any."""
    processes.may_write(children(house.up.child("web")), limits)


def what_could_not_be_kept_is_kept(house):
    """There is room again, then a database: afterwards every call is there once."""
    may_write(house, UNLIMITED)
    for phone in (house.asha, house.ben, house.elin, house.price):
        phone.may_be_texted()
        phone.does_not_answer()
    for _ in range(8):  # whichever process answers
        house.price.texts("Please ring me", to=TEXT_LINE)
    house.network.quiet()
    house.mend()
    house.is_done()
    calls = [contact for contact in house.export() if contact["channel"] == "voice"]
    return [[(a["person"], a["result"]) for a in call["attempts"]] for call in calls]


def test_without_database_and_disk_a_call_is_still_put_through(house):
    house.network.allows("webhook")  # status callbacks are refused: they could not be kept
    house.asha.does_not_answer()
    house.ben.answers(after=5).presses("1").hangs_up(after=20)
    house.ben.may_be_texted()

    house.kill_database()
    may_write(house, (0, resource.RLIM_INFINITY))
    house.morgan.rings(LINE).hears("still trying").connects_to(house.ben).ends()
    house.network.quiet()

    house.answered_in_time()
    told = [webhook for webhook in house.network.webhooks if "/leg" in webhook.url]
    assert told
    assert {webhook.status for webhook in told} == {503}
    assert what_could_not_be_kept_is_kept(house) == [[("asha", "no_answer"), ("ben", "accepted")]]


def test_what_could_not_be_kept_is_kept_as_soon_as_there_is_room(house):
    house.network.allows("webhook")
    house.asha.answers(after=5).presses("1").hangs_up(after=20)
    house.asha.may_be_texted()
    house.kill_database()
    may_write(house, (0, resource.RLIM_INFINITY))
    house.morgan.rings(LINE).connects_to(house.asha).ends()
    house.network.quiet()

    assert what_could_not_be_kept_is_kept(house) == [[("asha", "accepted")]]


def may_mount() -> bool:
    """Whether a small disk of a test's own can be had here."""
    return os.geteuid() == 0 and subprocess.run(["unshare", "-m", "true"], check=False).returncode == 0


def fill(disk: Path) -> Path:
    """Take all the room there is."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
                write_on(file, bytes(size))
    return filler


def write_on(file, data: bytes) -> None:
    """Write until there is no room."""
    while True:
        file.write(data)


if may_mount():

    @pytest.fixture
    def small_disk(tmp_path):
        """A disk of 4 MB."""
        disk = tmp_path / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk], check=True)
        yield disk
        subprocess.run(["umount", "-l", disk], check=True)

    def test_the_room_that_was_set_aside_is_enough_for_a_call(house_with, small_disk):
        house = house_with(lifeline_in=small_disk)
        house.opens()
        house.asha.does_not_answer()
        house.ben.answers(after=5).presses("1").hangs_up(after=20)
        house.ben.may_be_texted()
        filler = fill(small_disk)

        house.kill_database()
        house.morgan.rings(LINE).connects_to(house.ben).ends()
        house.network.quiet()
        filler.unlink()
        house.mend()

        house.is_done()
        house.answered_in_time()
        assert house.results == [("practitioner", "asha", "no_answer"), ("backup", "ben", "accepted")]
