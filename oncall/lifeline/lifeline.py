"""The lifeline of one process: takes any webhook, keeps it on the disk, and answers it from the snapshot."""

import itertools
import threading
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import structlog

from oncall.lifeline.addresses import LifelineAddresses
from oncall.lifeline.asked import Asked, asked
from oncall.lifeline.holders import Holders, digest_of
from oncall.lifeline.lines import Lines
from oncall.lifeline.marks import Marks
from oncall.lifeline.reply import ACCEPTED, ENDED, PASSED, Replier, Said
from oncall.lifeline.snapshot import Service, Snapshot
from oncall.lifeline.snapshot_file import SnapshotFile
from oncall.lifeline.spool import Record, Spool
from oncall.lifeline.trail import Trail
from oncall.seal import Seal
from oncall.settings import Settings
from oncall.telephony import forms
from oncall.telephony.replies import PLAIN_VOICE, HangUp, Reply, TakeMessage, Voice
from oncall.telephony.twiml import NOTHING, render
from oncall.words import say

log = structlog.get_logger(__name__)

FOLDER = "lifeline"
MOST_UNKEPT = 10_000
MESSAGE_SECONDS = 180
KEPT = "kept"
ALONE = {"page": "lifeline/page", "other": "calls/apology"}
"""What is said where the database alone would know what it is about."""
CHANGES_NOTHING = frozenset({"told", "whisper"})
"""What later requests of the same call need not wait behind."""
ENDS = frozenset({"ring", "next"})
"""Where a caller who is told goodbye has been told so for good."""
REFUSED_ON_THE_HANDSET = "603"

Form = Iterable[tuple[str, str]]


class NotKept(Exception):  # noqa: N818  (named for the fact)
    """The disk did not take what we were told, so it must not be said to have been received."""


@dataclass(frozen=True, slots=True)
class _Answer:
    document: str
    said: Said | None


class Lifeline:
    """Answers without a database. Threads may share one; make it after forking.

    `base` is where the telephone company reaches it.
    """

    def __init__(self, folder: Path, secret: str, base: str) -> None:
        seal = Seal(secret)
        self.folder = folder
        self.seal = seal
        self.snapshot = SnapshotFile(folder, seal)
        self.spool = Spool(folder, seal)
        self.marks = Marks(folder)
        self.lines = Lines(folder)
        self.holders = Holders(folder, secret)
        self._addresses = LifelineAddresses(base)
        self._numbers = itertools.count(1)
        self._unkept: deque[Record] = deque(maxlen=MOST_UNKEPT)
        self._keeping = threading.Lock()

    @classmethod
    def from_settings(cls, settings: Settings, base: str) -> "Lifeline":
        """The lifeline in the data folder of the settings. Raises Problem without a secret key."""
        settings.require("secret_key")
        assert settings.secret_key is not None
        return cls(settings.data_dir / FOLDER, settings.secret_key.get_secret_value(), base)

    def can_route(self, now: datetime) -> bool:
        """Whether there is a snapshot that can still be used."""
        known = self.snapshot.read()
        return known is not None and now.timestamp() < known.until

    def take(self, sealed: bytes) -> bool:
        """Put a snapshot from elsewhere in place unless ours is newer; whether so. Raises Broken, OSError."""
        known = self.snapshot.read()
        made = self.snapshot.opened(sealed)
        if known is not None and known.made_at > made.made_at:
            return False
        self.snapshot.put(sealed)
        return True

    def holds(self, form: Mapping[str, str]) -> bool:
        """Whether a call has requests here that have not been taken up: later ones must wait behind them."""
        if not self.spool.has_any():
            return False
        return any(self.marks.has(KEPT, form.get(name, "")) for name in ("CallSid", "ParentCallSid"))

    def answer(self, path: str, query: str, posted: Form, now: datetime) -> str:
        """The document that answers a request whose signature has been checked; it is on the disk then.

        Raises BadForm when a request does not say what it is about, and NotKept when the disk does not
        take one that nobody waits for. Somebody on the telephone always gets an answer.
        """
        pairs = tuple(posted)
        form = dict(pairs)
        question = asked(path, query, form)
        answer = self._answer(question, form, now)
        said = answer.said
        record = Record(
            at=now.timestamp(),
            path=question.path,
            query=question.query,
            form=pairs,
            rang=None if said is None else said.rang,
            took_message=said is not None and said.takes_message,
            hung_up=said is not None and question.what in ENDS and isinstance(said.reply, HangUp),
            number=next(self._numbers),
            rings_on=said is not None and said.rings_on,
        )
        if not self.keep(record) and not question.is_heard:
            raise NotKept
        for sid in (form.get("CallSid", ""), form.get("ParentCallSid", "")):
            if question.what not in CHANGES_NOTHING and forms.SID.fullmatch(sid):
                self.marks.put(KEPT, sid, int(now.timestamp()))
        return answer.document

    def keep(self, record: Record) -> bool:
        """Put a record on the disk, with those that it did not take before; whether it has them now."""
        with self._keeping:
            self._unkept.append(record)
            waiting = list(self._unkept)
            self._unkept.clear()
        for place, one in enumerate(waiting):
            try:
                self.spool.append(one)
            except OSError as error:
                log.critical("request_not_kept", errno=error.errno, waiting=len(waiting) - place)
                self._unkept.extend(waiting[place:])
                return False
        return True

    def _answer(self, question: Asked, form: dict[str, str], now: datetime) -> _Answer:
        if question.what in ALONE:
            return _Answer(render(HangUp((say(ALONE[question.what]),)), PLAIN_VOICE), None)
        if not question.is_heard:
            self._told(question, form, int(now.timestamp()))
            return _Answer(NOTHING, None)
        snapshot = self.snapshot.read()
        if snapshot is None:
            return self._without_a_snapshot(question, form, now)
        service = _service(snapshot, question, form)
        if service is None:
            return _Answer(render(HangUp((say("calls/not_in_service"),)), PLAIN_VOICE), None)
        at = int(now.timestamp())
        kept = self.marks, self.lines, self.holders
        replier = Replier(question, form, snapshot, service, self._addresses, *kept, at)
        said = replier.said()
        return _Answer(render(said.reply, Voice(service.language, service.voice)), said)

    def ended(self, form: Mapping[str, str]) -> None:
        """A call is over, as somebody else was told: nobody is on the telephone for it any more."""
        if sid := form.get("CallSid", ""):
            self.lines.free(sid)

    def _told(self, question: Asked, form: Mapping[str, str], now: int) -> None:
        """Remember what a later request of the same call, or of another, must know."""
        if question.what == "ended":
            self._note_holder(form, now)
            self.marks.put(ENDED, forms.call_ended(form).call_sid, now)
            self.ended(form)
        sid, last = form.get("CallSid", ""), None if question.trail is None else question.trail.last
        if question.what != "leg" or not forms.SID.fullmatch(sid):
            return
        if form.get("SipResponseCode") == REFUSED_ON_THE_HANDSET:
            self.marks.put(PASSED, sid, now)
        if form.get("CallStatus") == "completed" and question.trail is not None and last is not None:
            self.lines.free(question.trail.call, last[1])

    def _note_holder(self, form: Mapping[str, str], now: int) -> None:
        """A call is over: whoever had it, here or before the database went, is put first for its caller."""
        number = form.get("From", "")
        digest = self.marks.note(ACCEPTED, forms.call_ended(form).call_sid)
        if not digest and (snapshot := self.snapshot.read()) is not None:
            person = snapshot.goes_on_with(number)
            digest = "" if person is None else digest_of(person)
        if digest and number:
            self.holders.keep(number, digest, now)

    def _without_a_snapshot(self, question: Asked, form: dict[str, str], now: datetime) -> _Answer:
        """Nobody can be rung: the caller may at least leave a message, and whoever picks up is let go."""
        log.critical("no_snapshot")
        reply: Reply = HangUp((say("calls/apology"),))
        if question.what in ("ring", "next"):
            call = forms.inbound_call(form)
            trail = question.trail or Trail("", call.sid, int(now.timestamp()))
            reply = TakeMessage(
                (say("calls/take_message", emergency=say("calls/emergency")),),
                MESSAGE_SECONDS,
                self._addresses.message_left(trail),
                self._addresses.no_message(trail),
                self._addresses.recording(trail),
            )
        return _Answer(render(reply, PLAIN_VOICE), Said(reply))


def _service(snapshot: Snapshot, question: Asked, form: dict[str, str]) -> Service | None:
    """Whose call it is: the trail says so; else the number that was rung, or from which we ring."""
    if question.trail is not None and (known := snapshot.called(question.trail.service)):
        return known
    numbers = (form.get("To", ""), form.get("From", ""))
    return next((found for number in numbers if (found := snapshot.of_number(number))), None)
