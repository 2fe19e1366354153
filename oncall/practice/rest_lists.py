"""Lists by REST: which things a request asks for, and one page of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import Response, jsonify, request

T = TypeVar("T")


def newest(things: Mapping[str, T], like: Callable[[T], bool]) -> list[T]:
    """Those the request asks for, the latest first."""
    return [thing for thing in reversed(list(things.values())) if like(thing)]


def asked_for(**values: str | None) -> bool:
    """Whether every filter that the request sets names the value given here; an empty one filters nothing."""
    return all(request.args.get(name) in (None, "", value or "") for name, value in values.items())


def page_of(key: str, things: Sequence[T], as_json: Callable[[T], dict[str, Any]]) -> Response:
    """One page of a list, with where the next one is."""
    size = min(max(request.args.get("PageSize", 50, type=int), 1), 1000)
    page = max(request.args.get("Page", 0, type=int), 0)
    shown = things[page * size : (page + 1) * size]
    more = len(things) > (page + 1) * size
    body = {
        key: [as_json(thing) for thing in shown],
        "page": page,
        "page_size": size,
        "start": page * size,
        "end": page * size + max(len(shown) - 1, 0),
        "uri": _page_uri(page, size),
        "first_page_uri": _page_uri(0, size),
        "previous_page_uri": _page_uri(page - 1, size) if page else None,
        "next_page_uri": _page_uri(page + 1, size) if more else None,
    }
    return jsonify(body)


def _page_uri(page: int, size: int) -> str:
    kept = [(k, v) for k, v in request.args.items(multi=True) if k not in ("Page", "PageSize", "PageToken")]
    token = [("PageToken", f"PA{page}")] if page else []
    return f"{request.path}?{urlencode([*kept, ('PageSize', size), ('Page', page), *token])}"


def within(name: str, at: datetime | None) -> bool:
    """Whether a date passes the request's filters `Name`, `Name<` (on or before), `Name>` (on or after)."""
    for suffix in ("", "<", ">"):
        wanted = request.args.get(name + suffix)
        if not wanted:
            continue
        if at is None:
            return False
        limit = datetime.fromisoformat(wanted.replace("Z", "+00:00"))
        limit = limit if limit.tzinfo else limit.replace(tzinfo=UTC)
        whole_day = "T" not in wanted
        if not _passes(suffix, at, limit, whole_day=whole_day):
            return False
    return True


def _passes(suffix: str, at: datetime, limit: datetime, *, whole_day: bool) -> bool:
    if suffix == ">":
        return at >= limit.replace(microsecond=0)
    if suffix == "<":
        return at.date() <= limit.date() if whole_day else at <= limit
    return at.date() == limit.date()
