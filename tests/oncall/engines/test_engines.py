"""Who starts the engines, who shares them, who stops them."""

import stat
from pathlib import Path

import pytest
from redis import Redis

from oncall import engines as embedded
from oncall.errors import Problem
from tests.oncall.engines.marks import connected, is_running, pids, rows, wanted


def test_addresses_that_are_set_are_used_and_nothing_is_started(tmp_path):
    settings = wanted(tmp_path / "var")
    settings.database_url, settings.redis_url = "postgresql+psycopg://db/oncall", "redis://queue"

    with embedded.running(settings) as engines:
        assert engines == embedded.Engines(settings.database_url, settings.redis_url)

    assert not settings.data_dir.exists()


def test_only_the_engine_without_an_address_is_started(tmp_path):
    settings = wanted(tmp_path / "var")
    settings.database_url = "postgresql+psycopg://db/oncall"

    with embedded.running(settings) as engines, Redis.from_url(engines.redis_url) as queue:
        assert engines.database_url == settings.database_url
        assert queue.ping()
        assert not (settings.data_dir / "postgres").exists()


def test_the_last_one_out_stops_what_the_first_one_started(data_dir):
    with embedded.running(wanted(data_dir)):
        started = pids(data_dir)
        with embedded.running(wanted(data_dir)) as engines:
            assert rows(engines) == 1
            assert pids(data_dir) == started
        assert all(is_running(pid) for pid in started)

    assert not any(is_running(pid) for pid in started)


def test_the_database_speaks_utf8_and_promises_what_it_confirms(data_dir):
    with embedded.running(wanted(data_dir)) as engines, connected(engines) as database:
        shown = {
            name: database.execute(f"SHOW {name}").fetchone()[0] for name in ("fsync", "synchronous_commit")
        }

        assert shown == {"fsync": "on", "synchronous_commit": "on"}
        assert database.execute("SHOW server_encoding").fetchone()[0] == "UTF8"
        assert database.execute("SELECT upper('ŵ')").fetchone()[0] == "Ŵ"


def test_the_queue_keeps_its_work_and_never_drops_any(data_dir):
    with embedded.running(wanted(data_dir)) as engines, Redis.from_url(engines.redis_url) as queue:
        queue.set("kept", "1")
        policy = queue.config_get("maxmemory-policy", "appendonly")
    with embedded.running(wanted(data_dir)) as engines, Redis.from_url(engines.redis_url) as queue:
        assert queue.get("kept") == b"1"
    assert policy == {"maxmemory-policy": "noeviction", "appendonly": "yes"}


def test_nobody_else_may_reach_an_engine(data_dir):
    with embedded.running(wanted(data_dir)) as engines:
        with connected(engines) as database, Redis.from_url(engines.redis_url) as queue:
            assert database.execute("SHOW listen_addresses").fetchone()[0] == ""
            assert queue.config_get("port") == {"port": "0"}
        assert stat.S_IMODE((data_dir / "sockets").stat().st_mode) == 0o700


def test_nothing_above_the_data_folder_is_changed(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    before = [known(folder) for folder in (closed, *closed.parents)]

    with embedded.running(wanted(closed / "var")) as engines, connected(engines) as database:
        assert database.execute("SELECT 1").fetchone() == (1,)

    assert [known(folder) for folder in (closed, *closed.parents)] == before
    assert stat.S_IMODE((closed / "var").stat().st_mode) == 0o700


def test_a_folder_too_deep_for_sockets_works_as_well(tmp_path):
    data_dir = tmp_path / "a folder of carers' calls" / ("deep" * 25) / "var"

    with embedded.running(wanted(data_dir)) as engines, Redis.from_url(engines.redis_url) as queue:
        with connected(engines) as database:
            assert database.execute("SELECT 1").fetchone() == (1,)
        assert queue.ping()
    embedded.erase(data_dir)

    assert not data_dir.exists()


def test_sockets_others_may_touch_are_refused(data_dir):
    (data_dir / "sockets").chmod(0o755)

    with pytest.raises(Problem, match="may be entered by others"), embedded.running(wanted(data_dir)):
        pass


def test_data_in_use_are_not_erased(data_dir):
    with embedded.running(wanted(data_dir)) as engines:
        with pytest.raises(Problem, match="stop it first"):
            embedded.erase(data_dir)
        assert rows(engines) == 1

    embedded.erase(data_dir)
    embedded.erase(data_dir)

    assert not data_dir.exists()


def test_a_data_folder_that_cannot_be_is_named(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(Problem, match="ONCALL_DATA_DIR"), embedded.running(wanted(tmp_path / "file" / "var")):
        pass


def known(folder: Path) -> tuple[int, int, int]:
    """The permissions and the owner of a folder."""
    found = folder.stat()
    return found.st_mode, found.st_uid, found.st_gid
