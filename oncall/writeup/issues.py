"""What a contact may be about, from the protocols, and what may have to follow each."""

from functools import cache

from oncall.followups.propose import Issue
from oncall.writeup.protocol_files import read_all

OPENING = "OPEN"


@cache
def issues() -> tuple[Issue, ...]:
    """Every issue that has a protocol, by code, read once in a process: with no answers known, all of it."""
    protocols = [one for code, one in sorted(read_all().items()) if code != OPENING]
    return tuple(Issue(one.code, one.title, tuple(rule.code for rule in one.follow_ups)) for one in protocols)
