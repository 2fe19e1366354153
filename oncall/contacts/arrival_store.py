"""The two statements of a call's arrival: where it has landed, and the contact with its first attempt.

A caller is on the line, so they are written out and prepared once: everything a call needs is read in one
of them and written in the other.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from oncall.lifeline import holders
from oncall.people.apart import NOBODY_APART, Apart, apart_by
from oncall.people.apart_store import IN_CONFLICT

SAME_CALLER = timedelta(seconds=holders.SAME_CALLER)
"""Whoever rings again so soon after their last call has ended is about the same thing."""
LONGEST_CALL = timedelta(hours=4)

LANDING = text(
    """
    SELECT service.id, service.version,
           COALESCE(owner.ids, '{}') AS owners,
           ARRAY(SELECT staff_id FROM line WHERE until > :now) AS on_a_call,
           earlier.id AS linked_to,
           earlier.had_by,
           owner.only_kind,
           (SELECT restriction.id
              FROM restriction
             WHERE restriction.number = :caller AND restriction.service_id = service.id
               AND restriction.approved_at IS NOT NULL AND restriction.ended_at IS NULL
               AND restriction.until > :now
               AND NOT EXISTS (
                   SELECT FROM person_phone
                     JOIN placement_carer ON placement_carer.person_id = person_phone.person_id
                          AND placement_carer.ended_at IS NULL
                     JOIN placement ON placement.id = placement_carer.placement_id
                          AND placement.ended_at IS NULL
                    WHERE person_phone.number = :caller AND person_phone.ended_at IS NULL)
             LIMIT 1) AS restriction,
           EXISTS (SELECT FROM recording_setting AS setting
                    WHERE setting.service_id = service.id AND setting.records) AS records,
           (SELECT jsonb_agg(jsonb_build_array(near.staff_id, near.person_id))
              FROM ([in conflict]) AS near) AS apart
      FROM service
      JOIN service_number ON service_number.service_id = service.id AND service_number.ended_at IS NULL
      LEFT JOIN LATERAL (
           SELECT array_agg(person.id ORDER BY person.id) AS ids,
                  CASE WHEN count(*) = 1 THEN max(person.kind) END AS only_kind
             FROM person
             JOIN person_phone ON person_phone.person_id = person.id AND person_phone.ended_at IS NULL
             JOIN service_person ON service_person.person_id = person.id
                  AND service_person.service_id = service.id AND service_person.ended_at IS NULL
            WHERE person_phone.number = :caller
           ) AS owner ON true
      LEFT JOIN LATERAL (
           SELECT max(lately.id) AS id,
                  (array_agg(lately.had_by ORDER BY lately.id DESC)
                   FILTER (WHERE lately.had_by IS NOT NULL))[1] AS had_by
             FROM (SELECT id, COALESCE(accepted_by, CASE WHEN owned_at IS NOT NULL THEN callback_owner END)
                              AS had_by
                     FROM contact
                    WHERE caller_number = :caller AND service_id = service.id AND channel = 'voice'
                      AND started_at > :began_after AND COALESCE(ended_at, :now) > :lately
                    ORDER BY started_at DESC
                    LIMIT 10) AS lately
           ) AS earlier ON true
     WHERE service_number.number = :number AND service.ended_at IS NULL
     ORDER BY service_number.channel <> :channel
     LIMIT 1
""".replace("[in conflict]", IN_CONFLICT.format(people="owner.ids"))
)

OPEN = text("""
    WITH opened AS (
        INSERT INTO contact (ref, service_id, channel, direction, provider_sid, caller_number, caller, match,
                             candidates, in_office_hours, started_at, outcome, state, linked_to)
        VALUES (:ref, :service_id, 'voice', 'in', :sid, :caller_number, :caller, :match,
                :owners, :in_office_hours, :at, 'open', 'ringing', :linked_to)
        ON CONFLICT DO NOTHING
        RETURNING id
    ), leg AS (
        INSERT INTO call_leg (provider_sid, contact_id, role, to_number, started_at, status)
        SELECT :sid, id, 'caller', :to_number, :at, 'ringing' FROM opened
        ON CONFLICT DO NOTHING
    ), event AS (
        INSERT INTO event (key, contact_id, at, what)
        SELECT 'rang:' || :sid, id, :at, 'rang' FROM opened
        ON CONFLICT DO NOTHING
    ), line AS (
        INSERT INTO line AS taken (staff_id, contact_id, until)
        SELECT :person, id, :until FROM opened WHERE CAST(:person AS text) IS NOT NULL
        ON CONFLICT (staff_id) DO UPDATE SET contact_id = EXCLUDED.contact_id, until = EXCLUDED.until
         WHERE taken.until <= :at
        RETURNING staff_id
    ), attempt AS (
        INSERT INTO attempt (contact_id, seq, kind, tier, person, number, seconds, rang_at, caller_gone)
        SELECT id, 1, :kind, :tier, :person, :number, :seconds, :at, false
          FROM opened
         WHERE CAST(:number AS text) IS NOT NULL
           AND (CAST(:person AS text) IS NULL OR EXISTS (SELECT FROM line))
        RETURNING id
    )
    SELECT opened.id, attempt.id FROM opened LEFT JOIN attempt ON true
""")


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a call has landed: which service, whose number it may be, and who is on a call now.

    `linked_to` is the last call from the same number if it ended within `SAME_CALLER`; `had_by` is whoever
    took it, or took it upon themselves to ring back (or one just before it that nobody else has had).
    `kind` is the kind of the number's owner, if it has only one. `restriction` is the one in force for it.
    `records`: the service records its calls. `apart` are who of the staff is in conflict with the owners.
    """

    service_id: int
    version: int
    owners: tuple[str, ...]
    on_a_call: frozenset[str]
    linked_to: int | None = None
    had_by: str | None = None
    kind: str | None = None
    restriction: int | None = None
    records: bool = False
    apart: Apart = NOBODY_APART


@dataclass(frozen=True, slots=True)
class Arrival:
    """A call about to become a contact; `sid` is what makes a repeated request find the same row."""

    ref: str
    service_id: int
    sid: str
    caller_number: str | None
    owners: tuple[str, ...]
    to_number: str
    in_office_hours: bool
    at: datetime
    linked_to: int | None = None

    @property
    def caller(self) -> str | None:
        """One owner of the number is who it may be; several are candidates, never a certainty."""
        return self.owners[0] if len(self.owners) == 1 else None


@dataclass(frozen=True, slots=True)
class FirstRing:
    """Whom to ring first: a person's line is taken until `until` at the latest."""

    kind: str
    tier: str
    person: str | None
    number: str
    seconds: int
    until: datetime


NOBODY = dict.fromkeys(("kind", "tier", "person", "number", "seconds", "until"))


def landing(session: Session, number: str, channel: str, caller: str | None, now: datetime) -> Landing | None:
    """Which service `number` belongs to, with all that is needed to route a call or text from `caller`."""
    asked = {
        "number": number,
        "channel": channel,
        "caller": caller,
        "now": now,
        "lately": now - SAME_CALLER,
        "began_after": now - SAME_CALLER - LONGEST_CALL,
    }
    row = session.connection().execute(LANDING, asked).one_or_none()
    if row is None:
        return None
    apart = apart_by([(staff_id, person_id) for staff_id, person_id in row.apart or ()], row.owners)
    return Landing(
        service_id=row.id,
        version=row.version,
        owners=tuple(row.owners),
        on_a_call=frozenset(row.on_a_call),
        linked_to=row.linked_to,
        had_by=row.had_by,
        kind=row.only_kind,
        restriction=row.restriction,
        records=row.records,
        apart=apart,
    )


def open_contact(session: Session, new: Arrival, first: FirstRing | None) -> tuple[int, int | None] | None:
    """Insert a contact, its caller's leg, its event and its first attempt; their ids.

    None if the contact is there already, or its reference is taken. No attempt if nobody is to be rung, or
    if somebody else has taken the person's line this very moment.
    """
    row = (
        session.connection()
        .execute(
            OPEN,
            {
                "ref": new.ref,
                "service_id": new.service_id,
                "sid": new.sid,
                "caller_number": new.caller_number,
                "caller": new.caller,
                "match": "candidate" if new.owners else "none",
                "owners": list(new.owners),
                "to_number": new.to_number,
                "in_office_hours": new.in_office_hours,
                "at": new.at,
                "linked_to": new.linked_to,
                **(NOBODY if first is None else {name: getattr(first, name) for name in NOBODY}),
            },
        )
        .one_or_none()
    )
    return None if row is None else (row[0], row[1])
