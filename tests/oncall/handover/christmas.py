"""Christmas 2026, from Thursday the 24th to Tuesday the 29th, played over HTTP with a clock that is moved.

Two practitioners have five shifts, from nine to nine; there are fourteen contacts, from U0 to U5, one of them
about a restricted child, and one night in which nobody rings.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from urllib.parse import urlsplit

from flask import Flask
from twilio.request_validator import RequestValidator

from oncall.contacts.choose_children import Ticks, choose_children
from oncall.contacts.tables import ContactRow, State
from oncall.followups.tables import FollowUpRow, FollowUpStatus
from oncall.handover.tables import HeartbeatRow
from oncall.handover.watch import keep_handovers
from oncall.rotas.document import parse
from oncall.service.load import load
from oncall.service.read_service import read_service
from tests.oncall.contacts.page import words
from tests.oncall.contacts.scene import LINE, MARCHES, MORGAN, Browser, Scene
from tests.oncall.handover.morning import Morning

CALLS = (  # when in December, about whom, how urgent
    (24, 18, "C-7K2Q", "U1"),
    (24, 23, None, "U4"),
    (25, 2, "C-M4XD", "U2"),
    (25, 10, "C-7K2Q", "U3"),
    (25, 14, None, "U5"),
    (25, 20, "C-9TRB", "U2"),
    (26, 3, "C-M4XD", "U0"),
    (26, 10, None, "U3"),
    (26, 12, "C-7K2Q", "U2"),
    (26, 18, None, "U4"),
    (27, 11, "C-M4XD", "U3"),
    (28, 10, None, "U5"),
    (28, 15, "C-7K2Q", "U3"),
    (28, 22, None, "U4"),
)
"""The night from Sunday the 27th to Monday is a quiet one."""
CHANGES = ((25, "asha", "ben"), (26, "ben", "asha"), (27, "asha", "ben"), (28, "ben", "asha"))
NOTE = "Talked through calmly; a plan until the morning is agreed."
BASE = "http://127.0.0.1:8000"


def december(day: int, hour: int, minute: int = 0) -> datetime:
    """A time at Christmas, when London keeps UTC."""
    return datetime(2026, 12, day, hour, minute, tzinfo=UTC)


@dataclass
class Christmas:
    """The days, and whoever rings in them."""

    scene: Scene
    app: Flask
    refs: list[str] = field(default_factory=list)

    def browser(self, who: str) -> Browser:
        """Somebody's browser; they sign in anew, for after a day nobody is signed in."""
        return Browser(self.app, self.scene, who)

    def begins(self) -> None:
        """Two practitioners take turns from nine to nine, and the office opens again on the 29th."""
        text = MARCHES.read_text("utf-8")
        for old, new in (
            ("closures: [2026-12-29, 2026-12-30, 2026-12-31]", "closures: []"),
            (
                "{unit: week, every: 1, from: 2026-11-02T09:00, people: [asha, ben, carys]}",
                "{unit: day, every: 1, from: 2026-12-24T09:00, people: [asha, ben]}",
            ),
            ("people: [dai, asha]", "people: [[], []]"),
        ):
            assert old in text
            text = text.replace(old, new)
        text = re.sub(r"\n    - \{tier: practitioner, from: 2026-12-25.*\}", "", text)
        text = re.sub(r"overrides:.*", "overrides: []", text)
        self.scene.clock.at = december(24, 12)
        read = read_service(parse(text, "christmas.yaml"))
        load(read, unit_of_work=self.scene.w.unit_of_work, now=self.scene.clock)

    def plays(self) -> None:
        """Everything that happens until Tuesday morning, in order, with the pulse beating meanwhile."""
        happens: list[tuple[datetime, Callable[[], object]]] = [
            (december(day, hour), lambda about=about, urgency=urgency: self.call(about, urgency))
            for day, hour, about, urgency in CALLS
        ]
        happens += [
            (december(day, 8, 55), lambda one=one: self.hands_on(*one)) for one in CHANGES for day in one[:1]
        ]
        happens += [
            (december(day, 9, 1), lambda one=one: self.accepts_shift(*one))
            for one in CHANGES
            for day in one[:1]
        ]
        for at, what in sorted(happens, key=lambda pair: pair[0]):
            self.scene.clock.at = at
            what()
            self._pulse_has_beaten()
            keep_handovers(self.scene.w)
            self.scene.does_errands()
        self.scene.clock.at = december(29, 8, 40)

    def plays_quickly(self) -> None:
        """The same calls, without the company and without the pulse."""
        for day, hour, about, urgency in CALLS:
            self.scene.clock.at = december(day, hour)
            self.refs.append(Morning(self.scene).call([about] if about else None, urgency, NOTE))
        self.scene.clock.at = december(29, 8, 40)

    def _pulse_has_beaten(self) -> None:
        """All the time that was skipped, the service was up."""
        with self.scene.w.unit_of_work() as work:
            work.session.merge(HeartbeatRow(id=1, at=self.scene.clock()))

    def call(self, about: str | None, urgency: str) -> None:
        """A carer rings; whoever is on presses 1, talks and writes it up."""
        sid = f"CA{len(self.refs) + 1:032x}"
        rings = self.company("/twilio/voice", CallSid=sid, From=MORGAN, To=LINE, CallStatus="ringing")
        leg = {"CallSid": f"CA{len(self.refs) + 1:030x}ff", "ParentCallSid": sid}
        self.company(_in(rings, "statusCallback"), **leg, CallStatus="in-progress", SequenceNumber="2")
        whisper = self.company(_in(rings, "url"), **leg, CallStatus="in-progress")
        self.scene.clock.advance(seconds=8)
        self.company(_in(whisper, "action"), **leg, Digits="1")
        self.scene.clock.advance(minutes=6)
        self.company(
            _in(rings, "action"),
            CallSid=sid,
            CallStatus="completed",
            DialCallStatus="completed",
            DialBridged="true",
        )
        self.company("/twilio/voice/ended", CallSid=sid, CallStatus="completed", CallDuration="368")
        self._written_up(sid, about, urgency)

    def company(self, address: str, **form: str) -> str:
        """A request of the telephone company's, signed; what it is told."""
        parts = urlsplit(address)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        sent = {"AccountSid": "AC" + "0" * 32, **form}
        signature = RequestValidator("token").compute_signature(BASE + path, sent)
        answer = self.app.test_client().post(path, data=sent, headers={"X-Twilio-Signature": signature})
        assert answer.status_code == 200, address
        return answer.text

    def hands_on(self, day: int, goes: str, _comes: str) -> None:
        """Whoever goes says what the next one needs to know."""
        at = int(december(day, 9).timestamp())
        page = f"/handover/{self.number}"
        self.browser(goes).post(f"{page}/shifts/{at}/hand-on", page=page, text="Kit is back. Ada is not.")

    def accepts_shift(self, day: int, _goes: str, comes: str) -> None:
        """Whoever comes accepts."""
        at = int(december(day, 9).timestamp())
        page = f"/handover/{self.number}"
        self.browser(comes).post(f"{page}/shifts/{at}/accept", page=page)

    @cached_property
    def number(self) -> int:
        """The number of the handover that goes on; the one before may still stand there."""
        page = self.browser("farah").get("/handover").text
        return int(re.findall(r"/handover/(\d+)/print", page)[-1])

    def signs(self, who: str) -> str:
        """Somebody signs the page as they see it; what the page says then."""
        page = f"/handover/{self.number}"
        seen = _value(self.browser(who).get(page).text, "seen")
        self.browser(who).post(f"{page}/sign", page=page, seen=seen)
        return words(self.browser(who).get(page))

    def nobody_has(self, title: str, call: int = 0) -> int:
        """Something must follow a call, the first unless told, and nobody has it."""
        with self.scene.w.unit_of_work() as work:
            contact = work.session.query(ContactRow).filter_by(ref=self.refs[call]).one()
            row = FollowUpRow(
                key=f"christmas {call}",
                contact_id=contact.id,
                child_ref=CALLS[call][2],
                kind="F13",
                title=title,
                organisation="Marches Council",
                role="social worker",
                our_part=["do"],
                statutory=False,
                sure=True,
                source="",
                anchor="known_at",
                anchor_is="",
                due_rule="next_working_day 09:30",
                latest="",
                repeats="",
                calendar="office",
                due_at=december(29, 9) + timedelta(minutes=30),
                rings=False,
                status=FollowUpStatus.OPEN,
                version=1,
                created_at=self.scene.clock(),
            )
            work.session.add(row)
            work.session.flush()
            return row.id

    def _written_up(self, sid: str, about: str | None, urgency: str) -> None:
        ref = self.scene.contact(sid).ref
        self.refs.append(ref)
        if about is not None:
            choose_children(
                ref, Ticks(frozenset(), about, frozenset()), self.scene.somebody("elin"), self.scene.w
            )
        with self.scene.w.unit_of_work() as work:
            contact = work.session.query(ContactRow).filter_by(ref=ref).one()
            contact.urgency, contact.note, contact.state = urgency, NOTE, State.WRITTEN_UP
            contact.written_up_at = self.scene.clock()


def _in(document: str, attribute: str) -> str:
    """The address that an attribute of a document has."""
    found = re.search(rf'\b{attribute}="([^"]+)"', document)
    assert found is not None, document
    return html.unescape(found[1])


def _value(page: str, name: str) -> str:
    """The value of a field."""
    return page.partition(f'name="{name}" value="')[2].partition('"')[0]
