"""The migrations, run from nothing, make what the models say; each goes up and down with a row in it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, NullPool, create_engine, text

import oncall
from oncall.db.base import Base
from oncall.db.migrate import FOLDER, pending, upgrade
from oncall.errors import Problem

ROOT = Path(oncall.__file__).parent
for tables in sorted(ROOT.glob("*/tables.py")):
    import_module(f"oncall.{tables.parent.name}.tables")
import_module("oncall.db.outbox")

CONFIG = Config()
CONFIG.set_main_option("script_location", str(FOLDER))
SCRIPTS = list(reversed(list(ScriptDirectory.from_config(CONFIG).walk_revisions())))
REVISIONS = [script.revision for script in SCRIPTS]
PARTS = """SELECT table_name::text, column_name::text FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> 'alembic_version'
    UNION ALL SELECT tablename::text, indexname::text FROM pg_indexes
    WHERE schemaname = 'public' AND tablename <> 'alembic_version'"""

ANY: dict[type, Any] = {
    int: 1,
    str: "x",
    bool: True,
    bytes: b"x",
    date: date(2026, 11, 5),
    datetime: datetime(2026, 11, 5, 22, tzinfo=UTC),
    time: time(9),
    object: {},  # JSON
    list: [],
}
"""A value of each type. Every row has the same, so that they refer to one another."""

Shape = dict[str, set[str]]


@pytest.fixture
def database(fresh_database) -> Iterator[tuple[str, Engine]]:
    """A database with every migration run."""
    url = fresh_database()
    engine = create_engine(url, poolclass=NullPool)
    yield url, engine
    engine.dispose()


@pytest.fixture
def empty(databases) -> Iterator[Engine]:
    """A database with no migration run."""
    engine = create_engine(databases.new(), poolclass=NullPool)
    yield engine
    engine.dispose()


def test_the_migrations_follow_one_another():
    assert ScriptDirectory.from_config(CONFIG).get_heads() == [REVISIONS[-1]]
    assert [f"{number:04}" for number in range(len(REVISIONS))] == REVISIONS


def test_the_migrations_make_what_the_models_say(database):
    with database[1].connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )

        assert compare_metadata(context, Base.metadata) == []


def test_every_constraint_is_named_by_the_convention(database):
    with database[1].connect() as connection:
        names = connection.execute(
            text(
                "SELECT conname FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
                " AND contype IN ('p', 'f', 'u', 'c') AND conrelid <> 'alembic_version'::regclass"
            )
        )

        assert [name for (name,) in names if not name.startswith(("pk_", "fk_", "uq_", "ck_"))] == []


def test_each_migration_goes_up_and_down_and_up_with_rows_in_it(empty):
    shape, filler = _shape(empty), Filler(empty)
    for script in SCRIPTS:
        _run(empty, script.module.upgrade)
        there = _shape(empty)
        assert there != shape, script.revision
        filler.fill(there)

        _run(empty, script.module.downgrade)
        assert _shape(empty) == shape, script.revision
        assert set(_counts(empty, shape).values()) <= {1, 2}, script.revision  # 0017 makes two rows of a note

        _run(empty, script.module.upgrade)
        filler.fill(there)
        shape = there


def _run(engine: Engine, step: Callable[[], None]) -> None:
    with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        step()


def _shape(engine: Engine) -> Shape:
    """The columns and indexes of every table."""
    parts = Shape()
    with engine.connect() as connection:
        for table, part in connection.execute(text(PARTS)):
            parts.setdefault(table, set()).add(part)
    return parts


class Filler:
    """Puts a row into every table that has none; a table is looked at anew only when it has changed."""

    def __init__(self, engine: Engine) -> None:
        self._engine, self._known, self._shapes = engine, MetaData(), Shape()

    def fill(self, shape: Shape) -> None:
        """One row each, in the tables that others refer to first."""
        counts = _counts(self._engine, shape)
        wanted = [name for name in shape if not counts[name]]
        for name in wanted:
            if name in self._known.tables and self._shapes.get(name) != shape[name]:
                self._known.remove(self._known.tables[name])
        self._known.reflect(self._engine, only=[name for name in wanted if name not in self._known.tables])
        self._shapes |= {name: shape[name] for name in self._known.tables if name in shape}
        with self._engine.begin() as connection:
            for table in (one for one in self._known.sorted_tables if one.name in wanted):
                given = [column for column in table.columns if column.computed is None]
                values = {column.name: ANY[column.type.python_type] for column in given}
                connection.execute(table.insert().values(values))


def _counts(engine: Engine, names: Iterable[str]) -> dict[str, int]:
    each = " UNION ALL ".join(f"SELECT '{name}', count(*) FROM \"{name}\"" for name in names)
    with engine.connect() as connection:
        return dict(map(tuple, connection.execute(text(each)))) if each else {}


def test_an_earlier_release_says_in_a_sentence_that_the_database_is_a_later_one_s(database):
    url, engine = database
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    for asks in (upgrade, pending):
        with pytest.raises(Problem, match="belongs to a later release of oncall than this one"):
            asks(url)
