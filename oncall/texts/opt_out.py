"""STOP and START, which the company heeds by itself: we know whom our texts reach."""

from oncall.contacts import stopped_store as stopped
from oncall.texts.arrival import Arrival
from oncall.texts.words import Means, order_to_company


def heed_order(arrival: Arrival) -> Means | None:
    """Remember what the company has done: `FORBID` or `ALLOW`; None if the text is no order to it."""
    session, number = arrival.work.session, arrival.message.from_number
    order, said = order_to_company(arrival.message.body), (arrival.message.opt_out or "").casefold()
    if order is Means.FORBID or said == "stop":
        stopped.stop(session, arrival.config.id, number, arrival.now)
        return Means.FORBID
    if order is Means.ALLOW or said == "start":
        stopped.start(session, arrival.config.id, number)
        return Means.ALLOW
    return None
