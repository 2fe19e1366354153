"""A strict reader of TwiML: says everything in a document that the real network would fault.

It is stricter than the network in one way: what that only warns about and leaves out is a fault here.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from xml.etree.ElementTree import Element

from oncall.practice.twiml_table import table, wrong_value

MOST_BYTES = 64 * 1024
MOST_DIALLED_AT_ONCE = 10
LAST_WORDS = frozenset({"Redirect", "Hangup", "Reject", "Leave"})  # nothing after one of these is reached
ALLOWED_IN_WHISPER = frozenset({"Say", "Play", "Gather", "Hangup"})
ALONE_IN_DIAL = frozenset({"Conference", "Queue", "Application"})
XML_NAMESPACE = "{http://www.w3.org/XML/1998/namespace}"

TOO_LARGE, NOT_XML, WRONG_ROOT, WRONG_SCHEMA, DIAL_IN_WHISPER, NOTHING_TO_SAY = (
    11750,
    12100,
    12102,
    12200,
    13201,
    13520,
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a document: the provider's number for it and a sentence."""

    code: int
    says: str

    def __str__(self) -> str:
        return f"{self.code} {self.says}"


class Unreadable(Exception):  # noqa: N818  (named for the fact)
    """A document that cannot be played at all; holds its fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def parse(text: str) -> Element:
    """Read a document's root. Raises Unreadable when it is too large, not XML, or not a Response."""
    if len(text.encode()) > MOST_BYTES:
        raise Unreadable(Fault(TOO_LARGE, "the document is larger than 64 kB"))
    try:
        # The document comes from the service being rehearsed, and expat refuses runaway entities.
        root = ET.fromstring(text)  # noqa: S314
    except ET.ParseError as error:
        raise Unreadable(Fault(NOT_XML, f"the document is not XML: {error}")) from None
    if root.tag != "Response":
        raise Unreadable(Fault(WRONG_ROOT, f"the document begins with <{root.tag}> instead of <Response>"))
    return root


def check(text: str, kind: str = "voice", *, whisper: bool = False) -> list[Fault]:
    """Everything wrong with a document, in document order; an empty list when it is sound.

    `kind` is `voice` or `messaging`; `whisper` adds the rules for what a called person hears first.
    """
    try:
        return faults_of(parse(text), kind, whisper=whisper)
    except Unreadable as unreadable:
        return [unreadable.fault]


def faults_of(root: Element, kind: str = "voice", *, whisper: bool = False) -> list[Fault]:
    """Everything wrong with a document that has been read already."""
    faults = list(_walk(root, kind))
    faults += _unreachable(root)
    if whisper:
        faults += _not_for_whispers(root)
    return faults


def _walk(element: Element, kind: str) -> Iterator[Fault]:
    entry = table(kind).get(element.tag)
    if entry is None:
        yield Fault(WRONG_SCHEMA, f"there is no verb <{element.tag}>")
        return
    yield from _attributes(element, entry.attributes)
    yield from _contents(element, kind)
    for child in element:
        if child.tag not in entry.children:
            yield Fault(WRONG_SCHEMA, f"<{child.tag}> may not stand in <{element.tag}>")
        yield from _walk(child, kind)


def _attributes(element: Element, allowed: dict[str, str]) -> Iterator[Fault]:
    for raw, value in element.attrib.items():
        name = raw.replace(XML_NAMESPACE, "xml:")
        if name not in allowed:
            yield Fault(WRONG_SCHEMA, f"<{element.tag}> has no attribute {name}")
        elif wrong := wrong_value(allowed[name], value):
            yield Fault(WRONG_SCHEMA, f"<{element.tag}> {name}: {wrong}")


def _contents(element: Element, kind: str) -> Iterator[Fault]:
    text = (element.text or "").strip()
    if element.tag == "Dial":
        yield from _dialled(element, text)
    elif element.tag == "Number" and not text:
        yield Fault(WRONG_SCHEMA, "<Number> is empty")
    elif element.tag == "Say" and kind == "voice" and not "".join(element.itertext()).strip():
        yield Fault(NOTHING_TO_SAY, "<Say> says nothing")


def _dialled(dial: Element, text: str) -> Iterator[Fault]:
    names = [child.tag for child in dial]
    if len([name for name in names if name in ("Number", "Client", "Sip")]) > MOST_DIALLED_AT_ONCE:
        yield Fault(WRONG_SCHEMA, "<Dial> rings more than 10 at once")
    if not names and not text:
        yield Fault(WRONG_SCHEMA, "<Dial> has nobody to ring")
    if names and text:
        yield Fault(WRONG_SCHEMA, "<Dial> mixes a number of its own with others inside it")
    if len(names) > 1 and ALONE_IN_DIAL.intersection(names):
        yield Fault(WRONG_SCHEMA, f"<Dial> mixes {', '.join(sorted(set(names)))}")


def _unreachable(root: Element) -> Iterator[Fault]:
    # <Record> is left out on purpose: the verb after it is where a call goes when nothing was recorded.
    verbs = list(root)
    for verb, following in pairwise(verbs):
        if verb.tag in LAST_WORDS or (verb.tag == "Dial" and verb.get("action") is not None):
            yield Fault(WRONG_SCHEMA, f"<{following.tag}> after <{verb.tag}> is never reached")
            return


def _not_for_whispers(root: Element) -> Iterator[Fault]:
    # The marks inside a <Say> (break, emphasis …) have small initials and are left alone.
    for verb in root:
        if verb.tag not in ALLOWED_IN_WHISPER:
            code = DIAL_IN_WHISPER if verb.tag == "Dial" else WRONG_SCHEMA
            yield Fault(
                code, f"<{verb.tag}> may not stand in what a called person hears before being connected"
            )
