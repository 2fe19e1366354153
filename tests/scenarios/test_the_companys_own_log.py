"""Comparing the telephone company's call log with ours: what differs is told, and put right."""

from datetime import datetime

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, update

from oncall.calls.nightly import day_of
from oncall.calls.reconcile import Difference, Kind, reconcile
from oncall.cli.reconcile import reconcile_command
from oncall.contacts.tables import CallLegRow
from oncall.service.store import read_config, service_with_code
from tests.scenarios.night import LINE
from tests.scenarios.pulse import passes


@pytest.fixture
def answered(night):
    """Asha has answered Morgan; everybody may be texted."""
    for phone in (night.asha, night.ben, night.elin):
        phone.may_be_texted()
    night.asha.answers().presses("1").hangs_up(after=20)
    night.call = night.morgan.rings(LINE).connects_to(night.asha).ends()
    night.settles()
    return night


def compare(night):
    with night.wiring.unit_of_work() as work:
        config = read_config(work.session, service_with_code(work.session, "marches").id)
    return reconcile(config, *day_of(datetime(2026, 11, 5).date(), config.zone), night.wiring)  # noqa: DTZ001


def change(night, statement):
    with night.wiring.unit_of_work() as work:
        work.session.execute(statement)


def test_two_logs_that_agree_have_no_difference(answered):
    assert compare(answered) == []


def test_a_call_we_were_told_nothing_of_becomes_a_contact_to_be_rung_back(night):
    night.network.allows("webhook")
    for phone in (night.asha, night.ben, night.elin):
        phone.may_be_texted()
        phone.does_not_answer()
    addresses = night.network.exchange.numbers
    own = next(one for one in addresses.values() if one.phone_number == LINE)
    url, own.voice_url = own.voice_url, ""
    fallback, own.voice_fallback_url = own.voice_fallback_url, ""
    own.status_callback = ""
    call = night.morgan.rings(LINE).ends()
    own.voice_url, own.voice_fallback_url = url, fallback
    assert night.export() == []

    assert compare(night) == [Difference(Kind.NOT_HERE, call.sid)]
    assert compare(night) == []

    assert (night.contact["provider_sid"], night.contact["outcome"]) == (call.sid, "abandoned")
    assert night.contact["callback_owner"] == "asha"
    passes(night, seconds=10)
    assert night.asha.texts_received


def test_a_call_whose_end_was_lost_is_ended(night):
    for phone in (night.asha, night.ben, night.elin):
        phone.may_be_texted()
    night.network.switches.callbacks_lost = {"completed"}
    night.asha.answers().presses("1")
    call = night.morgan.rings(LINE).connects_to(night.asha).hangs_up(after=5).ends()
    night.network.quiet()
    sid = call.sid
    with night.wiring.unit_of_work() as work:
        work.session.execute(
            update(CallLegRow).where(CallLegRow.provider_sid == sid).values(status="ringing")
        )

    kinds = {one.kind for one in compare(night)}

    assert kinds <= {Kind.STILL_OPEN, Kind.ENDED_OTHERWISE}
    assert kinds
    assert compare(night) == []
    assert all(leg["status"] == "completed" for leg in night.export("calls"))
    assert night.contact["outcome"] == "answered"


def test_a_leg_that_is_not_in_our_record_is_put_there(answered):
    [leg] = [one["provider_sid"] for one in answered.export("calls") if one["role"] == "practitioner"]
    before = answered.export("calls")
    change(answered, delete(CallLegRow).where(CallLegRow.provider_sid == leg))

    assert compare(answered) == [Difference(Kind.LEG_NOT_HERE, leg)]
    again = answered.export("calls")
    assert {one["provider_sid"]: one["status"] for one in again} == {
        one["provider_sid"]: one["status"] for one in before
    }


def test_what_is_in_our_record_alone_is_told_and_left(answered):
    change(
        answered, update(CallLegRow).where(CallLegRow.role == "caller").values(provider_sid="CA" + "0" * 32)
    )

    kinds = [one.kind for one in compare(answered)]

    assert kinds[-1] is Kind.NOT_THERE
    assert not Difference(Kind.NOT_THERE, "CA").put_right


def test_the_command_compares_a_day_and_says_what_it_found(answered, monkeypatch):
    settings = answered.wiring.settings
    monkeypatch.setenv("ONCALL_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("ONCALL_REDIS_URL", settings.redis_url)
    monkeypatch.setenv("ONCALL_DATA_DIR", str(settings.data_dir))
    monkeypatch.setenv("TWILIO_ACCOUNT_SID", settings.twilio_account_sid)
    monkeypatch.setenv("TWILIO_AUTH_TOKEN", settings.twilio_auth_token.get_secret_value())
    monkeypatch.setenv("ONCALL_TWILIO_API_URL", settings.twilio_api_url)

    def run(day):
        return CliRunner().invoke(reconcile_command, ["--service", "marches", "--date", day])

    assert run("2026-11-05").output == "no difference\n"
    change(answered, update(CallLegRow).where(CallLegRow.role == "practitioner").values(status="busy"))
    assert "ended otherwise than we had it; put right" in run("2026-11-05").output
    assert run("2026-11-05").exit_code == 0
    assert run("the fifth").exit_code == 2
