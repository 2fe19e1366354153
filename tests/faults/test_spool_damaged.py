"""What the lifeline has kept is damaged, cut short or doubled before the database is back."""

import pytest

from tests.faults.house import LINE
from tests.faults.processes import children, eventually, kill

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]


def test_good_lines_are_taken_up_and_bad_ones_put_aside(house):
    house.network.allows("webhook")  # callbacks that come while the web process is being replaced
    house.asha.does_not_answer()
    house.ben.answers(after=5).presses("1").hangs_up(after=20)
    house.ben.may_be_texted()
    house.kill_database()
    house.morgan.rings(LINE).connects_to(house.ben).ends()
    house.network.quiet()
    kill(*children(house.up.child("web")))
    for spool in (house.settings.data_dir / "lifeline" / "spool").glob("*.spool"):
        lines = spool.read_bytes().splitlines(keepends=True)
        changed = lines[0][:40] + b"!" + lines[0][41:]
        spool.write_bytes(b"".join([b"\n", *lines, changed, *lines, b"nothing of ours\n", lines[-1][:50]]))
    before = house.put_aside

    house.mend()
    eventually(lambda: house.put_aside > before, "nothing is put aside")
    eventually(lambda: not house.wiring.lifeline.spool.has_any(), "the spool is not taken up")
    house.network.quiet()

    [contact] = house.export()
    rung = [(a["tier"], a["person"], a["result"]) for a in contact["attempts"]]
    assert rung == [("practitioner", "asha", "no_answer"), ("backup", "ben", "accepted")]
    assert house.put_aside >= 4
