"""<Conference> inside <Dial>: joining several people, and what one hears while waiting for the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oncall.practice.calls import Reports
from oncall.practice.conferences import Conference, Part, conference_named
from oncall.practice.orders import Broken, LegOver, Step
from oncall.practice.parameters import voice_parameters
from oncall.practice.verbs.speaking import pause, play, say

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from oncall.practice.interpreter import Session

WAITING_VERBS = {"Say": say, "Play": play, "Pause": pause}
LONGEST_CALL = 14_400.0


def confer(session: Session, dial: Element, noun: Element) -> Step | None:
    """Join a conference and stay until sent away, it ends, or the caller hangs up; then ask the `action`."""
    session.leg.answer()
    conference = conference_named(session.leg.exchange, (noun.text or "").strip())
    _subscribe(session, conference, noun)
    if (dial.get("record") or "do-not-record") not in ("do-not-record", "false"):
        session.record(dial, "DialVerb")
    told = {"DialCallStatus": "answered"}
    try:
        take_part(session, conference, part_of(session, noun), float(dial.get("timeLimit") or LONGEST_CALL))
    except LegOver:
        if dial.get("action") is not None and session.leg.exchange.switches.caller_left_action == "sent":
            session.tell(session.step(dial, told))
        raise
    return None if dial.get("action") is None else session.step(dial, told)


def take_part(session: Session, conference: Conference, part: Part, limit: float = LONGEST_CALL) -> None:
    """Be in a conference until out of it. Raises LegOver and Ordered, having left."""
    leg = session.leg
    until = leg.exchange.clock.now() + limit
    conference.enter(part)
    try:
        while not part.out and (left := until - leg.exchange.clock.now()) > 0:
            if conference.waits(part):
                _wait(session, conference, part, lambda: not conference.waits(part))
            else:
                leg.wait(lambda: part.out or conference.waits(part), left)
    finally:
        conference.leave(part)


def part_of(session: Session, noun: Element) -> Part:
    """What a <Conference> element says of the person who joins by it."""

    def says(attribute: str, default: str) -> bool:
        return (noun.get(attribute) or default).lower() == "true"

    wait_url = noun.get("waitUrl")
    return Part(
        session.leg,
        label=noun.get("participantLabel") or "",
        muted=says("muted", "false"),
        starts=says("startConferenceOnEnter", "true"),
        ends=says("endConferenceOnExit", "false"),
        beeps=(noun.get("beep") or "true") in ("true", "onEnter"),
        wait_url=session.documents.resolve(wait_url) if wait_url else wait_url,
        wait_method=(noun.get("waitMethod") or "POST").upper(),
    )


def _subscribe(session: Session, conference: Conference, noun: Element) -> None:
    # The first who names an address for the conference's events decides.
    if noun.get("statusCallback") and not conference.reports.url:
        reports = session.reports(noun, "statusCallback")
        events = frozenset((noun.get("statusCallbackEvent") or "").split())
        conference.reports = Reports(reports.url, reports.method, events)


def _wait(session: Session, conference: Conference, part: Part, over: Callable[[], bool]) -> None:
    """Hear the waiting document again and again, or music where there is none."""
    if not part.wait_url:
        if part.wait_url is None or part.hold:
            session.leg.hear("music", said=False)
        session.leg.wait(over)
        return
    params = voice_parameters(session.leg) | {
        "ConferenceSid": conference.sid,
        "FriendlyName": conference.name,
    }
    try:
        document = session.documents.fetch(Step(part.wait_url, part.wait_method), params)
    except Broken:
        part.wait_url = None
        return
    _play_while_waiting(session, document, over)


def _play_while_waiting(session: Session, document: Element, over: Callable[[], bool]) -> None:
    played = False
    for element in document:
        if element.tag in WAITING_VERBS and not over():
            WAITING_VERBS[element.tag](session, element, over)
            played = True
    if not played:
        session.leg.wait(over)
