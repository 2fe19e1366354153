"""What a telephone hears next when there is no database: the same hunt, from the snapshot and the trail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from oncall.lifeline.addresses import LifelineAddresses
from oncall.lifeline.asked import Asked
from oncall.lifeline.hunt import Hunt
from oncall.lifeline.marks import Marks
from oncall.lifeline.snapshot import Service, Snapshot
from oncall.lifeline.spool import Rang
from oncall.lifeline.trail import NOT_SAID, SEVERAL, UNKNOWN, WITHHELD, Trail
from oncall.telephony import forms
from oncall.telephony.replies import AskKey, Connect, HangUp, Reply, Ring, TakeMessage
from oncall.words import say

ACCEPTED, ENDED = "accepted", "ended"
TAKE, PASS_ON = "1", "2"
SHORTEST_RING = 5


@dataclass(frozen=True, slots=True)
class Said:
    """A reply, whom it rings, and whether it asks for a message."""

    reply: Reply
    rang: Rang | None = None

    @property
    def takes_message(self) -> bool:
        """Whether the caller is asked for a message."""
        return isinstance(self.reply, TakeMessage)


@dataclass(frozen=True, slots=True)
class Replier:
    """Answers one request about a call of `service`; `now` is in seconds since 1970."""

    asked: Asked
    form: Mapping[str, str]
    snapshot: Snapshot
    service: Service
    addresses: LifelineAddresses
    marks: Marks
    now: int

    def said(self) -> Said:
        """The answer. Raises BadForm if the request does not say which call it is about."""
        answers: dict[str, Callable[[], Said]] = {
            "ring": self._ring,
            "next": self._next,
            "whisper": lambda: Said(self._whisper(0)),
            "key": lambda: Said(self._key()),
            "message": lambda: Said(self._message()),
            "silence": lambda: Said(self._thanks(heard=False)),
        }
        return answers[self.asked.what]()

    def _ring(self) -> Said:
        call = forms.inbound_call(self.form)
        shown = call.from_number
        caller = WITHHELD if shown is None else self.service.known.get(shown, UNKNOWN)
        trail = Trail(self.service.code, call.sid, self.now, self.service.is_open(self.now), caller)
        return self._on(trail, self.service.greeting(caller))

    def _next(self) -> Said:
        ended = forms.dial_ended(self.form)
        trail = self.asked.trail or Trail(self.service.code, ended.call_sid, self.now)
        if ended.call_status in forms.OVER:
            self.marks.put(ENDED, ended.call_sid, self.now)
            return Said(HangUp())
        if self._was_answered(trail, ended):
            return Said(HangUp((say("calls/goodbye"),)))
        office = trail.last is not None and trail.last[0] == "office_line"
        line = say("calls/office_unanswered" if office else "calls/still_trying")
        return self._on(trail, (line, self.service.emergency))

    def _was_answered(self, trail: Trail, ended: forms.DialEnded) -> bool:
        """Whether the caller was through to somebody: a person has said so, a staffed line need only pick up.

        Where the company does not tell whether both were connected, our own mark decides.
        """
        if ended.dial_status not in ("completed", "answered") or ended.bridged is False:
            return False
        staffed = trail.last is not None and trail.last[1] is None
        return bool(ended.bridged) or staffed or self.marks.has(ACCEPTED, ended.call_sid)

    def _on(self, trail: Trail, words: tuple[str, ...]) -> Said:
        rang = Hunt(self.snapshot, self.service, self.now).next_after(trail)
        return Said(self._take_message(trail, words)) if rang is None else self._rung(trail, rang, words)

    def _rung(self, trail: Trail, rang: Rang, words: tuple[str, ...]) -> Said:
        trail = trail.then(rang.kind, rang.person)
        ring = Ring(
            words=words,
            number=rang.number,
            caller_id=self.service.caller_id,
            seconds=max(SHORTEST_RING, rang.seconds),
            next_url=self.addresses.next_after(trail),
            leg_url=self.addresses.leg(trail),
            whisper_url=None if rang.person is None else self.addresses.whisper(trail),
        )
        return Said(ring, rang)

    def _take_message(self, trail: Trail, words: tuple[str, ...]) -> TakeMessage:
        return TakeMessage(
            words=(*words, say("calls/take_message", emergency=self.service.emergency)),
            longest_seconds=self.snapshot.timing.message,
            done_url=self.addresses.message_left(trail),
            silence_url=self.addresses.no_message(trail),
            recording_url=self.addresses.recording(trail),
        )

    def _whisper(self, turn: int) -> Reply:
        trail = self._trail()
        if self.marks.has(ENDED, trail.call):
            return HangUp((say("calls/caller_left", can_ring_back=trail.caller != WITHHELD),))
        if turn >= self.snapshot.timing.turns:
            return HangUp()
        words = say(
            "calls/whisper",
            service=self.service.name,
            who=_who(trail.caller),
            waited=max(0, self.now - trail.began),
            repeated=turn,
            again=False,
        )
        return AskKey((words,), self.snapshot.timing.key, self.addresses.key(trail, turn + 1))

    def _key(self) -> Reply:
        pressed = forms.key_pressed(self.form).digits
        if pressed == PASS_ON:
            return HangUp((say("calls/passed_on"),))
        call = self._trail().call
        if pressed != TAKE or self.marks.has(ENDED, call):
            return self._whisper(self.asked.turn)
        if forms.SID.fullmatch(call):
            self.marks.put(ACCEPTED, call, self.now)
        return Connect((say("calls/connecting"),))

    def _trail(self) -> Trail:
        """The trail of whoever picked up; without one, what their own leg tells of the call."""
        parent = self.form.get("ParentCallSid", "")
        trail = self.asked.trail or Trail(self.service.code, parent, self.now)
        return replace(trail, attempt=self.asked.attempt)

    def _message(self) -> Reply:
        left = forms.message_left(self.form)
        return self._thanks(heard=left.recording_sid is not None and (left.duration or 0) >= 1)

    def _thanks(self, *, heard: bool) -> Reply:
        line = "calls/message_taken" if heard else "calls/no_message"
        can_ring_back = forms.inbound_call(self.form).from_number is not None
        return HangUp((say(line, can_ring_back=can_ring_back, emergency=self.service.emergency),))


def _who(caller: str) -> str:
    """Who is ringing, in words for a telephone: a kind of caller, never a name."""
    if caller == NOT_SAID:
        return say("lifeline/somebody")
    kind = None if caller in (UNKNOWN, WITHHELD, SEVERAL) else caller
    return say("calls/who", withheld=caller == WITHHELD, several=caller == SEVERAL, kind=kind, name=None)
