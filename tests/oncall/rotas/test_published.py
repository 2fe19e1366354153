"""The rota in force is the newest that was published."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from oncall.errors import Problem
from oncall.rotas import store
from oncall.rotas.published import published_rota, rota_of_service
from oncall.rotas.tables import RotaVersionRow
from oncall.service.publish_file import publish_file
from oncall.service.store import service_with_code
from rota.cover import who_is_on
from tests.oncall.service.files import MARCHES, NOW, load_text, with_change

NIGHT = datetime(2026, 11, 10, 22, tzinfo=UTC)


@pytest.fixture
def marches(sessions) -> int:
    """The id of the fictional service, loaded."""
    load_text(sessions, MARCHES)
    with sessions() as session:
        return service_with_code(session, "marches").id


def test_the_newest_rota_counts(marches, sessions, session):
    assert who_is_on(published_rota(session, marches), "manager", NIGHT) == ("elin",)

    load_text(sessions, with_change("people: [elin, dai]", "people: [dai, elin]"))

    assert who_is_on(published_rota(session, marches), "manager", NIGHT) == ("dai",)
    assert who_is_on(rota_of_service(session, "marches"), "manager", NIGHT) == ("dai",)


def test_an_earlier_rota_stays_as_it_was(marches, sessions, session):
    first = store.newest(session, marches)

    load_text(sessions, with_change("people: [elin, dai]", "people: [dai, elin]"))

    rows = session.scalars(select(RotaVersionRow).order_by(RotaVersionRow.number)).all()
    assert [row.number for row in rows] == [1, 2]
    assert rows[0].definition == first


def test_what_was_published_is_enough_to_reckon_by(marches, session):
    definition = store.newest(session, marches)

    assert definition.keys() == {"timezone", "holidays", "closures", "tiers", "overrides", "absences"}
    assert (definition["timezone"], definition["holidays"]) == ("Europe/London", "GB-ENG")


def test_publishing_the_same_again_adds_nothing(marches, session):
    same = store.newest(session, marches)

    assert not publish_file(session, marches, same, now=NOW, by=None).changed
    assert publish_file(session, marches, {**same, "absences": []}, now=NOW, by="elin").changed
    assert session.scalars(select(RotaVersionRow.published_by).order_by(RotaVersionRow.number)).all() == [
        None,
        "elin",
    ]


def test_a_service_nobody_loaded_has_no_rota(session):
    with pytest.raises(Problem, match="there is no service with a rota under that code; see oncall load"):
        rota_of_service(session, "severn")
