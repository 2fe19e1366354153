"""What a telephone hears next when there is no database: the same hunt, from the snapshot and the trail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import structlog

from oncall.lifeline.addresses import LifelineAddresses
from oncall.lifeline.asked import Asked
from oncall.lifeline.holders import Holders, digest_of, person_of
from oncall.lifeline.hunt import LONGEST_CALL, Hunt
from oncall.lifeline.lines import Lines
from oncall.lifeline.marks import Marks
from oncall.lifeline.snapshot import Service, Snapshot
from oncall.lifeline.spool import Rang
from oncall.lifeline.trail import NOT_SAID, SEVERAL, UNKNOWN, WITHHELD, Trail
from oncall.telephony import forms
from oncall.telephony.replies import AskKey, Connect, HangUp, Reply, Ring, TakeMessage
from oncall.telephony.ring_time import parts_of
from oncall.words import say

log = structlog.get_logger(__name__)

ACCEPTED, ENDED = "accepted", "ended"
LISTENED, PASSED = "listened", "passed"
"""Marks of the leg of whoever was rung: they have picked up, they have passed the call on."""
TAKE, PASS_ON = "1", "2"
SHORTEST_RING = 5


@dataclass(frozen=True, slots=True)
class Said:
    """A reply, whom it rings anew, whether the same telephone rings on, and whether it asks for a message."""

    reply: Reply
    rang: Rang | None = None
    rings_on: bool = False

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
    lines: Lines
    holders: Holders
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
        if call.from_number in self.service.numbers:
            return Said(HangUp((say("calls/self_test"),)))
        if self.service.is_restricted(call.from_number, self.now):
            return Said(HangUp((say("calls/restricted"), self.service.emergency)))
        is_open = self.service.is_open(self.now)
        trail = self._about(call.from_number, Trail(self.service.code, call.sid, self.now, is_open))
        had_by = None if call.from_number is None else self._had_by(call.from_number)
        trail = replace(trail, again=had_by is not None)
        return self._rung(trail, self._hunt().first(trail, had_by), self.service.greeting(trail.caller))

    def _had_by(self, number: str) -> str | None:
        """Who had this caller's call a few minutes ago, as this machine or the snapshot knows."""
        held = person_of(self.holders.of(number, self.now), self.service.phones)
        return held or self.snapshot.had_by(self.service, number, self.now)

    def _hunt(self) -> Hunt:
        kept = self.service.kept_from(forms.inbound_call(self.form).from_number)
        return Hunt(self.snapshot, self.service, self.lines, self.now, kept)

    def _about(self, shown: str | None, trail: Trail) -> Trail:
        """The trail with what is known of the caller's number; what it says already stays."""
        if trail.caller != NOT_SAID:
            return trail
        caller = WITHHELD if shown is None else self.service.known.get(shown, UNKNOWN)
        return replace(trail, caller=caller, no_contact=shown in self.service.no_contact)

    def _next(self) -> Said:
        ended = forms.dial_ended(self.form)
        trail = self.asked.trail or Trail(self.service.code, ended.call_sid, self.now)
        if ended.call_status in forms.OVER:
            self._note_holder(ended.call_sid)
            self.marks.put(ENDED, ended.call_sid, self.now)
            self.lines.free(ended.call_sid)
            return Said(HangUp())
        if self._was_answered(trail, ended):
            self._note_holder(ended.call_sid)
            self.lines.free(ended.call_sid)
            return Said(HangUp((say("calls/goodbye"),)))
        return self._not_answered(trail, ended)

    def _not_answered(self, trail: Trail, ended: forms.DialEnded) -> Said:
        """The same telephone rings on, if this was a part of its time; else the next one rings."""
        trail = self._about(forms.inbound_call(self.form).from_number, trail)
        leg, person = ended.dial_sid or "", None if trail.last is None else trail.last[1]
        if ended.dial_status == "no-answer" and not self._has_marks(leg, LISTENED, PASSED):
            rang = Hunt(self.snapshot, self.service, self.lines, self.now).part_after(trail, self.asked.part)
            if rang is not None:
                words = (say("calls/still_trying"), self.service.emergency)
                return Said(self._ring_of(trail, rang, words, self.asked.part + 1), rings_on=True)
        if person is not None:
            self.lines.free(trail.call, person)
            if self._has_marks(leg, PASSED):
                trail = replace(trail, passed=(*trail.passed, person))
        office = trail.last is not None and trail.last[0] == "office_line"
        line = say("calls/office_unanswered" if office else "calls/still_trying")
        return self._on(trail, (line, self.service.emergency))

    def _note_holder(self, call: str) -> None:
        """The call is over: whoever took it is put first, should its caller ring again."""
        number = forms.inbound_call(self.form).from_number
        if number is not None and (digest := self.marks.note(ACCEPTED, call)):
            self.holders.keep(number, digest, self.now)

    def _has_marks(self, leg: str, *marks: str) -> bool:
        return any(self.marks.has(mark, leg) for mark in marks)

    def _was_answered(self, trail: Trail, ended: forms.DialEnded) -> bool:
        """Whether the caller was through to somebody: a person has said so, a staffed line need only pick up.

        Our own mark decides, not the company, which may connect whom it could not ask: a voicemail box, say.
        Only of somebody who was rung while there was a database may the key be known there alone.
        """
        if ended.dial_status not in ("completed", "answered") or ended.bridged is False:
            return False
        staffed = trail.last is not None and trail.last[1] is None
        if staffed or self.marks.has(ACCEPTED, ended.call_sid):
            return True
        if ended.bridged and self.asked.is_ours:
            log.error("bridged_without_acceptance")
        return bool(ended.bridged) and not self.asked.is_ours

    def _on(self, trail: Trail, words: tuple[str, ...]) -> Said:
        return self._rung(trail, self._hunt().next_after(trail), words)

    def _rung(self, trail: Trail, rang: Rang | None, words: tuple[str, ...]) -> Said:
        if rang is None:
            return Said(self._take_message(trail, words))
        return Said(self._ring_of(trail.then(rang.kind, rang.person, self.now), rang, words), rang)

    def _ring_of(self, trail: Trail, rang: Rang, words: tuple[str, ...], part: int = 0) -> Ring:
        return Ring(
            words=words,
            number=rang.number,
            caller_id=self.service.caller_id,
            seconds=max(SHORTEST_RING, parts_of(rang.seconds)[part]),
            next_url=self.addresses.next_after(trail, part),
            leg_url=self.addresses.leg(trail),
            whisper_url=None if rang.person is None else self.addresses.whisper(trail),
        )

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
        self._mark_leg(LISTENED)
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
            again=trail.again,
            no_contact=trail.no_contact,
            not_looked_up=trail.caller == NOT_SAID,
        )
        return AskKey((words,), self.snapshot.timing.key, self.addresses.key(trail, turn + 1))

    def _key(self) -> Reply:
        pressed = forms.key_pressed(self.form).digits
        if pressed == PASS_ON:
            self._mark_leg(PASSED)
            return HangUp((say("calls/passed_on"),))
        trail = self._trail()
        if pressed != TAKE or self.marks.has(ENDED, trail.call):
            return self._whisper(self.asked.turn)
        if forms.SID.fullmatch(trail.call):
            self._hold_line(trail)
        return Connect((say("calls/connecting"),))

    def _mark_leg(self, what: str) -> None:
        """Mark the leg that asks: it is whoever was rung."""
        leg = self.form.get("CallSid", "")
        if forms.SID.fullmatch(leg):
            self.marks.put(what, leg, self.now)

    def _hold_line(self, trail: Trail) -> None:
        """Whoever has taken the call is on it until we are told that it has ended."""
        last = None if trail.last is None else trail.last[1]
        person = last or self.service.person_at(self.form.get("To", ""))
        self.marks.put(ACCEPTED, trail.call, self.now, "" if person is None else digest_of(person))
        if person is not None:
            self.lines.take(person, trail.call, now=self.now, until=self.now + LONGEST_CALL)

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
