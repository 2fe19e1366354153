"""A later step of a call from one of us: a PIN, a choice; whatever else is asked puts them through."""

from oncall.calls.receive_call import receive_call
from oncall.contacts.arrival_store import landing
from oncall.ringback.own_choice import choose, offer
from oncall.ringback.own_phone import CHOICE, PIN, enter_pin, member_of
from oncall.service.spoken import Spoken, spoken
from oncall.service.store import cached_config
from oncall.telephony.forms import InboundCall
from oncall.wiring import Wiring


def own_step(call: InboundCall, step: str, digits: str, turn: int, of: list[int], w: Wiring) -> Spoken:
    """Answer one step; without a telephone that we know the caller is put through as anybody is."""
    with w.unit_of_work() as work:
        landed = landing(work.session, call.to_number, "voice", call.from_number, w.now())
        config = None
        if landed is not None:
            config = cached_config(w.config_cache, work.session, landed.service_id, landed.version)
    member = None if config is None else member_of(config, call)
    if config is None or member is None or step not in (PIN, CHOICE):
        return receive_call(call, w, as_caller=True)
    if step == CHOICE:
        return spoken(choose(call, digits, turn, of, member, config, w), config)
    wrong = enter_pin(call, digits, turn, member, config, w)
    if wrong is not None:
        return spoken(wrong, config)
    with w.unit_of_work() as work:
        return spoken(offer(work, member, config, w), config)
