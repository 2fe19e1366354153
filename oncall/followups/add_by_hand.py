"""Somebody adds what must follow in their own words, or from the catalogue's."""

from dataclasses import dataclass, field
from datetime import timedelta

from oncall.access.store import Person
from oncall.contacts.read_contact import find_contact
from oncall.followups import store
from oncall.followups.changing import LONGEST, Outcome, clean, may_change
from oncall.followups.due_times import read_time
from oncall.followups.start import Beginning, begin, start_clock
from oncall.service.store import config_of
from oncall.wiring import Wiring
from triage.follow_ups import Anchor, FollowUp, OurPart

BY_HAND = "other"
SLACK = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class ByHand:
    """What a form says: in words; whose duty; our part; due on a date at a time of day on the wall.

    `rings`: its owner's telephone is rung two minutes before.
    """

    title: str = field(repr=False)
    organisation: str = field(repr=False)
    role: str = field(repr=False)
    our_part: str
    day: str
    clock: str
    child_ref: str
    statutory: bool
    rings: bool


def add_by_hand(ref: str, key: str, wanted: ByHand, reader: Person, w: Wiring) -> Outcome:
    """Add a follow-up to a contact. It is the sender's own; the same form sent twice adds it once."""
    now = w.now()
    with w.unit_of_work() as work:
        contact = find_contact(work, reader, ref, to_change=True)
        if contact is None:
            return Outcome.NOT_THERE
        if not may_change(reader):
            return Outcome.MAY_NOT
        config = config_of(w.config_cache, work.session, contact.service_id)
        own = f"hand:{contact.id}:{reader.user_id}:{clean(key)[:64]}"
        at = read_time(wanted.day, wanted.clock, config.zone)
        children = {child.ref for child, _ in store.children_of(work.session, contact.id)}
        refused = _refusal(wanted, children)
        if refused is not None or at is None:
            return refused or Outcome.DUE_NEEDED
        if at < now - SLACK:
            return Outcome.DUE_IN_PAST if store.by_key(work.session, own) is None else Outcome.ADDED
        owner = reader.staff_id if reader.staff_id in config.staff else None
        child = wanted.child_ref or None
        new = Beginning(_what(wanted), own, child, owner, reader.user_id, wanted.rings, Outcome.ADDED)
        row = begin(work, contact, config, new, now)
        if row is not None:
            start_clock(work, row, config, at, now)
        return Outcome.ADDED


def _refusal(wanted: ByHand, children: set[str]) -> Outcome | None:
    if not clean(wanted.title):
        return Outcome.TITLE_NEEDED
    if len(wanted.title) > LONGEST or len(wanted.organisation) > LONGEST or len(wanted.role) > LONGEST:
        return Outcome.TOO_LONG
    if not clean(wanted.organisation) or wanted.our_part not in set(OurPart):
        return Outcome.WHOSE_NEEDED
    return Outcome.CHILD_ELSEWHERE if wanted.child_ref and wanted.child_ref not in children else None


def _what(wanted: ByHand) -> FollowUp:
    return FollowUp(
        code=BY_HAND,
        title=clean(wanted.title),
        organisation=clean(wanted.organisation),
        role=clean(wanted.role),
        our_part=(OurPart(wanted.our_part),),
        due="immediate",
        anchor=Anchor.MANUAL,
        statutory=wanted.statutory,
        source="",
    )
