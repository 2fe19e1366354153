"""The lead gives a follow-up of an item to somebody who is there today."""

from oncall.access.store import Person
from oncall.db.unit_of_work import UnitOfWork
from oncall.followups.away import away
from oncall.followups.changing import Outcome, Step
from oncall.followups.hand_on import offer
from oncall.followups.list_store import staff_of
from oncall.handover import store
from oncall.handover.accept_item import find_item
from oncall.service.config import ServiceConfig
from oncall.wiring import Wiring


def present(work: UnitOfWork, config: ServiceConfig, w: Wiring) -> tuple[tuple[str, str], ...]:
    """Id and name of everybody on the staff who is not away today."""
    now = w.now()
    everybody = staff_of(work.session, config.id)
    return tuple((one, name) for one, name in everybody if not away(config, one, now, now))


def give(item_id: int, step: Step, to: str, reader: Person, w: Wiring) -> Outcome:
    """Offer a follow-up of an item to a colleague, who is texted, or take it oneself.

    It must belong to the item; otherwise there is none. The same form sent twice offers once.
    """
    with w.unit_of_work() as work:
        found = find_item(work, item_id, reader, store.by_id, w.now())
    if found is None or step.follow_up_id not in {one.id for one in found[1].follow_ups}:
        return Outcome.NOT_THERE
    return offer(step, to, w)
