"""Whose number was rung, and what a call finds in the configuration."""

from datetime import UTC, datetime, time

import pytest

from oncall.errors import Problem
from oncall.service.config import Announce
from oncall.service.store import cached_config, read_config, service_of_number, service_with_code
from oncall.service.tables import Channel
from rota.cover import who_is_on
from tests.oncall.service.files import MARCHES, SMALLEST, load_text, with_change


@pytest.fixture
def marches(sessions):
    load_text(sessions, MARCHES)
    with sessions() as session:
        return service_with_code(session, "marches")


def test_a_number_belongs_to_its_service_by_channel(marches, session):
    assert service_of_number(session, "+441632960100", Channel.VOICE) == marches
    assert service_of_number(session, "+447700900100", Channel.SMS) == marches
    assert service_of_number(session, "+447700900100", Channel.VOICE) is None
    assert service_of_number(session, "+441632960999", Channel.VOICE) is None


def test_a_number_that_was_given_up_is_nobodys(marches, sessions, session):
    load_text(sessions, with_change('voice: "+441632960100"', 'voice: "+441632960102"'))

    assert service_of_number(session, "+441632960100", Channel.VOICE) is None
    assert service_of_number(session, "+441632960102", Channel.VOICE).version == 2


def test_the_configuration_holds_what_the_file_says(marches, session):
    config = read_config(session, marches.id)

    assert (config.code, config.name, config.version) == ("marches", "Marches Placement Support", 1)
    assert (config.voice_number, config.sms_number) == ("+441632960100", "+447700900100")
    assert (config.office_line, config.last_resort) == ("+441632960101", "+441632960199")
    assert config.handover_at == time(9)
    assert config.zone.key == "Europe/London"
    assert config.speech.greeting == "You're through to Marches Placement Support, on call."
    assert config.speech.announce is Announce.AFTER_FIRST_RING
    assert set(config.staff) == {"asha", "ben", "carys", "dai", "elin", "farah"}
    assert config.staff["dai"].roles == {"practitioner", "manager"}


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        pytest.param(datetime(2026, 11, 6, 16, 29, tzinfo=UTC), True, id="before four thirty on a Friday"),
        pytest.param(datetime(2026, 11, 6, 16, 30, tzinfo=UTC), False, id="at four thirty on a Friday"),
        pytest.param(datetime(2026, 11, 7, 12, 0, tzinfo=UTC), False, id="a Saturday"),
        pytest.param(datetime(2026, 12, 25, 12, 0, tzinfo=UTC), False, id="a bank holiday"),
        pytest.param(datetime(2026, 12, 29, 12, 0, tzinfo=UTC), False, id="a closure"),
    ],
)
def test_the_office_is_open_when_the_file_says(at, is_open, marches, session):
    assert read_config(session, marches.id).hours.is_open(at) is is_open


def test_the_rota_is_the_one_in_the_file(marches, session):
    rota = read_config(session, marches.id).rota

    assert who_is_on(rota, "practitioner", datetime(2026, 11, 10, 22, tzinfo=UTC)) == ("ben",)
    assert who_is_on(rota, "practitioner", datetime(2026, 12, 25, 12, tzinfo=UTC)) == ("dai",)


def test_what_the_file_leaves_out_has_a_usual_value(sessions, session):
    load_text(sessions, SMALLEST)

    config = read_config(session, service_with_code(session, "wye").id)

    assert config.sms_number is config.office_line is config.last_resort is None
    assert config.handover_at == time(9)
    assert (config.speech.language, config.speech.voice) == ("en-GB", "Polly.Amy-Neural")
    assert config.speech.greeting == config.speech.emergency == ""
    assert not config.speech.names
    assert not config.hours.is_open(datetime(2026, 11, 6, 12, tzinfo=UTC))
    assert config.staff["gwen"].phone is None


def test_a_process_reads_again_only_when_the_version_changed(marches, sessions, session):
    cache = {}
    first = cached_config(cache, session, marches.id, marches.version)

    assert cached_config(cache, session, marches.id, marches.version) is first
    load_text(sessions, with_change("every: 2", "every: 3"))
    second = cached_config(cache, session, marches.id, 2)
    assert second is not first
    assert second.version == 2


def test_a_service_nobody_loaded_is_named(session):
    with pytest.raises(Problem, match="there is no service called severn; see oncall load"):
        service_with_code(session, "severn")


def test_a_configuration_shows_no_name_or_number_of_anybody(marches, session):
    shown = repr(read_config(session, marches.id))

    assert "Asha" not in shown
    assert "+4477009002" not in shown
