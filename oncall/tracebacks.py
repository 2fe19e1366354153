"""What went wrong, for whoever reads the log: where and which error, never what it quotes.

An error of the database quotes the row it was about ("Failing row contains …"), and a value that cannot be
read is quoted by whoever tried: names, numbers and messages would be written down.
"""

import traceback
from collections.abc import Iterator
from itertools import chain

from structlog.typing import ExcInfo

QUOTES = (ValueError, LookupError)
"""Errors of Python and of libraries that say which value they are about."""


def told(exc_info: ExcInfo) -> str:
    """An error and what led to it, earliest first: the places in the code, and each error's name."""
    errors = reversed(list(_led_to(exc_info[1])))
    return "".join(chain.from_iterable(_lines(error) for error in errors)).rstrip()


def _led_to(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _lines(error: BaseException) -> Iterator[str]:
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(error.__traceback__)
    said = _said(error)
    yield f"{type(error).__qualname__}{': ' if said else ''}{said}\n"


def _said(error: BaseException) -> str:
    """What an error says of itself, unless it may quote somebody."""
    told_by_database = getattr(getattr(error, "orig", error), "diag", None)
    if told_by_database is not None and told_by_database.sqlstate:
        names = ("sqlstate", "table_name", "column_name", "constraint_name")
        return " ".join(filter(None, (getattr(told_by_database, name) for name in names)))
    return "" if isinstance(error, QUOTES) else str(error)
