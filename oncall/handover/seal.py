"""The seal of a signature: a hash over who signed, when, and what, looked at again wherever it is shown."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from hashlib import sha256

from oncall.handover.entries import Entry
from oncall.handover.tables import HandoverRow


def seal(
    handover_id: int,
    signer: int,
    at: datetime,
    marks: dict[str, str],
    words: dict[str, str],
    refs: Sequence[str],
) -> str:
    """SHA-256 over the signer, the instant and, for every contact in order, its reference and hashes."""
    digest = sha256(f"{handover_id}\n{signer}\n{at.astimezone(UTC).isoformat()}\n".encode())
    for ref in refs:
        digest.update(f"{ref}\n{marks.get(ref)}\n{words.get(ref)}\n".encode())
    return digest.hexdigest()


def holds(row: HandoverRow) -> bool:
    """Whether what is kept of a signature is what was signed; nothing is wrong with a draft."""
    if row.signed_at is None:
        return True
    marks, refs, by = row.signed_marks or {}, row.signed_contacts or [], row.signed_by or 0
    if row.signed_words is None:
        made = _without_words(row.id, by, marks, refs)
    else:
        made = seal(row.id, by, row.signed_at, marks, row.signed_words, refs)
    return row.signed_hash == made and set(marks) == set(refs)


def is_as_signed(row: HandoverRow, entries: Sequence[Entry], kept: Collection[str]) -> bool:
    """The same, and no contact of it has gone (`kept` are all there are), or says other words in `entries`.

    What was not written up yet may still be written, and any record may be added to: that is no harm.
    """
    gone = set(row.signed_contacts or ()).difference(kept)
    return holds(row) and not gone and not any(one.altered for one in entries)


def _without_words(handover_id: int, signer: int, marks: dict[str, str], refs: Sequence[str]) -> str:
    """How it was made until words were kept: over the signer, the references and the marks alone."""
    contacts = "".join(f"{ref}\n{marks.get(ref)}\n" for ref in refs)
    return sha256(f"{handover_id}\n{signer}\n{contacts}".encode()).hexdigest()
