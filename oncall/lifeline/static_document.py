"""The last line of all: one document for a host that runs nothing, which still rings somebody."""

from oncall.lifeline.snapshot import Service
from oncall.telephony.replies import Voice
from oncall.telephony.twiml import dial_in_turn
from oncall.words import say


def static_document(service: Service, now: int) -> str:
    """Says what 999 is for, rings the last resort, the managers, and who is on at `now`, and says goodbye.

    Whoever picks up is connected at once, since nobody could ask for a key: staffed lines come first.
    """
    last = (service.last_resort.number,) if service.last_resort is not None else ()
    people = (*service.managers, *(person for tier in service.tiers for person in tier.on_at(now)))
    numbers = (*last, *(service.phones[person] for person in people if person in service.phones))
    return dial_in_turn(
        before=(service.emergency, say("lifeline/static_trying", service=service.name)),
        numbers=tuple(dict.fromkeys(numbers)),
        caller_id=service.caller_id,
        after=(say("lifeline/static_nobody", emergency=service.emergency),),
        voice=Voice(service.language, service.voice),
    )
