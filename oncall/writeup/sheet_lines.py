"""The rows of a record's form: those that say something, and one more of each kind to begin."""

import secrets
from collections.abc import Mapping

from oncall.contacts.record_fields import LINES, Line, lines


def rows(values: Mapping[str, str]) -> dict[str, tuple[Line, ...]]:
    """The lines of every kind with an empty one at the end.

    The empty one's key is new each time, so that two who begin a row at once begin two.
    """
    return {kind: (*(had := lines(values, kind)), Line(_new_key(had), {})) for kind in LINES}


def _new_key(had: tuple[Line, ...]) -> str:
    last = max((int(line.key[:2]) for line in had if line.key[:2].isdigit()), default=0)
    return f"{min(last + 1, 99):02}{secrets.token_hex(2)}"
