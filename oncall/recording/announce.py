"""Telling a caller that their call may be recorded, and what any key does."""

from dataclasses import replace

from oncall.telephony.replies import Reply, Ring
from oncall.wiring import Wiring
from oncall.words import say

REFUSED = "unrecorded"
"""The step of a call that has refused, as it stands in its address."""


def announced(reply: Reply, w: Wiring) -> Reply:
    """The same ringing with the announcement before it; any key refuses. Nobody has to press one."""
    if not isinstance(reply, Ring):
        return reply
    words = (*reply.words, say("recording/announcement"))
    return replace(reply, words=words, key_url=w.addresses.voice_again(REFUSED))
