"""What a contact may be about, from the protocols, and what may have to follow each."""

from collections.abc import Mapping, Sequence

from oncall.contacts.written import ANSWER
from oncall.followups.propose import Issue
from oncall.writeup.protocol_files import read_all
from oncall.writeup.triage_run import assessed

OPENING = "OPEN"


def issues(answers: Mapping[str, Mapping[str, str]]) -> Sequence[Issue]:
    """Every issue that has a protocol, by code, with what the answers so far leave to follow.

    `answers` are by protocol and question; what nobody has asked counts as unknown, and leaves nothing out.
    """
    protocols = [one for code, one in sorted(read_all().items()) if code != OPENING]
    runs = {
        code: [(f"{ANSWER}{code}.{question}", said) for question, said in given.items()]
        for code, given in answers.items()
    }
    return [Issue(one.code, one.title, assessed(one, runs.get(one.code, ())).follow_ups) for one in protocols]
