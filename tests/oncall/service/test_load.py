"""Loading is all or nothing; twice is once; what vanishes ends and what reappears comes back."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from oncall.db.base import Base
from oncall.people import store as people
from oncall.people.tables import (
    ChildRow,
    DirectoryEntryRow,
    PersonPhoneRow,
    PersonRow,
    PlacementRow,
    ServiceStaffRow,
    StaffRow,
)
from oncall.rotas.tables import RotaVersionRow
from oncall.service.load import FileRefused
from oncall.service.store import read_config, service_with_code, services
from oncall.service.tables import ClosureRow, OfficeHoursRow, ServiceNumberRow
from tests.oncall.service.files import MARCHES, NOW, SMALLEST, load_text, with_change

LATER = NOW + timedelta(days=1)


def everything(session):
    """Every row of every table, as it stands."""
    tables = [table for table in Base.metadata.sorted_tables if table.name != "outbox"]
    return {table.name: sorted(map(repr, session.execute(select(table)))) for table in tables}


def test_the_first_load_is_version_one(sessions):
    loaded = load_text(sessions, MARCHES)

    assert (loaded.code, loaded.version, loaded.changed) == ("marches", 1, True)


def test_loading_twice_changes_nothing(sessions, session):
    load_text(sessions, MARCHES)
    before = everything(session)

    loaded = load_text(sessions, MARCHES, LATER)

    assert (loaded.version, loaded.changed) == (1, False)
    assert everything(session) == before


def test_another_order_and_other_comments_change_nothing(sessions):
    load_text(sessions, MARCHES)
    swapped = with_change(
        "  code: marches\n  name: Marches Placement Support\n",
        "  name: Marches Placement Support\n  code: marches # us\n",
    )

    assert not load_text(sessions, swapped).changed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("name: Marches Placement Support\n", "name: Marches\n", id="the name"),
        pytest.param('voice: "+441632960100"', 'voice: "+441632960102"', id="a number"),
        pytest.param("friday: 09:00-16:30", "friday: 09:00-16:00", id="the hours"),
        pytest.param("2026-12-30, 2026-12-31", "2026-12-30", id="a closure"),
        pytest.param("holidays: GB-ENG", "holidays: GB-WLS", id="the bank holidays"),
        pytest.param("names: false", "names: true", id="how it speaks"),
        pytest.param("every: 2", "every: 3", id="a rotation"),
        pytest.param("reason: leave", "reason: training", id="a reason"),
        pytest.param("+447700900203", "+447700900213", id="a phone of the staff"),
        pytest.param("roles: [manager]", "roles: [manager, team_lead]", id="a role"),
        pytest.param('["+447700900302"]', '["+447700900302", "+441632960302"]', id="a carer's phone"),
        pytest.param("sms_ok: true", "sms_ok: false", id="whether to text"),
        pytest.param("legal_status: C2", "legal_status: V2", id="a child's status"),
        pytest.param("carers: [price]", "carers: [price, lowe]", id="a carer"),
        pytest.param("since: 2024-06-01", "since: 2024-06-02", id="when a placement began"),
        pytest.param("visible_to: [elin, farah]", "visible_to: [elin]", id="who may see a child"),
        pytest.param('hours: "17:00-09:00"', 'hours: "16:00-09:00"', id="the directory"),
    ],
)
def test_any_change_is_a_new_version(old, new, sessions):
    load_text(sessions, MARCHES)

    assert load_text(sessions, with_change(old, new)).version == 2
    assert load_text(sessions, with_change(old, new)).version == 2


def test_with_one_mistake_nothing_is_changed(sessions, session):
    load_text(sessions, MARCHES)
    before = everything(session)
    text = with_change("Jo Morgan", "Joan Morgan", with_change("L1_FCC\n", "L9\n"))

    with pytest.raises(FileRefused):
        load_text(sessions, text)

    assert everything(session) == before


def test_what_vanished_is_ended_and_comes_back(sessions, session):
    load_text(sessions, MARCHES)
    without = MARCHES.partition("\npeople:")[0].replace(
        "  closures: [2026-12-29, 2026-12-30, 2026-12-31]\n", ""
    )
    without = without.replace('    sms: "+447700900100"', "   ").replace("    tuesday: 09:00-17:00\n", "")
    rows = {row: session.scalar(select(func.count()).select_from(row)) for row in TABLES}

    load_text(sessions, without, LATER)
    assert {row: session.scalar(select(func.count()).select_from(row)) for row in TABLES} == rows
    for row in (PersonRow, PersonPhoneRow, ChildRow, PlacementRow, DirectoryEntryRow, ClosureRow):
        assert set(session.scalars(select(row.ended_at))) == {LATER}
    config = read_config(session, service_with_code(session, "marches").id)
    assert config.sms_number is None
    assert config.hours.hours_on(date(2026, 11, 3)) is None

    session.commit()
    load_text(sessions, MARCHES, LATER + timedelta(days=1))
    session.expire_all()
    assert {row: session.scalar(select(func.count()).select_from(row)) for row in TABLES} == rows
    for row in TABLES:
        assert set(session.scalars(select(row.ended_at))) == {None}


TABLES = (
    ChildRow,
    ClosureRow,
    DirectoryEntryRow,
    OfficeHoursRow,
    PersonPhoneRow,
    PersonRow,
    PlacementRow,
    ServiceNumberRow,
    ServiceStaffRow,
    StaffRow,
)


def test_a_child_who_moves_has_one_placement_at_a_time(sessions, session):
    load_text(sessions, MARCHES)
    moved = with_change(
        "{type: kinship, carers: [price], since: 2025-09-15}",
        "{type: foster, carers: [morgan], since: 2026-11-05}",
    )

    load_text(sessions, moved, LATER)

    assert people.child(session, "C-M4XD").placement.carers == ("morgan",)
    assert people.children_of(session, "price") == []
    placements = session.scalars(select(PlacementRow.ended_at).where(PlacementRow.child_ref == "C-M4XD"))
    assert sorted(placements, key=str) == [LATER, None]


def test_a_rota_is_published_anew_only_when_it_says_something_else(sessions, session):
    load_text(sessions, MARCHES)
    load_text(sessions, with_change("Jo Morgan", "Joan Morgan"))
    assert list(session.scalars(select(RotaVersionRow.number))) == [1]

    load_text(sessions, with_change("every: 2", "every: 3"), LATER)

    assert list(session.scalars(select(RotaVersionRow.number).order_by(RotaVersionRow.number))) == [1, 2]


def test_a_closure_is_a_change_of_the_rota_since_windows_may_begin_on_it(sessions, session):
    load_text(sessions, MARCHES)

    load_text(sessions, with_change("2026-12-30, 2026-12-31", "2026-12-30"))

    assert len(list(session.scalars(select(RotaVersionRow.number)))) == 2


def test_several_services_live_side_by_side(sessions, session):
    load_text(sessions, MARCHES)
    load_text(sessions, SMALLEST)

    assert [(one.code, one.version) for one in services(session)] == [("marches", 1), ("wye", 1)]


SHARED = SMALLEST.replace(
    "staff:\n",
    'staff:\n  - {id: carys, name: Carys Pugh, phone: "+447700900203", email: carys@example.org}\n',
)


def test_the_same_id_in_two_files_is_the_same_person(sessions, session):
    load_text(sessions, MARCHES)

    load_text(sessions, SHARED)

    assert [(one.code, one.version) for one in services(session)] == [("marches", 1), ("wye", 1)]
    assert session.scalar(select(func.count()).where(StaffRow.id == "carys")) == 1


def test_a_new_phone_in_one_file_is_a_new_version_of_every_service_with_that_person(sessions, session):
    load_text(sessions, MARCHES)
    load_text(sessions, SHARED)

    load_text(sessions, with_change("+447700900203", "+447700900213", SHARED))

    assert [(one.code, one.version) for one in services(session)] == [("marches", 2), ("wye", 2)]
    config = read_config(session, service_with_code(session, "marches").id)
    assert config.staff["carys"].phone == "+447700900213"
    assert config.staff["carys"].roles == {"practitioner"}


def test_whoever_is_dropped_from_one_file_stays_in_the_other(sessions, session):
    load_text(sessions, MARCHES)
    load_text(sessions, SHARED)

    load_text(sessions, SMALLEST, LATER)

    assert people.staff_member(session, "carys") is not None
    wye = service_with_code(session, "wye").id
    assert [one.id for one in people.staff_of(session, wye)] == ["gwen"]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("+441632960110", "+441632960100", "line 5: This number is another service's already."),
        ("+441632960110", "+447700900100", "line 5: This number is another service's already."),
        ("+441632960110", "+447700900201", "line 5: This number is dialled by another service already"),
        ("+441632960110", "+441632960199", "line 5: This number is dialled by another service already"),
        (
            "name: Gwen Parry",
            'name: Gwen Parry, phone: "+441632960100"',
            "line 7: This is another service's own number.",
        ),
        (
            "  name: Wye",
            '  last_resort: "+441632960100"\n  name: Wye',
            "line 3: This is another service's own number.",
        ),
    ],
)
def test_two_services_never_ring_each_other(old, new, says, sessions):
    load_text(sessions, MARCHES)

    with pytest.raises(FileRefused, match="line") as refused:
        load_text(sessions, with_change(old, new, SMALLEST))

    assert says in str(refused.value)


def test_mistakes_of_every_kind_are_told_together(sessions):
    load_text(sessions, MARCHES)
    text = with_change("+441632960110", "+441632960100", with_change("unit: day", "unit: dey", SMALLEST))

    with pytest.raises(FileRefused) as refused:
        load_text(sessions, text)

    lines = str(refused.value).splitlines()
    assert lines[0] == "marches.yaml has 2 mistakes; nothing was changed."
    assert "line 5: " in lines[1]
    assert "line 13: " in lines[2]


def test_a_number_given_up_by_one_service_may_be_taken_by_another(sessions, session):
    load_text(sessions, MARCHES)
    load_text(sessions, with_change('voice: "+441632960100"', 'voice: "+441632960102"'))

    load_text(sessions, with_change("+441632960110", "+441632960100", SMALLEST))

    assert read_config(session, service_with_code(session, "wye").id).voice_number == "+441632960100"


def test_what_is_said_of_a_mistake_is_one_line_when_there_is_one(sessions):
    with pytest.raises(FileRefused) as refused:
        load_text(sessions, with_change("every: 2", "every: 0"))

    assert str(refused.value).startswith("marches.yaml, line 59: `every` must be")
    assert "\n" not in str(refused.value)
