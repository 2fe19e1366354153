"""The caller has been reached: that is written down at what was promised, for whoever closes it."""

from datetime import datetime

from oncall.db.unit_of_work import UnitOfWork
from oncall.followups import store

REACHED = "reached"


def note_reached(work: UnitOfWork, contact_id: int, reference: str, now: datetime) -> None:
    """Write down at every open promise about a contact (locked) that its caller's telephone was answered.

    A voicemail box answers too, so a person still says whether the promise was kept. `reference` names the
    call; repeating it adds nothing.
    """
    for row in store.promised(work.session, contact_id):
        key = f"reached:{row.id}:{reference}"
        facts = {"reference": reference}
        store.keep_change(work.session, key, row, at=now, by=None, what=REACHED, facts=facts)
