"""The words of a text, kept beside it by the database: a search need not take the text apart anew."""

from typing import Any

from sqlalchemy import Column, Computed, Index
from sqlalchemy.dialects.postgresql import TSVECTOR

ENGLISH = "'english'::regconfig"
"""How words are taken apart, as SQL: what is searched for must be taken apart in the same way."""
NOT_READ: dict[str, Any] = {"exclude_properties": ["words"]}
"""For a table with such a column: it is for searching, and comes with no row that is read or written."""


def words_of(table: str, column: str) -> tuple[Column[str], Index]:
    """A table's column `words`: the words of another of its columns, whatever that says; and its index."""
    words = Computed(f"to_tsvector({ENGLISH}, {column})", persisted=True)
    return Column("words", TSVECTOR, words), Index(f"ix_{table}_words", "words", postgresql_using="gin")
