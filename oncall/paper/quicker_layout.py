"""What WeasyPrint reckons anew for every page and every box, though it comes out the same: reckoned once.

It is reading plain markup, the styles of a page, and lengths that depend on nothing. Whatever is not plain is
left to WeasyPrint's own way.
"""

import sys
from collections.abc import Callable
from io import BytesIO
from operator import itemgetter
from typing import Any
from weakref import WeakKeyDictionary
from xml.etree import ElementTree

SIDES = ("top", "right", "bottom", "left")
LENGTHS = (
    *(f"margin_{side}" for side in SIDES),
    *(f"padding_{side}" for side in SIDES),
    "width",
    "min_width",
    "max_width",
    "height",
    "min_height",
    "max_height",
)
BORDERS = tuple(f"border_{side}_width" for side in SIDES)
AT_LEAST = ("min_width", "min_height")
ASKED = [*LENGTHS, *BORDERS, "border_collapse", "box_sizing"]
OF_A_BOX = itemgetter(*ASKED)
PLAIN = ("separate", "content-box")

Used = dict[str, Any]


def make_layout_quicker(weasyprint: Any) -> None:
    """Have WeasyPrint (of the version that the caller has looked at) lay documents out quicker, and alike."""
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import page, percent

    weasyprint.tinyhtml5.parse = read_markup(weasyprint.tinyhtml5.parse)
    page.set_page_type_computed_styles = style_alike_once(page.set_page_type_computed_styles)
    boxes.Box.is_in_normal_flow = flow_at_a_glance(boxes.Box.is_in_normal_flow)
    lengths = percent.resolve_percentages
    _put_in_place("resolve_percentages", lengths, lengths_once(lengths))


def read_markup(slowly: Callable[..., Any]) -> Callable[..., Any]:
    """Reads a document as XML, in C; one that is not well-formed as WeasyPrint does, as a browser would."""

    def read(file: Any, **options: Any) -> Any:
        words = file.read()
        try:
            return ElementTree.fromstring(words)  # noqa: S314  (our own templates have written it)
        except ElementTree.ParseError:
            given = words.encode() if isinstance(words, str) else words
            return slowly(BytesIO(given), **({"override_encoding": "utf-8"} | options))

    return read


def style_alike_once(slowly: Callable[..., None]) -> Callable[..., None]:
    """Pages that no rule of a sheet tells apart have the same style, and so do their margins."""
    first: WeakKeyDictionary[Any, tuple[Any, list[Any]]] = WeakKeyDictionary()

    def style(page_type: Any, html: Any, style_for: Any) -> None:
        computed = style_for.get_computed_styles()
        if style_for not in first:
            slowly(page_type, html, style_for)
            parts = [part for element, part in computed if element == page_type]
            if all(_is_for_every_page(selector) for selector in _page_selectors(style_for)):
                first[style_for] = page_type, parts
            return
        like, parts = first[style_for]
        computed.update({(page_type, part): computed[like, part] for part in parts})

    return style


def flow_at_a_glance(slowly: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """A box that neither floats nor is put anywhere is in the flow, without five questions about it."""

    def is_in_normal_flow(box: Any) -> bool:
        style = box.style
        return (style["float"] == "none" and style["position"] == "static") or slowly(box)

    return is_in_normal_flow


def lengths_once(slowly: Callable[..., None]) -> Callable[..., None]:
    """Lengths that are given, and no part of another, come out the same for every box that has them."""
    made: dict[Any, Used | None] = {}

    def resolve(box: Any, containing_block: Any) -> None:
        given = OF_A_BOX(box.style)
        try:
            used = made[given]
        except KeyError:
            used = made.setdefault(given, _used(given))
        except TypeError:  # a sum, which nothing can be looked up by
            used = None
        if used is None:
            slowly(box, containing_block)
        else:
            box.__dict__.update(used)

    return resolve


def _used(given: tuple[Any, ...]) -> Used | None:
    """What lengths come to, by name; None if that depends on what is around them."""
    if given[-2:] != PLAIN:
        return None
    used: Used = dict(zip(BORDERS, given[len(LENGTHS) : -2], strict=True))
    for name, value in zip(LENGTHS, given, strict=False):
        if value == "auto":
            used[name] = 0 if name in AT_LEAST else value
        elif getattr(value, "unit", None) == "px":
            used[name] = value.value
        else:
            return None
    return used


def _page_selectors(style_for: Any) -> list[Any]:
    return [
        selector[2]
        for sheet, _origin, _specificity in style_for._sheets
        for _rule, selectors, _declarations in sheet.page_rules
        for selector in selectors
    ]


def _is_for_every_page(selector: Any) -> bool:
    return all(one is None for one in selector)


def _put_in_place(named: str, old: Any, new: Any) -> None:
    """Its parts know each other by name: wherever the old one is known, the new one is."""
    for name, module in list(sys.modules.items()):
        if name.startswith("weasyprint.") and getattr(module, named, None) is old:
            setattr(module, named, new)
