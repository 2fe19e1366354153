"""What must follow a contact: the catalogue F01–F31, and which of it applies in the circumstances.

Rules branch on legal status, placement type and urgency, never on "child". What is not known never leaves a
follow-up out: it is proposed, and marked as not sure.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from triage.errors import TriageError
from triage.model import Urgency


class OurPart(StrEnum):
    """What we do about a follow-up: it ourselves, make sure that it was done, or tell whose duty it is."""

    DO = "DO"
    CONFIRM = "CONFIRM"
    PROMPT = "PROMPT"


class Anchor(StrEnum):
    """The moment from which the clock of a follow-up runs."""

    CONTACT_START = "contact_start"
    KNOWN_AT = "known_at"
    CHILD_RETURNED = "child_returned"
    DECISION_AT = "decision_at"
    EVENT_AT = "event_at"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One thing that must follow: whose duty, what our part is, and the rule that says when it is due.

    `due`, `latest` (no later than, from the start of the contact) and `repeats` are due rules; the last two
    may be empty. `sure` is false where the circumstances that decide whether it applies are not known.
    """

    code: str
    title: str
    organisation: str
    role: str
    our_part: tuple[OurPart, ...]
    due: str
    anchor: Anchor
    statutory: bool
    source: str
    anchor_is: str = ""
    due_options: tuple[str, ...] = ()
    latest: str = ""
    repeats: str = ""
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known when follow-ups are proposed. None, or a fact left out, means not known.

    `legal_status` and `placement_type` are the codes of the child's record, `facts` those of the catalogue.
    """

    urgency: Urgency
    legal_status: str | None = None
    placement_type: str | None = None
    facts: Mapping[str, bool] = field(default_factory=dict)


def catalogue() -> dict[str, FollowUp]:
    """Every follow-up by its code, as it is when no circumstances are known."""
    return {code: _follow_up(code, entry) for code, entry in _entries().items()}


def facts() -> dict[str, str]:
    """What a practitioner may be asked about the circumstances: name and the sentence, true or false."""
    return dict(_content()["facts"])


def propose(codes: Iterable[str], circumstances: Circumstances) -> tuple[FollowUp, ...]:
    """The follow-ups that a protocol's `codes` come to: those first, then what always joins them.

    Each is there once, with the duty-holder, our part and due rule that fit the circumstances.
    Raises TriageError for a code that the catalogue does not have.
    """
    entries = _entries()
    wanted = list(dict.fromkeys(codes))
    if strangers := [code for code in wanted if code not in entries]:
        raise TriageError(f"There is no follow-up {', '.join(strangers)}.")
    proposed = {}
    for code in wanted:
        applies = _applies(entries[code], circumstances)
        if applies is not False:
            proposed[code] = _fitted(code, entries[code], circumstances, sure=applies is True)
    for code, entry in entries.items():
        joined = "*" in entry["joins"] or any(company in wanted for company in entry["joins"])
        if joined and code not in proposed and _applies(entry, circumstances):
            proposed[code] = _fitted(code, entry, circumstances, sure=True)
    return tuple(proposed.values())


@cache
def _content() -> dict[str, Any]:
    return tomllib.loads((files("triage") / "follow_ups.toml").read_text(encoding="utf-8"))


@cache
def _entries() -> dict[str, dict[str, Any]]:
    """The entries of the file, those that are `like` another with its fields filled in."""
    raw = {code: entry for code, entry in _content().items() if code not in ("groups", "facts")}
    empty: dict[str, Any] = {"applies_if": [{}], "joins": [], "when": []}
    return {code: empty | raw.get(entry.get("like", ""), {}) | entry for code, entry in raw.items()}


def _follow_up(code: str, entry: Mapping[str, Any]) -> FollowUp:
    texts = {name: entry[name] for name in ("due", "source", "title", "statutory")}
    optional = {name: entry[name] for name in ("anchor_is", "latest", "repeats") if name in entry}
    return FollowUp(
        code=code,
        organisation=entry["duty_holder"]["organisation"],
        role=entry["duty_holder"]["role"],
        our_part=tuple(OurPart(part) for part in entry["our_part"]),
        anchor=Anchor(entry["anchor"]),
        due_options=tuple(entry.get("due_options", ())),
        **texts,
        **optional,
    )


def _fitted(code: str, entry: Mapping[str, Any], known: Circumstances, *, sure: bool) -> FollowUp:
    """The entry with what its first fitting `when` replaces."""
    fits: Mapping[str, Any] = next(
        (when for when in entry["when"] if _holds(when["circumstances"], known)), {}
    )
    return replace(_follow_up(code, {**entry, **fits}), sure=sure)


def _applies(entry: Mapping[str, Any], known: Circumstances) -> bool | None:
    """Whether any of an entry's circumstances holds; None if that is not known."""
    return _any([_holds(circumstances, known) for circumstances in entry["applies_if"]])


def _holds(wanted: Mapping[str, Any], known: Circumstances) -> bool | None:
    """Whether all that is wanted is so; None if that is not known."""
    checks: list[bool | None] = []
    if "at_least" in wanted:
        checks.append(known.urgency.at_least(Urgency(wanted["at_least"])))
    if "less_than" in wanted:
        checks.append(not known.urgency.at_least(Urgency(wanted["less_than"])))
    if "looked_after" in wanted:
        after = _group("looked_after", known.legal_status)
        checks.append(None if after is None else (after == "yes") is wanted["looked_after"])
    if "placement" in wanted:
        group = _group("placement", known.placement_type)
        checks.append(None if group is None else group == wanted["placement"])
    for name, value in wanted.get("facts", {}).items():
        fact = known.facts.get(name)
        checks.append(None if fact is None else fact is value)
    refused = _any([None if check is None else not check for check in checks])
    return None if refused is None else not refused


def _any(checks: list[bool | None]) -> bool | None:
    """True if one of them is, else None if one is not known, else False."""
    return True if True in checks else None if None in checks else False


def _group(kind: str, code: str | None) -> str | None:
    """The group a legal status or placement type belongs to; None for none and for one we do not know."""
    groups: dict[str, list[str]] = _content()["groups"][kind]
    return next((name for name, codes in groups.items() if code in codes), None)
