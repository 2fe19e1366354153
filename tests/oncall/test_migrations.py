"""The migrations, run from nothing, make what the models say; each goes up and down with a row in it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, NullPool, Table, create_engine, func, select, text

import oncall
from oncall.db.base import Base
from oncall.db.migrate import FOLDER, downgrade, upgrade

ROOT = Path(oncall.__file__).parent
for tables in sorted(ROOT.glob("*/tables.py")):
    import_module(f"oncall.{tables.parent.name}.tables")
import_module("oncall.db.outbox")

CONFIG = Config()
CONFIG.set_main_option("script_location", str(FOLDER))
REVISIONS = [
    script.revision for script in reversed(list(ScriptDirectory.from_config(CONFIG).walk_revisions()))
]

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


@pytest.fixture
def database(fresh_database) -> Iterator[tuple[str, Engine]]:
    """A database with every migration run."""
    url = fresh_database()
    engine = create_engine(url, poolclass=NullPool)
    yield url, engine
    engine.dispose()


@pytest.fixture
def empty(fresh_database) -> Iterator[tuple[str, Engine]]:
    """A database with no migration run."""
    url = fresh_database()
    downgrade(url, "base")
    engine = create_engine(url, poolclass=NullPool)
    yield url, engine
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
    url, engine = empty
    tables = _tables(engine)
    for before, revision in zip(["base", *REVISIONS], REVISIONS, strict=False):
        upgrade(url, revision)
        there = _tables(engine)
        assert _shape(there) != _shape(tables), revision
        _fill(engine, there)

        downgrade(url, before)
        assert _shape(_tables(engine)) == _shape(tables), revision
        assert set(_counts(engine, tables).values()) <= {1, 2}, revision  # 0017 makes two rows of a note

        upgrade(url, revision)
        _fill(engine, there)
        tables = there


def _shape(tables: list[Table]) -> dict[str, set[str]]:
    """The columns and indexes of every table."""
    return {
        table.name: {*table.columns.keys(), *(str(index.name) for index in table.indexes)} for table in tables
    }


def _fill(engine: Engine, tables: list[Table]) -> None:
    """Put one row into every table that has none."""
    counts = _counts(engine, tables)
    with engine.begin() as connection:
        for table in tables:
            if not counts[table.name]:
                values = {column.name: ANY[column.type.python_type] for column in table.columns}
                connection.execute(table.insert().values(values))


def _counts(engine: Engine, tables: list[Table]) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table.name: connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables
        }


def _tables(engine: Engine) -> list[Table]:
    """Every table as it is in the database now, those that others refer to first."""
    there = MetaData()
    there.reflect(engine)
    return [table for table in there.sorted_tables if table.name != "alembic_version"]
