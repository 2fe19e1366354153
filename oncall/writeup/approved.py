"""The protocols as they count: what two people have approved, word for word; else the shipped drafts."""

import hashlib
import json
from dataclasses import asdict, replace
from datetime import date
from functools import lru_cache

import structlog
from sqlalchemy.orm import Session

from oncall.errors import Problem
from oncall.pages.wall_clock import HOME
from oncall.writeup import approval_store as store
from oncall.writeup.approval_store import Kept
from oncall.writeup.protocol_files import read_all, read_text
from triage.model import Approval, Protocol, Status

log = structlog.get_logger(__name__)
UNAPPROVED = {"status": Status.DRAFT, "approved_by": (), "effective_from": None}


@lru_cache(maxsize=128)
def content_hash(protocol: Protocol) -> str:
    """A SHA-256 of everything a protocol says; who approved it and when is no part of what it says."""
    said = {name: value for name, value in asdict(protocol).items() if name not in UNAPPROVED}
    written = json.dumps(said, default=_plain, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()


def protocols(session: Session, today: date) -> dict[str, Protocol]:
    """Every protocol by code, as it counts on a day.

    An approval counts for the very content that was approved, which is kept with it; a shipped file says
    nothing of its own approval. Content that this program cannot read is left out, and logged by its code.
    """
    known = {code: unapproved(one) for code, one in read_all().items()}
    for kept in store.in_force(session, today):
        approved = approved_content(kept)
        if approved is None or not _leads(approved) <= known.keys():
            log.error("approved_protocol_not_readable", code=kept.code, approval_id=kept.id)
            continue
        known[kept.code] = approved
    return known


def approved_content(kept: Kept) -> Protocol | None:
    """The protocol that was approved; None if its content cannot be read, or is not what was approved."""
    content = content_of(kept)
    if content is None or kept.second_at is None:
        return None
    people = (
        (kept.first_by, kept.first_role, kept.first_at),
        (kept.second_by or "", kept.second_role or "", kept.second_at),
    )
    by = tuple(Approval(name, role, at.astimezone(HOME).date()) for name, role, at in people)
    return replace(content, status=Status.APPROVED, approved_by=by, effective_from=kept.effective_from)


def content_of(kept: Kept) -> Protocol | None:
    """What an approval is about, as a draft; None if it cannot be read or is other content."""
    try:
        protocol = unapproved(read_text(kept.text, f"{kept.code}.yaml"))
    except Problem:
        return None
    same = (protocol.code, protocol.version, content_hash(protocol)) == (kept.code, kept.version, kept.hash)
    return protocol if same else None


def unapproved(protocol: Protocol) -> Protocol:
    """A protocol without what its file says of approvals; a retired one stays retired."""
    if protocol.status is Status.RETIRED:
        return protocol
    return replace(protocol, status=Status.DRAFT, approved_by=(), effective_from=None)


def _leads(protocol: Protocol) -> set[str]:
    return {
        answer.leads_to for question in protocol.questions for answer in question.answers if answer.leads_to
    }


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"a protocol holds a {type(value).__name__}")
