"""How long each voice webhook takes at worst, beside the bare application's worst in the same round."""

import secrets
import statistics
from collections.abc import Callable
from typing import Any

from tests.bench.rows import Live, live
from tests.bench.served import LINE, Request, both, installation, say

ROUNDS, COUNT = 3, 200
AT_MOST = 4.0
ASHA = "+447700900201"


def main() -> int:
    """A few rounds of every webhook; 1 if the p99 of one is more than four times the bare one's."""
    worst: dict[str, list[float]] = {}
    with installation() as (running, folder), both(running, folder) as (ours, bare):
        for turn in range(ROUNDS):
            beside: list[dict[str, Any]] = []
            for name, ask in WEBHOOKS.items():
                calls = live(running.database_url, f"{turn}{name}", COUNT)
                beside.append(bare.measure(COUNT))
                took = ours.measure_these([ask(call) for call in calls])
                worst.setdefault(name, []).append(took["p99"] / beside[-1]["p99"])
            say(f"round {turn + 1}: bare p99 {statistics.median(one['p99'] for one in beside):.2f} ms")
    slowest = {name: statistics.median(ratios) for name, ratios in worst.items()}
    for name, ratio in slowest.items():
        say(f"{name:10} p99 {ratio:.2f} times the bare one's (at most {AT_MOST:g} wanted)")
    return 0 if max(slowest.values()) <= AT_MOST else 1


def _caller(sid: str, **form: str) -> dict[str, str]:
    return {"CallSid": sid, "From": "+447700900999", "To": LINE, "CallStatus": "in-progress", **form}


def _leg(sid: str, **form: str) -> dict[str, str]:
    """What the telephone of whoever is rung tells."""
    own = {"CallSid": f"CA{secrets.token_hex(16)}", "ParentCallSid": sid, "From": LINE, "To": ASHA}
    return {**own, "CallStatus": "in-progress", **form}


def _recording() -> dict[str, str]:
    return {"RecordingSid": f"RE{secrets.token_hex(16)}", "RecordingDuration": "7"}


def _trail(sid: str) -> str:
    return f"s=marches&c={sid}&b=1793916000&t=asha"


WEBHOOKS: dict[str, Callable[[Live], Request]] = {
    "ring": lambda _: ("/twilio/voice", _caller(f"CA{secrets.token_hex(16)}", CallStatus="ringing")),
    "whisper": lambda one: (f"/twilio/voice/whisper/{one[0]}?{_trail(one[2])}", _leg(one[2])),
    "key": lambda one: (f"/twilio/voice/key/{one[0]}/1", _leg(one[2], Digits="1")),
    "next": lambda one: (
        f"/twilio/voice/next/{one[0]}?{_trail(one[2])}",
        _caller(one[2], DialCallStatus="no-answer"),
    ),
    "leg": lambda one: (
        f"/twilio/voice/leg/{one[0]}",
        _leg(one[2], CallStatus="ringing", SequenceNumber="1"),
    ),
    "message": lambda one: (f"/twilio/voice/message/{one[1]}", _caller(one[2], **_recording())),
    "silence": lambda one: (f"/twilio/voice/silence/{one[1]}", _caller(one[2])),
    "recording": lambda one: (
        f"/twilio/voice/recording/{one[1]}",
        _caller(one[2], RecordingStatus="completed", **_recording()),
    ),
    "ended": lambda one: ("/twilio/voice/ended", _caller(one[2], CallStatus="completed")),
}
