"""What must follow a contact is proposed, from the rules, for each child it is about."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from oncall.access.store import Person
from oncall.contacts.read_contact import find_contact
from oncall.contacts.tables import ContactRow
from oncall.db.unit_of_work import UnitOfWork
from oncall.followups import store
from oncall.followups.changing import Outcome, may_change
from oncall.followups.start import Beginning, begin
from oncall.people.tables import ChildRow
from oncall.service.config import ServiceConfig
from oncall.service.store import config_of
from oncall.wiring import Wiring
from triage.follow_ups import Circumstances, FollowUp, facts
from triage.follow_ups import propose as rules
from triage.model import Urgency

OF_THE_CONTACT = frozenset({"F16", "F21", "F22", "F23", "F30"})
"""These follow once, however many children a contact is about."""


@dataclass(frozen=True, slots=True)
class Issue:
    """Something a contact may be about, and the codes of what may have to follow."""

    code: str
    title: str
    follow_ups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a contact was about, how urgent it was ("": as its record says), and what is known besides."""

    issues: Sequence[Issue]
    urgency: str = ""
    known: Mapping[str, bool] = field(default_factory=dict)


def propose_for(
    work: UnitOfWork,
    contact: ContactRow,
    config: ServiceConfig,
    *,
    codes: Iterable[str],
    urgency: Urgency,
    known: Mapping[str, bool],
    by: Person,
    now: datetime,
    only: Collection[str] | None = None,
) -> int:
    """Add what follows from `codes` for a contact, which is locked; how many are new.

    `known` has the facts that are known; what is not known leaves nothing out. Repeating it adds nothing,
    and moves nothing that is there; `only` leaves out all but these codes. Raises TriageError for a code
    that the catalogue does not have.
    """
    owner, new = _owner(contact, config, by), 0
    for child, one in _follows(work, contact, codes, urgency, known):
        if only is None or one.code in only:
            new += _add(work, contact, config, one, child, owner, by, now)
    return new


def propose(
    ref: str,
    asked: Asked,
    reader: Person,
    w: Wiring,
    only: Collection[str] | None = None,
) -> Outcome:
    """Add what follows from what a contact was about. Doing it twice, or two people at once, adds it once."""
    now = w.now()
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref, to_change=True)
        refused = _refusal(contact, asked, reader)
        if refused is not None or contact is None:
            return refused or Outcome.NOT_THERE
        new = propose_for(
            work,
            contact,
            config_of(w.config_cache, work.session, contact.service_id),
            codes=_codes(asked.issues),
            urgency=Urgency(asked.urgency or contact.urgency or ""),
            known=asked.known,
            by=reader,
            now=now,
            only=only,
        )
        return Outcome.PROPOSED if new else Outcome.NOTHING_NEW


def look(ref: str, asked: Asked, reader: Person, w: Wiring) -> tuple[FollowUp, ...] | Outcome:
    """What would be proposed, each code once, nothing being kept; or why nothing can be."""
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref)
        refused = _refusal(contact, asked, reader)
        if refused is not None or contact is None:
            return refused or Outcome.NOT_THERE
        urgency = Urgency(asked.urgency or contact.urgency or "")
        found = _follows(work, contact, _codes(asked.issues), urgency, asked.known)
        return tuple({one.code: one for _, one in found}.values())


def _refusal(contact: ContactRow | None, asked: Asked, reader: Person) -> Outcome | None:
    if contact is None:
        return Outcome.NOT_THERE
    if not may_change(reader):
        return Outcome.MAY_NOT
    if not asked.issues:
        return Outcome.ISSUE_NEEDED
    chosen = asked.urgency or contact.urgency
    return Outcome.URGENCY_NEEDED if chosen not in set(Urgency) else None


def _follows(
    work: UnitOfWork,
    contact: ContactRow,
    codes: Iterable[str],
    urgency: Urgency,
    known: Mapping[str, bool],
) -> list[tuple[ChildRow | None, FollowUp]]:
    """What follows for each child a contact is about, or for nobody in particular."""
    told, wanted = {name: value for name, value in known.items() if name in facts()}, list(codes)
    children: list[tuple[ChildRow | None, str | None]] = [*store.children_of(work.session, contact.id)]
    return [
        (child, one)
        for child, placement in children or [(None, None)]
        for one in rules(wanted, _circumstances(urgency, child, placement, told))
    ]


def _codes(issues: Iterable[Issue]) -> Sequence[str]:
    return list(dict.fromkeys(code for issue in issues for code in issue.follow_ups))


def _circumstances(
    urgency: Urgency, child: ChildRow | None, placement: str | None, known: Mapping[str, bool]
) -> Circumstances:
    """What the child's record tells; whoever proposes knows better."""
    if child is None:
        return Circumstances(urgency, facts=known)
    told = {"child_known": True, "social_worker_known": child.social_worker is not None}
    return Circumstances(urgency, child.legal_status, placement, {**told, **known})


def _add(
    work: UnitOfWork,
    contact: ContactRow,
    config: ServiceConfig,
    one: FollowUp,
    child: ChildRow | None,
    owner: str | None,
    by: Person,
    now: datetime,
) -> bool:
    child_ref = None if child is None or one.code in OF_THE_CONTACT else child.ref
    key = f"rules:{contact.id}:{one.code}:{child_ref or ''}"
    new = Beginning(one, key, child_ref, owner, by.user_id)
    return begin(work, contact, config, new, now) is not None


def _owner(contact: ContactRow, config: ServiceConfig, by: Person) -> str | None:
    """Whoever took the contact, else whoever proposes, if they work for the service; else nobody."""
    people = (contact.accepted_by, by.staff_id, contact.callback_owner)
    return next((one for one in people if one is not None and one in config.staff), None)
