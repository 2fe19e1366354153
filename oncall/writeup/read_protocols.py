"""What the pages of protocols show: where each stands, who approved it, and what a new version changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff

from oncall.pages.wall_clock import HOME
from oncall.wiring import Wiring
from oncall.writeup import approval_store as store
from oncall.writeup.approval_store import Kept
from oncall.writeup.approved import content_hash, content_of, unapproved
from oncall.writeup.protocol_files import read_all
from triage.assess import assess
from triage.chart_boxes import Box, boxes
from triage.follow_ups import catalogue
from triage.model import Assessment, Protocol


@dataclass(frozen=True, slots=True)
class Standing:
    """A shipped protocol; the approval in force, if any, and the one of the shipped content, if any.

    `current` tells whether what is in force is what was shipped; `overdue` whether its review is.
    """

    protocol: Protocol
    hash: str
    in_force: Kept | None
    own: Kept | None
    current: bool
    overdue: bool


@dataclass(frozen=True, slots=True)
class ProtocolPage:
    """One protocol with its chart as text, its approvals, newest first, and what differs from the last."""

    standing: Standing
    boxes: tuple[Box, ...]
    approvals: tuple[Kept, ...]
    compared_with: Kept | None
    changes: tuple[tuple[str, str], ...]
    today: date


@dataclass(frozen=True, slots=True)
class Tried:
    """A protocol tried out: the answers, and what they come to. Nothing of it is kept."""

    protocol: Protocol
    answers: Mapping[str, str]
    assessment: Assessment
    follow_ups: tuple[tuple[str, str], ...]
    titles: Mapping[str, str]


def read_protocols(w: Wiring) -> list[Standing]:
    """Every shipped protocol and where it stands today."""
    today = w.now().astimezone(HOME).date()
    with w.unit_of_work() as work:
        kept = store.all_of(work.session)
        now = {one.code: one for one in store.in_force(work.session, today)}
    return [
        _standing(unapproved(protocol), kept, now.get(code), today) for code, protocol in read_all().items()
    ]


def read_protocol(code: str, w: Wiring) -> ProtocolPage | None:
    """One protocol; None if there is none of that code."""
    standing = next((one for one in read_protocols(w) if one.protocol.code == code), None)
    if standing is None:
        return None
    with w.unit_of_work() as work:
        approvals = store.all_of(work.session, code)
    last = next((one for one in approvals if one.counts and one.hash != standing.hash), None)
    before = None if last is None else content_of(last)
    return ProtocolPage(
        standing=standing,
        boxes=tuple(boxes(standing.protocol)),
        approvals=tuple(approvals),
        compared_with=last,
        changes=() if before is None else changes(before, standing.protocol),
        today=w.now().astimezone(HOME).date(),
    )


def changes(before: Protocol, after: Protocol) -> tuple[tuple[str, str], ...]:
    """What of a protocol's chart is `removed` and what is `added`, line by line, in order."""
    lines = unified_diff(list(_lines(boxes(before))), list(_lines(boxes(after))), n=0, lineterm="")
    signs = {"-": "removed", "+": "added"}
    return tuple(
        (signs[line[0]], line[1:].strip())
        for line in list(lines)[2:]  # after the names of the two
        if line[0] in signs and line[1:].strip()
    )


def try_out(code: str, given: Mapping[str, str]) -> Tried | None:
    """What answers (question id → answer) come to by the shipped protocol; None if there is none."""
    known = read_all()
    protocol = known.get(code)
    if protocol is None:
        return None
    answers = {
        question.id: given[question.id]
        for question in protocol.questions
        if given.get(question.id) and question.answer(given[question.id])
    }
    assessment = assess(protocol, answers)
    listed = catalogue()
    follow_ups = tuple((one, listed[one].title) for one in assessment.follow_ups)
    titles = {code: one.title for code, one in known.items()}
    return Tried(unapproved(protocol), answers, assessment, follow_ups, titles)


def _standing(protocol: Protocol, kept: list[Kept], now: Kept | None, today: date) -> Standing:
    digest = content_hash(protocol)
    alive = (one for one in kept if one.code == protocol.code and one.ended_at is None)
    own = next((one for one in alive if one.hash == digest), None)
    current = now is not None and now.hash == digest
    return Standing(protocol, digest, now, own, current, protocol.review_by < today)


def _lines(chart: Iterable[Box]) -> Iterable[str]:
    for box in chart:
        yield box.heading
        yield from box.lines
        yield from (f"{one.answer} → {one.then}" for one in box.outcomes)
