"""`oncall load`, from the file to what an operator reads."""

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import NullPool, create_engine, text

from oncall.cli import main
from oncall.cli.load import load_file
from oncall.settings import VARIABLES, Settings
from tests.oncall.service.files import MARCHES, with_change

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch, capsys, tmp_path: Path) -> Run:
    """Runs `oncall load` with no setting but those given; its exit code and what it wrote."""
    monkeypatch.chdir(tmp_path)
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)

    def run(file: Path | str, **settings: str) -> tuple[int, str, str]:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys, "argv", ["oncall", "load", str(file)])
        with pytest.raises(SystemExit) as left:
            main()
        said = capsys.readouterr()
        return left.value.code or 0, said.out, said.err

    return run


@pytest.fixture
def database(fresh_database, engines) -> dict[str, str]:
    """The settings of an empty database: all that a load needs."""
    return {"ONCALL_DATABASE_URL": fresh_database(), "ONCALL_REDIS_URL": engines.redis_url}


@pytest.fixture
def marches(tmp_path) -> Path:
    file = tmp_path / "marches.yaml"
    file.write_text(MARCHES, "utf-8")
    return file


def test_a_file_is_put_in_force_once(run, database, marches):
    assert run(marches, **database) == (0, "marches: version 1 is in force\n", "")
    assert run(marches, **database) == (0, "marches: nothing changed, version 1 stays in force\n", "")


def test_it_works_before_up_on_engines_of_its_own(run, marches, tmp_path):
    data = {"ONCALL_DATA_DIR": str(tmp_path / "var")}

    assert run(marches, **data) == (0, "marches: version 1 is in force\n", "")
    assert run(marches, **data) == (0, "marches: nothing changed, version 1 stays in force\n", "")


def test_a_database_without_tables_is_given_them(run, engines, fresh_database, marches):
    url = fresh_database()
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))

    code, out, _ = run(marches, ONCALL_DATABASE_URL=url, ONCALL_REDIS_URL=engines.redis_url)

    assert (code, out) == (0, "marches: version 1 is in force\n")


def test_every_mistake_has_a_line_of_its_own(run, database, marches):
    marches.write_text(with_change("every: 2", "every: 0", with_change("id: price\n", "id: morgan\n")))

    code, out, err = run(marches, **database)

    assert (code, out) == (1, "")
    first, *rest = err.splitlines()
    assert first == "oncall: marches.yaml has 3 mistakes; nothing was changed."
    assert [line.partition(":")[0] for line in rest] == [
        f"marches.yaml, line {line}" for line in (59, 71, 106)
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        pytest.param(b"service: {code: \xff\xfe}\n", "cannot be read as a text file", id="not UTF-8"),
        pytest.param(b"service: [\n", "line 2: this is not YAML", id="not YAML"),
        pytest.param(b"a: 1\na: 2\n", "line 1: `a` is written twice", id="a key twice"),
        pytest.param(b"", "The file must be a mapping", id="empty"),
        pytest.param(b"- 1\n", "line 1: The file must be a mapping", id="a list"),
        pytest.param(b"[" * 5000, "nested too deeply", id="too deep"),
        pytest.param(b"a: &a [*a]\n", "line 1: this refers to itself", id="going round"),
    ],
)
def test_what_is_no_service_file_gets_one_sentence(content, says, run, tmp_path):
    file = tmp_path / "wye.yaml"
    file.write_bytes(content)

    code, out, err = run(file, ONCALL_DATABASE_URL="postgresql://127.0.0.1:1/nowhere")

    assert (code, out) == (1, "")
    assert err.startswith("oncall: wye.yaml")
    assert says in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("file", ["nowhere.yaml", "."])
def test_a_file_that_is_not_there_gets_one_sentence(file, run):
    code, out, err = run(file)

    assert (code, out) == (1, "")
    assert err.startswith("oncall: ")
    assert err.endswith("cannot be read as a text file.\n")


def test_a_database_that_does_not_answer_gets_one_sentence(run, marches, engines):
    code, out, err = run(
        marches,
        ONCALL_DATABASE_URL="postgresql://127.0.0.1:1/nowhere",
        ONCALL_REDIS_URL=engines.redis_url,
    )

    assert (code, out) == (1, "")
    assert err == "oncall: the database does not answer; look at ONCALL_DATABASE_URL\n"


def test_wrong_usage_is_exit_code_2(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["oncall", "load"])
    with pytest.raises(SystemExit) as left:
        main()

    assert left.value.code == 2


def test_two_loads_at_once_happen_one_after_the_other(database, marches):
    settings = Settings(database_url=database["ONCALL_DATABASE_URL"], redis_url=database["ONCALL_REDIS_URL"])
    together = Barrier(4)

    def load(_: int):
        together.wait()
        return load_file(marches, settings)

    with ThreadPoolExecutor(4) as pool:
        loaded = list(pool.map(load, range(4)))

    assert {one.version for one in loaded} == {1}
    assert sorted(one.changed for one in loaded) == [False, False, False, True]
