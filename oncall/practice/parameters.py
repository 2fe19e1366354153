"""The parameters of the network's requests about calls."""

from __future__ import annotations

from email.utils import format_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from oncall.practice.calls import Leg

API_VERSION = "2010-04-01"
PLACES = ("City", "State", "Zip", "Country")


def rfc2822(at: datetime) -> str:
    """A date as the provider writes it."""
    return format_datetime(at)


def voice_parameters(leg: Leg) -> dict[str, str]:
    """What every request about a call carries. Blank values are sent and signed like any other."""
    form = {
        "CallSid": leg.sid,
        "AccountSid": leg.exchange.account_sid,
        "From": leg.from_,
        "To": leg.to,
        "Caller": leg.from_,
        "Called": leg.to,
        "CallStatus": leg.status,
        "ApiVersion": API_VERSION,
        "Direction": leg.direction,
    }
    for side in ("From", "To", "Caller", "Called"):
        form |= {f"{side}{place}": "" for place in PLACES}
        form[f"{side}Country"] = "GB" if form[side].startswith("+44") else ""
    if leg.parent is not None:
        form["ParentCallSid"] = leg.parent.sid
    if leg.forwarded_from:
        form["ForwardedFrom"] = leg.forwarded_from
    if leg.answered_by:
        form["AnsweredBy"] = leg.answered_by
    return form


def progress_parameters(leg: Leg, *, status: str, sequence: int, at: datetime) -> dict[str, str]:
    """What a status callback carries beside that; durations only once the leg has ended."""
    form = voice_parameters(leg) | {
        "CallStatus": status,
        "Timestamp": rfc2822(at),
        "CallbackSource": "call-progress-events",
        "SequenceNumber": str(sequence),
    }
    if leg.over:
        form |= {"CallDuration": str(leg.duration), "Duration": str(-(-leg.duration // 60))}
        if leg.sip_code:
            form["SipResponseCode"] = str(leg.sip_code)
    return form
