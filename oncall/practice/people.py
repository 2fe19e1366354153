"""The telephones to put up for a visitor: a list in a JSON file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oncall.practice.addresses import can_be_rung

if TYPE_CHECKING:
    from oncall.practice.exchange import Exchange

KINDS = ("carer", "professional", "staff", "line", "other")


class BadFile(Exception):  # noqa: N818  (named for the fact)
    """A file of telephones that cannot be used; its text is one sentence for whoever wrote it."""


def put_up_phones(exchange: Exchange, path: Path) -> None:
    """Put up the telephones of a file: `[{"number", "name", "who", "withheld"}]`, the last one optional.

    `who` is one of carer, professional, staff, line, other. Raises BadFile.
    """
    for entry in _entries(path):
        number, who = str(entry.get("number", "")), str(entry.get("who", "other"))
        if not can_be_rung(number):
            raise BadFile(f"{path}: every telephone needs a full international number.")
        if who not in KINDS:
            raise BadFile(f"{path}: who must be one of {', '.join(KINDS)}.")
        phone = exchange.phone(number, str(entry.get("name") or number), who)
        phone.withheld = entry.get("withheld") is True


def add_service_numbers(exchange: Exchange, path: Path) -> None:
    """Give the account the numbers of a file: `[{"number", "name"}]`. Raises BadFile."""
    for entry in _entries(path):
        number = str(entry.get("number", ""))
        if not can_be_rung(number):
            raise BadFile(f"{path}: every number of the service must be a full international number.")
        exchange.add_number(number, str(entry.get("name") or number))


def _entries(path: Path) -> list[dict[str, Any]]:
    try:
        entries = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise BadFile(f"{path} cannot be read as JSON.") from None
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadFile(f"{path} must hold a list of objects.")
    return entries
