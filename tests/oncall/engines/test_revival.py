"""An engine that dies under a running service comes back."""

from oncall import engines as embedded
from tests.oncall.engines.marks import is_running, kill, pids, rows, wanted


def test_engines_that_are_well_are_left_alone(data_dir):
    with embedded.running(wanted(data_dir)):
        before = pids(data_dir)

        assert not embedded.revive(wanted(data_dir))

        assert pids(data_dir) == before


def test_engines_that_died_are_started_again_where_they_were(data_dir):
    with embedded.running(wanted(data_dir)) as engines:
        kill(*pids(data_dir))

        assert embedded.revive(wanted(data_dir))

        assert rows(engines) == 1
        assert not embedded.revive(wanted(data_dir))
        revived = pids(data_dir)
    assert not any(is_running(pid) for pid in revived)


def test_servers_elsewhere_are_not_ours_to_revive(tmp_path):
    settings = wanted(tmp_path / "var")
    settings.database_url, settings.redis_url = "postgresql+psycopg://db/oncall", "redis://queue"

    assert not embedded.revive(settings)
    assert not settings.data_dir.exists()
