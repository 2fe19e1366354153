"""What a handover tells of one contact, and how contacts make the items that are read back: pure."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from oncall.contacts.summary import Summary

WORST_LAST = "U9"
RED = ("U0", "U1")
UNANSWERED = ("voicemail", "missed", "abandoned")


@dataclass(frozen=True, slots=True)
class Child:
    """A child a contact is about; of a `restricted` one only a few may see anything."""

    ref: str
    name: str = field(repr=False)
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One contact in a handover. `mark` changes whenever anything that is handed over of it does.

    `words` is a hash of what its record says, which is final once it is written up; before there is none.
    `altered`: it does not say any more what was written up when it was signed, and nothing of ours does that.
    """

    summary: Summary
    note: str | None = field(repr=False)
    children: tuple[Child, ...]
    addenda: int
    mark: str
    watch_for: str | None = field(default=None, repr=False)
    words: str | None = None
    placement_at_risk: bool = False
    altered: bool = False
    changed: bool = False
    late: bool = False

    @property
    def ref(self) -> str:
        """Its reference."""
        return self.summary.ref

    @property
    def still_open(self) -> bool:
        """Whether somebody still waits: the call goes on, or the caller is to be answered."""
        return self.summary.live or self.summary.call_back_waits


@dataclass(frozen=True, slots=True)
class Group:
    """Entries that are read back at once; `key` names them within their handover."""

    key: str
    child: Child | None
    entries: tuple[Entry, ...]


def mark(
    summary: Summary, note: str | None, children: Iterable[str], addenda: int, watch_for: str | None = None
) -> str:
    """A hash of all that is handed over of a contact."""
    facts = (
        summary.ref,
        summary.outcome,
        summary.urgency or "",
        note or "",
        str(summary.written_up_at is not None),
        ",".join(sorted(children)),
        str(addenda),
        *([watch_for] if watch_for else []),
    )
    return hashlib.sha256("\0".join(facts).encode()).hexdigest()


def final_words(summary: Summary, note: str | None, watch_for: str | None) -> str | None:
    """A hash of what a record says that is written up; None while it is not."""
    if summary.written_up_at is None:
        return None
    facts = (summary.ref, summary.urgency or "", note or "", watch_for or "")
    return hashlib.sha256("\0".join(facts).encode()).hexdigest()


def worst(entries: Iterable[Entry]) -> str | None:
    """The most urgent of the contacts' urgencies."""
    return min((one.summary.urgency for one in entries if one.summary.urgency), default=None)


def grouped(entries: Sequence[Entry]) -> list[Group]:
    """One group per child, and one for each contact about none; the most urgent first.

    A contact about two children is in both groups.
    """
    by_key: dict[str, tuple[Child | None, list[Entry]]] = {}
    for entry in entries:
        for child in entry.children or (None,):
            key = f"contact:{entry.summary.id}" if child is None else f"child:{child.ref}"
            by_key.setdefault(key, (child, []))[1].append(entry)
    groups = [Group(key, child, tuple(found)) for key, (child, found) in by_key.items()]
    return sorted(groups, key=order)


def alone(entry: Entry) -> Group:
    """A contact that came after the signature: an item of its own, whoever it is about."""
    child = entry.children[0] if len(entry.children) == 1 else None
    return Group(f"contact:{entry.summary.id}", child, (entry,))


def order(group: Group) -> tuple[str, str]:
    """Red first, then as they came."""
    return worst(group.entries) or WORST_LAST, group.entries[0].summary.started_at.isoformat()


def tag(entries: Iterable[Entry]) -> str:
    """What somebody has read, as a form sends it back: another word whenever an entry is another."""
    return hashlib.sha256("".join(one.mark for one in entries).encode()).hexdigest()[:24]
