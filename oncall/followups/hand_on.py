"""A follow-up changes hands: it is offered, and stays its owner's until the other person has accepted it."""

from oncall.contacts.record_store import works_for
from oncall.followups import store
from oncall.followups.away import away
from oncall.followups.changing import LEADS, Moment, Outcome, Step, change
from oncall.followups.close import forget_offers
from oncall.followups.remind import tell
from oncall.wiring import Wiring


def offer(step: Step, to: str, w: Wiring) -> Outcome:
    """Offer a follow-up to a colleague: its owner may, and whoever leads. The colleague is texted.

    Offering it to oneself takes it at once, where `take` would.
    """

    def decide(moment: Moment) -> Outcome:
        row, reader = moment.row, moment.reader
        if row.owner != reader.staff_id and row.owner is not None and not reader.roles & LEADS:
            return Outcome.OWNERS_OR_LEADS
        if not to or not works_for(moment.work.session, to, moment.config.id):
            return Outcome.PERSON_NEEDED
        if not store.may_see(moment.work.session, to, row):
            return Outcome.MAY_NOT_SEE
        if away(moment.config, to, moment.now, row.due_at):
            return Outcome.AWAY
        if to == reader.staff_id:
            return _become_owner(moment, to, Outcome.TAKEN)
        row.offered_to, row.offered_by, row.offered_at = to, reader.user_id, moment.now
        tell(moment.work, moment.config.id, [to], moment.now)
        return moment.keep(Outcome.OFFERED, to=to)

    return change(step, w, decide)


def take(step: Step, w: Wiring) -> Outcome:
    """Take a follow-up that nobody owns. Whoever leads may take any."""

    def decide(moment: Moment) -> Outcome:
        me = moment.reader.staff_id
        if me is None or not works_for(moment.work.session, me, moment.config.id):
            return Outcome.NOT_ON_THE_STAFF
        if moment.row.owner not in (None, me) and not moment.reader.roles & LEADS:
            return Outcome.HAS_AN_OWNER
        return _become_owner(moment, me, Outcome.TAKEN)

    return change(step, w, decide)


def accept(step: Step, w: Wiring) -> Outcome:
    """Accept a follow-up that was offered to oneself: from now on it is one's own."""

    def decide(moment: Moment) -> Outcome:
        me = moment.reader.staff_id
        if me is None or moment.row.offered_to != me:
            return Outcome.NOT_OFFERED_TO_YOU
        return _become_owner(moment, me, Outcome.ACCEPTED)

    return change(step, w, decide)


def decline(step: Step, w: Wiring) -> Outcome:
    """Decline what was offered to oneself, or take one's offer back: it stays with whoever has it."""

    def decide(moment: Moment) -> Outcome:
        row, reader = moment.row, moment.reader
        mine = reader.staff_id is not None and row.offered_to == reader.staff_id
        if row.offered_to is None or not (mine or row.offered_by == reader.user_id):
            return Outcome.NOT_OFFERED_TO_YOU
        forget_offers(row)
        return moment.keep(Outcome.DECLINED)

    return change(step, w, decide)


def _become_owner(moment: Moment, staff_id: str, outcome: Outcome) -> Outcome:
    before, moment.row.owner = moment.row.owner, staff_id
    forget_offers(moment.row)
    return moment.keep(outcome, before=before, owner=staff_id)
