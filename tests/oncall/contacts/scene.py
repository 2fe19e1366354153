"""The fictional service on a real database, its telephones played by hand, its pages seen from a browser.

Thursday 5 November 2026, 22:00 in London: Asha is on first, Ben is backup and Elin is the manager.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from oncall import jobs
from oncall.access import sessions as sign_ins
from oncall.access import store as access
from oncall.access.roles import Role
from oncall.access.store import Person
from oncall.calls.accept import press_key
from oncall.calls.after_attempt import after_attempt
from oncall.calls.call_ended import end_call
from oncall.calls.leg_event import keep_leg_event
from oncall.calls.receive_call import receive_call
from oncall.calls.voicemail import hear_nothing, leave_message, recording_ready
from oncall.calls.whisper import whisper
from oncall.contacts import field_store, record_store
from oncall.contacts.merge import Change
from oncall.contacts.save_record import Saved, Typed, save_record
from oncall.contacts.tables import ContactRow, MessageRow, RecordingRow
from oncall.db import outbox
from oncall.people.tables import ServiceStaffRow
from oncall.rotas.document import parse
from oncall.service.load import load
from oncall.service.read_service import read_service
from oncall.telephony.forms import (
    CallEnded,
    DialEnded,
    InboundCall,
    InboundText,
    KeyPressed,
    LegEvent,
    MessageLeft,
    RecordingReady,
)
from oncall.texts.arrive import receive_text
from oncall.wiring import Wiring
from oncall.writeup.complete import Completed, complete
from tests.fakes import Clock, FakeTelephony
from tests.house import MARCHES, application

STARTS_AT = datetime(2026, 11, 5, 22, 0, tzinfo=UTC)
LINE, TEXT_LINE = "+441632960100", "+447700900100"
LAST_PART = 9
"""Nobody's ring time has so many parts: their telephone has rung to the end."""
MORGAN, PRICE, LANDLINE, STRANGER = "+447700900301", "+447700900302", "+441632960301", "+447700900999"
NAMES = {
    "asha": "Asha Verma",
    "ben": "Ben Okafor",
    "carys": "Carys Pugh",
    "dai": "Dai Rees",
    "elin": "Elin Hughes",
    "farah": "Farah Siddiqi",
}
ROLES = {"elin": [Role.MANAGER], "farah": [Role.TEAM_LEAD]}


ALL_OF_IT = {
    "caller_type": "foster_carer",
    "verification": "two_facts",
    "safe_to_talk": "yes",
    "immediate_danger": "no",
    "location_of_child": "At home, with Jo.",
    "situation": "Kit is back and in bed.",
    "presenting_issue": "P03",
    "behaviours": "absconding",
    "urgency": "U4",
    "outcome": "advice_only",
}
"""The least that a record of an ordinary call must say."""


@dataclass
class Scene:
    """One service, its clock, and everything that may happen to a call."""

    w: Wiring
    clock: Clock
    telephony: FakeTelephony
    calls: int = 0
    people: dict[str, Person] = field(default_factory=dict)

    def rings(self, number: str | None = MORGAN, to: str = LINE) -> str:
        """Somebody rings; the reference of their contact."""
        self.calls += 1
        receive_call(InboundCall(f"CA{self.calls:032x}", number, to, None), self.w)
        return self.contact(f"CA{self.calls:032x}").ref

    def texts(self, words: str, number: str = MORGAN, media: tuple[tuple[str, str], ...] = ()) -> str:
        """Somebody texts; the reference of the contact it belongs to. `media` are addresses and kinds."""
        self.calls += 1
        sid = f"SM{self.calls:030x}ee"  # not one of those that the telephone company counts
        receive_text(InboundText(sid, number, number, TEXT_LINE, words, media, 1, None), self.w)
        with self.w.unit_of_work() as work:
            text = work.session.query(MessageRow).filter_by(provider_sid=sid).one()
            return work.session.get_one(ContactRow, text.contact_id).ref

    def goes_unanswered(self, ref: str, word: str = "no-answer", after: int = 20) -> None:
        """Whoever is being rung does not answer."""
        attempt, contact = self._ringing(ref)
        self.clock.advance(seconds=after)
        leg = f"CA{attempt:030x}ff"
        keep_leg_event(attempt, LegEvent(leg, contact.provider_sid, word, 3, None, None, None), self.w)
        ended = DialEnded(contact.provider_sid or "", "in-progress", word, None, None, None)
        after_attempt(attempt, ended, self.w, part=LAST_PART)

    def nobody_answers(self, ref: str) -> None:
        """Nobody on any tier, nor the last resort, answers: the caller is asked for a message."""
        for _ in range(4):
            self.goes_unanswered(ref)

    def takes_it(self, ref: str, after: int = 6) -> None:
        """Whoever is being rung picks up and presses 1."""
        attempt, contact = self._ringing(ref)
        leg = LegEvent(f"CA{attempt:030x}ff", contact.provider_sid, "in-progress", 2, None, None, None)
        self.clock.advance(seconds=after)
        keep_leg_event(attempt, leg, self.w)
        whisper(attempt, self.w)
        self.clock.advance(seconds=5)
        press_key(attempt, 1, KeyPressed(leg.sid, "1"), self.w)

    def office_answers(self, ref: str) -> None:
        """The office line picks up."""
        attempt, contact = self._ringing(ref)
        self.clock.advance(seconds=4)
        answered = LegEvent(f"CA{attempt:030x}ff", contact.provider_sid, "in-progress", 2, None, None, None)
        keep_leg_event(attempt, answered, self.w)
        done = DialEnded(
            contact.provider_sid or "", "in-progress", "completed", answered.sid, bridged=True, duration=60
        )
        after_attempt(attempt, done, self.w)

    def ends(self, ref: str, after: int = 300) -> None:
        """The call ends."""
        contact = self.by_ref(ref)
        self.clock.advance(seconds=after)
        end_call(CallEnded(contact.provider_sid or "", "completed", None), self.w)

    def leaves_a_message(self, ref: str, seconds: int = 12) -> str:
        """The caller leaves a message; the provider's id of its recording."""
        contact, sid = self.by_ref(ref), f"RE{self.calls:032x}"
        self.clock.advance(seconds=seconds)
        leave_message(contact.id, MessageLeft(contact.provider_sid or "", sid, seconds, hung_up=True), self.w)
        self.ends(ref, after=0)
        recording_ready(contact.id, RecordingReady(sid, None, "completed", seconds), self.w)
        return sid

    def says_nothing(self, ref: str) -> None:
        """The caller is asked for a message and leaves none."""
        hear_nothing(self.by_ref(ref).id, self.w)
        self.ends(ref, after=0)

    def keeps_the_recording(self, sid: str, sound: bytes) -> None:
        """The recording is copied into the data folder."""
        self.telephony.recordings[sid] = sound
        self.does_errands()

    def does_errands(self) -> None:
        """Do everything that the outbox says is due."""
        with self.w.unit_of_work() as work:
            errands = outbox.claim_overdue(work.session, self.clock(), grace=self.clock() - self.clock())
        for errand in errands:
            jobs.run(errand, self.w)

    def says(self, ref: str, who: str = "asha", **said: str) -> Saved:
        """Somebody writes in a contact's record: fields by name, with __ for the dots in it."""
        with self.w.unit_of_work() as work:
            had = field_store.values(work.session, self.by_ref(ref).id)
        names = {name.replace("__", "."): value for name, value in said.items()}
        changes = tuple(Change(name, had.get(name, ""), value) for name, value in names.items())
        return save_record(ref, Typed(changes), self.somebody(who), self.w)

    def writes_up(self, ref: str, who: str = "asha", **said: str) -> Completed:
        """Somebody says all that a record must hold, and completes it."""
        self.says(ref, who, **{**ALL_OF_IT, **said})
        return complete(ref, self.somebody(who), self.w)

    def somebody(self, who: str, roles: list[Role] | None = None, *, staff: bool = True) -> Person:
        """Somebody with a sign-in: of the staff, or under a name of their own."""
        if who not in self.people:
            with self.w.unit_of_work() as work:
                wanted = roles if roles is not None else ROLES.get(who, [Role.PRACTITIONER])
                user_id = access.add_user(
                    work.session,
                    email=f"{who}@example.org",
                    name=NAMES.get(who, who),
                    roles=wanted,
                    now=self.clock(),
                    staff_id=who if staff else None,
                )
                assert user_id is not None
                token = sign_ins.start(work.session, user_id, self.clock())
                person = sign_ins.whose(work.session, token, self.clock())
                assert person is not None
                self.people[who] = person
        return self.people[who]

    def token(self, who: str) -> str:
        """A new session of somebody's, as their browser keeps it."""
        person = self.somebody(who)
        with self.w.unit_of_work() as work:
            return sign_ins.start(work.session, person.user_id, self.clock())

    def contact(self, sid: str) -> ContactRow:
        """The contact of a call."""
        with self.w.unit_of_work() as work:
            return work.session.query(ContactRow).filter_by(provider_sid=sid).one()

    def by_ref(self, ref: str) -> ContactRow:
        """A contact as it stands."""
        with self.w.unit_of_work() as work:
            return work.session.query(ContactRow).filter_by(ref=ref).one()

    def recording(self, sid: str) -> RecordingRow:
        """A recording as it stands."""
        with self.w.unit_of_work() as work:
            return work.session.query(RecordingRow).filter_by(provider_sid=sid).one()

    def leaves_the_service(self, who: str) -> None:
        """A member of staff works for the service no longer."""
        with self.w.unit_of_work() as work:
            theirs = update(ServiceStaffRow).where(ServiceStaffRow.staff_id == who)
            work.session.execute(theirs.values(ended_at=self.clock()))

    def loads_another_service(self) -> None:
        """A second service, on numbers of its own, with Dai alone on its staff."""
        text = MARCHES.read_text("utf-8").partition("\nrota:")[0]
        for old, new in {
            "code: marches": "code: borders",
            "Marches Placement Support": "Borders Family Line",
            "+441632960100": "+441632960600",
            "+447700900100": "+447700900600",
            "+441632960101": "+441632960601",
            "+441632960199": "+441632960699",
        }.items():
            text = text.replace(old, new)
        staff = "\nstaff:\n" + next(line for line in text.splitlines() if "id: dai" in line)
        rota = (
            "\nrota: {tiers: [{name: practitioner, layers: [{name: all, "
            "rotation: {unit: week, from: 2026-11-02T09:00, people: [dai]}}]}]}\n"
        )
        document = parse(text.partition("\nstaff:")[0] + staff + rota, "borders.yaml")
        load(read_service(document), unit_of_work=self.w.unit_of_work, now=self.clock)

    def _ringing(self, ref: str) -> tuple[int, ContactRow]:
        contact = self.by_ref(ref)
        with self.w.unit_of_work() as work:
            return record_store.attempts(work.session, contact.id)[-1].id, contact

    @property
    def recordings(self) -> Path:
        """Where copies of recordings are kept."""
        return self.w.settings.data_dir / "recordings"


class Browser:
    """Somebody's browser: signed in, and sending forms with the token that a page gave it."""

    def __init__(self, app: Flask, scene: Scene, who: str) -> None:
        self.client: FlaskClient = app.test_client()
        self.client.set_cookie("session", scene.token(who))

    def get(self, path: str, **options):
        return self.client.get(path, buffered=True, **options)

    def post(self, path: str, page: str, **fields):
        """Send a form that stands on `page`."""
        token = (
            self.get(page).text.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
        )
        return self.client.post(path, data={"csrf_token": token, **fields})


def make_app(scene: Scene) -> Flask:
    """The web application of the scene."""
    app = application(scene.w)
    app.testing = True
    return app
