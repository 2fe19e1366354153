"""Who rang, for which children, and who works here; nobody who was ended is found."""

from datetime import date

import pytest

from oncall.access.roles import Role
from oncall.people import store
from oncall.people.kinds import PersonKind, ServiceLevel
from oncall.people.model import Placement
from oncall.service.store import service_with_code
from tests.oncall.service.files import MARCHES, SMALLEST, load_text, with_change

LANDLINE = "+441632960301"


@pytest.fixture
def marches(sessions) -> int:
    """The id of the fictional service, loaded."""
    load_text(sessions, MARCHES)
    with sessions() as session:
        return service_with_code(session, "marches").id


def test_a_mobile_has_one_owner_and_a_landline_may_have_several(marches, session):
    assert store.owners_of(session, "+447700900302", marches) == ["price"]
    assert store.owners_of(session, LANDLINE, marches) == ["lowe", "morgan"]
    assert store.owners_of(session, "+441632960999", marches) == []


def test_a_phone_somebody_gave_up_is_not_theirs(marches, sessions, session):
    load_text(sessions, with_change('phones: ["+441632960301"] ', 'phones: ["+441632960302"] '))

    assert store.owners_of(session, LANDLINE, marches) == ["morgan"]
    assert store.owners_of(session, "+441632960302", marches) == ["lowe"]


def test_a_number_is_matched_among_the_people_of_the_service_that_was_rung(marches, sessions, session):
    load_text(
        sessions,
        SMALLEST
        + 'people: [{id: lowe, name: Alex Lowe, kind: special_guardian, phones: ["+441632960301"]}]\n',
    )
    wye = service_with_code(session, "wye").id

    assert store.owners_of(session, LANDLINE, wye) == ["lowe"]
    assert store.owners_of(session, "+447700900302", wye) == []


def test_a_person_has_their_phones_in_the_order_of_the_file(marches, session):
    morgan = store.person(session, "morgan")

    assert (morgan.name, morgan.kind, morgan.sms_ok) == ("Jo Morgan", PersonKind.FOSTER_CARER, True)
    assert morgan.phones == ("+447700900301", LANDLINE)
    assert store.person(session, "nkemelu").organisation == "Marches Council, children in care team"
    assert store.person(session, "asha") is None


def test_a_carer_has_the_children_placed_with_them(marches, session):
    [kit] = store.children_of(session, "morgan")

    assert (kit.ref, kit.preferred_name, kit.born) == ("C-7K2Q", "Kit", date(2013, 5, 14))
    assert (kit.service_level, kit.legal_status) == (ServiceLevel.L3_WRAP, "C2")
    assert kit.placement == Placement("foster", ("morgan",), date(2026, 3, 2))
    assert (kit.social_worker, kit.supervising_social_worker) == ("nkemelu", "tudor")
    assert kit.risks == ("absconding", "self_harm")
    assert store.children_of(session, "nkemelu") == []


def test_a_restricted_child_says_who_may_see_them(marches, session):
    [noor] = store.children_of(session, "lowe")

    assert noor.restricted
    assert noor.visible_to == ("elin", "farah")


def test_a_child_who_left_is_not_found(marches, sessions, session):
    load_text(sessions, MARCHES.partition("children:")[0])

    assert store.children_of(session, "morgan") == []
    assert store.child(session, "C-7K2Q") is None


def test_a_child_without_a_placement_is_still_a_child(marches, sessions, session):
    load_text(
        sessions, with_change("    placement: {type: foster, carers: [morgan], since: 2026-03-02}\n", "")
    )

    assert store.child(session, "C-7K2Q").placement is None


def test_staff_are_found_by_id_phone_and_role(marches, session):
    assert [one.id for one in store.staff_of(session, marches)] == [
        "asha",
        "ben",
        "carys",
        "dai",
        "elin",
        "farah",
    ]
    assert store.staff_member(session, "dai").roles == {Role.PRACTITIONER, Role.MANAGER}
    assert [one.id for one in store.staff_with_phone(session, "+447700900202", marches)] == ["ben"]
    assert [one.id for one in store.staff_with_role(session, Role.MANAGER, marches)] == ["dai", "elin"]
    assert store.staff_member(session, "morgan") is None


def test_staff_who_left_are_not_found(marches, sessions, session):
    gone = with_change("roles: [team_lead]}\n", "roles: [team_lead]}\n  - {id: huw, name: Huw Bowen}\n")
    load_text(sessions, gone)
    assert store.staff_member(session, "huw") is not None
    session.expire_all()

    load_text(sessions, MARCHES)

    assert store.staff_member(session, "huw") is None


def test_the_directory_is_in_order_of_name(marches, session):
    entries = store.directory_of(session, marches)

    assert [(one.name, one.kind) for one in entries] == [
        ("Marches Emergency Duty Team", "edt"),
        ("Marches designated officer", "lado"),
    ]
    assert entries[0].verified_on == date(2026, 10, 1)


def test_no_name_or_number_is_in_what_a_log_would_show(marches, session):
    shown = repr(
        [
            store.person(session, "morgan"),
            store.children_of(session, "morgan"),
            store.staff_of(session, marches),
            store.directory_of(session, marches),
        ]
    )

    assert all(secret not in shown for secret in ("Morgan", "Kit", "2013", "Verma", "+44", "asha@"))
