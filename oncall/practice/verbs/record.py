"""<Record>: a beep, and what the caller says after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oncall.practice.orders import LegOver, Step
from oncall.practice.recordings import Recording

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from oncall.practice.calls import Leg, Reports
    from oncall.practice.interpreter import Session


def record(session: Session, element: Element) -> Step | None:
    """Record until a key, silence, the longest time or the caller hanging up.

    Where nobody spoke the document goes on (or, by a switch, the action is asked for all the same).
    """
    leg = session.leg
    leg.answer()
    if (element.get("playBeep") or "true").lower() == "true":
        leg.hear("beep", said=False)
    recording = _begin(leg, session.reports(element, "recordingStatusCallback"))
    try:
        ended_by = _listen(leg, element, recording.since)
    except LegOver:
        step = _end(session, element, recording, "hangup")
        if step is not None:
            session.tell(step)
        raise
    finally:
        leg.recording = None
    return _end(session, element, recording, ended_by)


def _begin(leg: Leg, reports: Reports) -> Recording:
    with leg.exchange.clock.lock:
        leg.keys = ""
        recording = Recording.of(leg, "RecordVerb", reports)
        leg.recording = recording
        leg.notify()
    return recording


def _listen(leg: Leg, element: Element, since: float) -> str:
    """Wait for the end; the key that ended it, or nothing."""
    finish_keys = element.get("finishOnKey", "1234567890*#")
    silence = float(element.get("timeout") or 5)
    until = since + float(element.get("maxLength") or 3600)
    while (seconds := _left(leg, silence, since, until)) > 0:
        _key_or_speech(leg, seconds)
        for key in leg.keys:
            if key in finish_keys:
                return key
        leg.keys = ""
    return ""


def _key_or_speech(leg: Leg, seconds: float) -> None:
    spoken = len(leg.speech)
    leg.wait(lambda: bool(leg.keys) or len(leg.speech) > spoken, seconds)


def _left(leg: Leg, silence: float, since: float, until: float) -> float:
    """Seconds until the recording ends of itself."""
    now = leg.exchange.clock.now()
    spoke_until = max([since, *(end for _, end in leg.speech)])
    quiet_at = spoke_until + silence if silence else until
    return min(quiet_at, until) - now


def _end(session: Session, element: Element, recording: Recording, digits: str) -> Step | None:
    leg = session.leg
    now = leg.ended_at if leg.ended_at is not None else leg.exchange.clock.now()
    spoken = leg.spoken(recording.since, now)
    if not spoken:
        recording.absent()
        if leg.exchange.switches.empty_recording == "falls_through":
            return None
    else:
        recording.finish(spoken)
    extra = {
        "RecordingUrl": recording.url,
        "RecordingSid": recording.sid,
        "RecordingDuration": str(recording.seconds),
        "Digits": digits,
    }
    return session.step(element, extra)
