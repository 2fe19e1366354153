"""The links on every page, in one list; what does not exist, or its reader may not see, has none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from flask import Flask, current_app, g, request, url_for


class Reader(Protocol):
    """Who is reading the page, once they have signed in."""

    @property
    def name(self) -> str: ...

    @property
    def roles(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Link:
    """A page worth a link: its words, its endpoint, and whose it is (everybody's, if `roles` is empty).

    `rooms` are blueprints whose pages are near it, beside its own.
    """

    text: str
    endpoint: str
    roles: frozenset[str] = frozenset()
    rooms: frozenset[str] = frozenset()


def set_up(app: Flask, links: Sequence[Link]) -> None:
    """Offer `links` to the templates, in this order, as `navigation()`."""
    app.extensions["oncall_links"] = tuple(links)
    app.jinja_env.globals["navigation"] = navigation


def navigation() -> list[dict[str, object]]:
    """The links for the reader of this page, as the design system's service navigation wants them."""
    reader: Reader | None = g.get("signed_in")
    if reader is None:
        return []
    links = [
        link
        for link in current_app.extensions["oncall_links"]
        if link.endpoint in current_app.view_functions and (not link.roles or link.roles & reader.roles)
    ]
    here = request.endpoint or ""
    current = next((link for link in links if link.endpoint == here), None)
    near = current or next(
        (link for link in links if _room(here) in {_room(link.endpoint), *link.rooms}), None
    )
    return [
        {
            "text": link.text,
            "href": url_for(link.endpoint),
            "current": link is current,
            "active": link is near,
        }
        for link in links
    ]


def _room(endpoint: str) -> str:
    return endpoint.partition(".")[0]
