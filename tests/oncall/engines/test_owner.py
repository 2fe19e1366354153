"""As whom the engines run, be we root or not."""

import os

from oncall.engines import postgres
from oncall.engines.folder import prepared
from oncall.engines.owner import Owner, owner_of


def test_the_engines_never_see_themselves_as_root(tmp_path):
    owner = owner_of(prepared(tmp_path / "var"), postgres.PROGRAMS)

    assert owner.run("id", "-u").stdout.strip() != "0"


def test_what_the_engines_write_belongs_to_whoever_started_them(tmp_path):
    folder = prepared(tmp_path / "var")

    owner_of(folder, postgres.PROGRAMS).run("touch", folder.valkey / "written")

    assert (folder.valkey / "written").stat().st_uid == os.geteuid()


def test_a_place_that_cannot_be_entered_is_out_of_reach(tmp_path):
    owner = Owner(os.geteuid(), os.getegid())
    (tmp_path / "file").write_text("")

    assert owner.reaches(tmp_path)
    assert not owner.reaches(tmp_path / "file")


def test_nothing_of_our_surroundings_changes_an_engine(tmp_path, monkeypatch):
    monkeypatch.setenv("PGPORT", "1")

    shown = owner_of(prepared(tmp_path / "var"), postgres.PROGRAMS).run("env").stdout

    assert "PGPORT" not in shown
    assert "TZ=UTC" in shown


def test_a_ctrl_c_at_our_terminal_does_not_reach_an_engine(tmp_path):
    owner = owner_of(prepared(tmp_path / "var"), postgres.PROGRAMS)

    session = int(owner.run("/bin/sh", "-c", "cut -d' ' -f6 /proc/self/stat").stdout)

    assert session != os.getsid(0)
