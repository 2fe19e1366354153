"""A period with very many contacts in it: about sixty children, and some about none, all written up."""

from datetime import datetime, timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from oncall.access import sessions
from oncall.access import store as access
from oncall.access.roles import Role
from oncall.contacts.tables import ContactChildRow, ContactRow, Outcome, State
from oncall.followups.tables import FollowUpRow, FollowUpStatus
from oncall.people.tables import ChildRow, ServiceChildRow

COUNT, CHILDREN = 500, 60
NOTE = (
    "Jo rang from the kitchen. {name} has come in late and is angry, nobody is hurt. We went through the "
    "plan: food, quiet, no questions. Jo looks in at eleven and rings again if the door is locked."
)


def fill(session: Session, service_id: int, start: datetime, end: datetime) -> str:
    """Put contacts evenly between two instants; the token of a team lead who may read them."""
    children = [f"C-BENCH{number:02}" for number in range(CHILDREN)]
    session.execute(
        insert(ChildRow),
        [
            {
                "ref": ref,
                "preferred_name": f"Child {ref[-2:]}",
                "risks": [],
                "restricted": False,
                "visible_to": [],
            }
            for ref in children
        ],
    )
    session.execute(
        insert(ServiceChildRow), [{"service_id": service_id, "child_ref": ref} for ref in children]
    )
    made = [_contact(service_id, number, start + (end - start) * number / COUNT) for number in range(COUNT)]
    ids = list(
        session.scalars(insert(ContactRow).returning(ContactRow.id, sort_by_parameter_order=True), made)
    )
    about = [(one, children[number % CHILDREN]) for number, one in enumerate(ids) if number % 12]
    session.execute(insert(ContactChildRow), [{"contact_id": one, "child_ref": ref} for one, ref in about])
    session.execute(insert(FollowUpRow), [_follow_up(one, ref, end) for one, ref in about[::5]])
    user_id = access.add_user(
        session,
        email="farah@example.org",
        name="Farah Siddiqi",
        roles=[Role.TEAM_LEAD],
        now=end,
        staff_id="farah",
    )
    assert user_id is not None
    return sessions.start(session, user_id, end)


def _contact(service_id: int, number: int, at: datetime) -> dict[str, object]:
    return {
        "ref": f"BENCH-{number:04}",
        "service_id": service_id,
        "channel": "voice",
        "provider_sid": f"CA{number:032x}",
        "caller_number": "+447700900301",
        "match": "candidate",
        "candidates": ["morgan"],
        "in_office_hours": False,
        "started_at": at,
        "answered_at": at + timedelta(seconds=12),
        "ended_at": at + timedelta(minutes=9),
        "outcome": Outcome.ANSWERED,
        "state": State.WRITTEN_UP,
        "accepted_by": "asha",
        "urgency": f"U{number % 4 + 2}",
        "note": NOTE.format(name=f"Child {number % CHILDREN:02}"),
        "written_up_at": at + timedelta(minutes=30),
    }


def _follow_up(contact_id: int, child_ref: str, end: datetime) -> dict[str, object]:
    return {
        "key": f"bench:{contact_id}",
        "contact_id": contact_id,
        "child_ref": child_ref,
        "kind": "F13",
        "title": "Tell the child's social worker",
        "organisation": "Marches Council",
        "role": "social worker",
        "our_part": ["do"],
        "statutory": contact_id % 3 == 0,
        "sure": True,
        "source": "",
        "owner": None,
        "anchor": "known_at",
        "anchor_is": "",
        "due_rule": "next_working_day 09:30",
        "latest": "",
        "repeats": "",
        "calendar": "office",
        "due_at": end + timedelta(hours=2),
        "rings": False,
        "status": FollowUpStatus.OPEN,
        "version": 1,
        "created_at": end,
    }
