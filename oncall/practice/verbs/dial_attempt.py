"""One <Dial> at work: the legs it rings, which of them is connected, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oncall.practice.addresses import can_be_rung
from oncall.practice.calls import Leg, Reports
from oncall.practice.detection import Detection, guess_who_answered
from oncall.practice.orders import Broken, Ending, LegOver, Ordered, Step
from oncall.practice.problems import Kind
from oncall.practice.ringing import phone_of, ring_out

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from oncall.practice.interpreter import Session
    from oncall.practice.recordings import Recording

WRONG_CALLER_ID, WRONG_NUMBER = 13214, 13223
LONGEST_CALL = 14_400.0
NOT_RECORDED = (None, "do-not-record", "false")


class Attempt:
    """The legs that one <Dial> rings for its caller. Times are practice seconds."""

    def __init__(self, session: Session, element: Element) -> None:
        self._session = session
        self._element = element
        self._leg = session.leg
        self._exchange = session.leg.exchange
        self.bridged: Leg | None = None
        self.taken = False  # the connected leg was ordered elsewhere by REST
        self.recording: Recording | None = None
        self._finished: set[str] = set()
        self._nouns: dict[str, Element] = {}
        self.children = [self._child(noun) for noun in self._numbers()]

    def run(self) -> None:
        """Ring them, connect the first who accepts, and wait until they part.

        Raises LegOver when the caller leaves and Ordered when the service sends the caller elsewhere.
        """
        if not self._is("answerOnBridge"):
            self._leg.answer()
        self._leg.hear("ringing tone", said=False)
        self._leg.ringing_others = True
        try:
            for group in [[child] for child in self.children] if self._is("sequential") else [self.children]:
                self._ring_all(group)
                if self.bridged is not None:
                    break
        finally:
            self._leg.ringing_others = False
        if self.bridged is not None:
            self._stay_together(self.bridged)

    def drop(self, status: str) -> None:
        """Hang up on everybody who was rung; those who had answered have `completed` their call."""
        with self._exchange.clock.lock:
            for child in self.children:
                if not (self.taken and child is self.bridged):
                    child.finish("completed" if child.answered_at is not None else status, sip_code=487)

    def outcome(self, *, left: bool) -> dict[str, str]:
        """What the `action` is told. `left` when the caller hung up."""
        told = {"DialCallStatus": self._status(left=left)}
        chosen = self._chosen()
        if chosen is not None:
            told["DialCallSid"] = chosen.sid
            if chosen.answered_at is not None and not self.taken:
                told["DialCallDuration"] = str(chosen.duration)
        if self.recording is not None:
            told |= {"RecordingUrl": self.recording.url, "RecordingSid": self.recording.sid}
        if self._exchange.switches.dial_bridged_present:
            told["DialBridged"] = "true" if self.bridged is not None else "false"
        if self._leg.status == "ringing":
            told["CallStatus"] = self._exchange.switches.unanswered_call_status
        return told

    def wait_for_callbacks(self) -> None:
        """Let the legs' callbacks arrive first; a switch keeps the last ones until after the action."""
        for child in self.children:
            self._exchange.callbacks.wait_until_sent(child.sid)

    def let_go(self) -> None:
        """Send the last status callbacks that were kept until after the action."""
        for child in self.children:
            self._exchange.callbacks.let_go(child.sid)

    def _is(self, attribute: str) -> bool:
        return (self._element.get(attribute) or "").lower() == "true"

    def _numbers(self) -> list[Element]:
        if (self._element.text or "").strip():
            return [self._element]
        for noun in self._element:
            if noun.tag != "Number":
                self._exchange.problem(Kind.TWIML, f"<{noun.tag}> is not rung here", about=self._leg.sid)
        return self._element.findall("Number")

    def _child(self, noun: Element) -> Leg:
        child = Leg(
            self._exchange,
            direction="outbound-dial",
            from_=(self._element.get("callerId") or self._leg.from_).strip(),
            to=(noun.text or "").strip(),
            parent=self._leg,
            reports=self._session.reports(noun, "statusCallback") if noun.tag == "Number" else Reports(),
        )
        self._nouns[child.sid] = noun
        self._exchange.add_call(child)
        if self._exchange.switches.completed_callback == "after_action":
            self._exchange.callbacks.keep_last(child.sid)
        return child

    def _ring_all(self, group: list[Leg]) -> None:
        for child in group:
            self._exchange.clock.start(self._ring, child)
        self._leg.wait(
            lambda: self.bridged is not None or all(child.sid in self._finished for child in group)
        )

    def _ring(self, child: Leg) -> None:
        try:
            self._check(child)
            ring_out(child, float(self._element.get("timeout") or 30))
            self._quieten_others(child)
            self._guess_who_answered(child)
            if self._listens_and_accepts(child) and self._bridge(child):
                child.wait(lambda: False)
            else:
                child.finish("completed")
        except LegOver:
            pass
        except Ordered as ordered:
            self._take_away(child)
            self._session.for_leg(child).play_out(ordered.step)
        finally:
            with self._exchange.clock.lock:
                self._finished.add(child.sid)
                child.notify()

    def _check(self, child: Leg) -> None:
        ours = {self._leg.from_, self._leg.to} | {n.phone_number for n in self._exchange.numbers.values()}
        if not can_be_rung(child.from_) or child.from_ not in ours:
            self._refuse(child, WRONG_CALLER_ID, "callerId is neither a number of ours nor of this call")
        if not can_be_rung(child.to):
            self._refuse(child, WRONG_NUMBER, "a dialled number is not a full international number")
        phone_of(child)

    def _refuse(self, child: Leg, code: int, says: str) -> None:
        self._exchange.problem(Kind.TWIML, says, code, child.sid)
        child.finish("failed")
        raise LegOver

    def _guess_who_answered(self, child: Leg) -> None:
        noun = self._nouns[child.sid]
        if mode := noun.get("machineDetection"):
            url = noun.get("amdStatusCallback")
            if not url:
                self._exchange.problem(
                    Kind.TWIML, "machineDetection has nowhere to report to", 21262, child.sid
                )
                return
            method = (noun.get("amdStatusCallbackMethod") or "POST").upper()
            guess_who_answered(
                child, Detection(mode, self._session.documents.resolve(url), method, meanwhile=True)
            )

    def _quieten_others(self, child: Leg) -> None:
        if not self._exchange.switches.others_ring_during_whisper:
            self._hang_up_on_others(child)

    def _hang_up_on_others(self, child: Leg) -> None:
        with self._exchange.clock.lock:
            for other in self.children:
                if other is not child and not other.live:
                    other.finish("no-answer", sip_code=487)

    def _listens_and_accepts(self, child: Leg) -> bool:
        noun = self._nouns[child.sid]
        if noun.tag != "Number" or not noun.get("url"):
            return True
        first = Step(self._session.documents.resolve(noun.get("url")), (noun.get("method") or "POST").upper())
        try:
            return self._session.for_leg(child, whisper=True).run(first) is Ending.RAN_OUT
        except Broken:
            return self._exchange.switches.whisper_fetch_failure == "bridge"

    def _bridge(self, child: Leg) -> bool:
        with self._exchange.clock.lock:
            if self.bridged is not None or self._leg.over or child.over:
                return False
            self.bridged = child
            self._leg.answer()
            self._leg.keys = ""
            self._leg.join(child)
            for other in self.children:
                if other is not child:
                    other.finish("completed" if other.live else "no-answer", sip_code=487)
            return True

    def _stay_together(self, child: Leg) -> None:
        limit = min(float(self._element.get("timeLimit") or LONGEST_CALL), LONGEST_CALL)
        star = self._is("hangupOnStar")
        if self._element.get("record") not in NOT_RECORDED:
            self.recording = self._session.record(self._element, "DialVerb")
        self._leg.wait(lambda: child.over or self.taken or (star and "*" in self._leg.keys), limit)
        if self.recording is not None:
            self.recording.stop()
        if not self.taken:
            child.finish("completed")

    def _take_away(self, child: Leg) -> None:
        with self._exchange.clock.lock:
            if child is self.bridged:
                self.taken = True
            self._leg.part(child)
            child.notify()

    def _chosen(self) -> Leg | None:
        if self.bridged is not None:
            return self.bridged
        last = self._exchange.switches.dial_call_sid == "last"
        return (self.children[-1] if last else self.children[0]) if self.children else None

    def _status(self, *, left: bool) -> str:
        if self.bridged is not None:
            return "completed"
        if left:
            return self._exchange.switches.caller_left_status
        if any(child.answered_at is not None for child in self.children):
            return self._exchange.switches.whisper_refused_status
        statuses = {child.status for child in self.children}
        return next((status for status in ("busy", "no-answer", "canceled") if status in statuses), "failed")
