"""Calls during which the database goes, or comes back; and what is taken up afterwards."""

from tests.scenarios.night import LINE


def test_a_call_that_began_with_the_database_goes_on_without_it(dark):
    night = dark.night
    night.asha.does_not_answer()
    night.ben.answers().presses("1").hangs_up(after=5)
    night.ben.may_be_texted()

    call = night.morgan.rings(LINE)
    night.asha.is_rung()
    with night.network.clock.acting():
        dark.goes()
    call.connects_to(night.ben).ends()
    night.network.quiet()
    dark.recovers()
    night.settles()

    assert night.results == [("practitioner", "asha", "no_answer"), ("backup", "ben", "accepted")]
    assert len(night.asha.rung) == 1
    assert night.contact["accepted_by"] == "ben"


def test_the_database_goes_between_the_whisper_and_the_key(dark):
    night = dark.night
    night.asha.answers().presses("1", after=6).hangs_up(after=30)
    night.asha.may_be_texted()

    call = night.morgan.rings(LINE)
    night.asha.is_rung()
    night.asha.call.hears("Press 1")
    with night.network.clock.acting():
        dark.goes()
    call.connects_to(night.asha).ends()
    night.network.quiet()
    dark.recovers()
    night.settles()

    assert night.results == [("practitioner", "asha", "accepted")]
    assert night.contact["accepted_by"] == "asha"


def test_a_call_that_began_without_the_database_goes_on_when_it_is_back(dark):
    night = dark.night
    night.asha.does_not_answer()
    night.ben.answers().presses("1").hangs_up(after=5)
    night.ben.may_be_texted()

    dark.goes()
    call = night.morgan.rings(LINE)
    night.asha.is_rung()
    with night.network.clock.acting():
        dark.recovers()
        assert [a["person"] for a in night.contact["attempts"]] == ["asha"]
    call.connects_to(night.ben).ends()
    night.network.quiet()
    dark.recovers()
    night.settles()

    assert night.results == [("practitioner", "asha", "no_answer"), ("backup", "ben", "accepted")]
    assert night.contact["outcome"] == "answered"


def test_a_call_whose_end_nobody_could_tell_us_of_has_ended(dark):
    night = dark.night
    night.network.switches.callbacks_lost = {"completed"}
    night.asha.answers().presses("1").hangs_up(after=5)
    night.asha.may_be_texted()

    with dark.gone():
        night.morgan.rings(LINE).connects_to(night.asha).ends()
    dark.recovers()

    assert night.contact["ended_at"] is not None


def test_taking_everything_up_twice_changes_nothing(dark, tmp_path):
    night = dark.night
    night.asha.is_busy()
    night.ben.answers().presses("1").hangs_up(after=5)
    night.ben.may_be_texted()
    with dark.gone():
        night.morgan.rings(LINE).connects_to(night.ben).ends()
    [spool] = (night.wiring.lifeline.folder / "spool").glob("*.spool")
    lines = spool.read_bytes()
    dark.recovers()
    night.settles()
    before = [night.export(what) for what in ("contacts", "calls", "messages")]

    spool.write_bytes(lines)
    dark.recovers()
    night.settles()

    assert [night.export(what) for what in ("contacts", "calls", "messages")] == before


def test_requests_that_are_repeated_in_the_dark_are_one_call(dark):
    night = dark.night
    night.network.switches.ask_twice = True
    night.network.switches.callback_copies = 2
    night.asha.does_not_answer()
    night.ben.answers().presses("1").hangs_up(after=5)
    night.ben.may_be_texted()

    with dark.gone():
        night.morgan.rings(LINE).connects_to(night.ben).ends()
    dark.recovers()
    night.settles()

    assert night.results == [("practitioner", "asha", "no_answer"), ("backup", "ben", "accepted")]


def test_a_text_is_answered_politely_and_arrives_afterwards(dark):
    night = dark.night
    for phone in (night.asha, night.ben, night.elin, night.morgan):
        phone.does_not_answer()
        phone.may_be_texted()

    with dark.gone():
        night.morgan.texts("Please ring me", to="+447700900100")
        night.network.quiet()
    assert dark.recovers() >= 1
    night.settles()

    [contact] = night.export()
    assert contact["channel"] == "sms"
    assert dark.aside == 0


def test_it_is_written_down_when_the_lifeline_answered(dark):
    night = dark.night
    night.asha.answers().presses("1").hangs_up(after=5)
    night.asha.may_be_texted()
    began = night.now()

    with dark.gone():
        night.morgan.rings(LINE).ends()
    taken = dark.recovers()

    from oncall.recovery.store import periods

    with night.wiring.unit_of_work() as work:
        [period] = periods(work.session, began)
    assert began <= period.began_at < period.ended_at <= night.now()
    assert (period.requests, period.put_aside) == (taken, 0)


def test_a_request_that_can_never_be_done_holds_up_nobody(dark):
    night = dark.night
    night.asha.answers().presses("1").hangs_up(after=5)
    night.asha.may_be_texted()
    with dark.gone():
        w = night.wiring
        w.lifeline.answer("/twilio/voice/leg/99999", "", {"CallStatus": "ringing"}.items(), w.now())
        night.morgan.rings(LINE).ends()

    dark.recovers()
    night.settles()

    assert dark.aside == 1
    assert night.contact["accepted_by"] == "asha"


def test_while_the_database_is_away_nothing_is_put_aside(dark):
    night = dark.night
    night.asha.answers().presses("1").hangs_up(after=5)
    night.asha.may_be_texted()

    with dark.gone():
        night.morgan.rings(LINE).ends()
        night.network.quiet()
        assert dark.recovery.take_up() == 0
    assert dark.aside == 0
    dark.recovers()

    assert night.contact["accepted_by"] == "asha"
