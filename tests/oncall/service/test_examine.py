"""What the next 14 days look like from a service's own configuration."""

from datetime import UTC, datetime, timedelta

import pytest

from oncall.service.connect import Connection
from oncall.service.duty import can_be_rung
from oncall.service.examine import examine, examine_numbers
from oncall.service.findings import Level
from oncall.service.reach import Hunting, stretches
from oncall.service.store import read_config, service_with_code
from tests.oncall.service.files import MARCHES, SMALLEST, load_text, with_change

NIGHT = datetime(2026, 11, 5, 22, tzinfo=UTC)
WITH_PHONE = with_change("name: Gwen Parry", 'name: Gwen Parry, phone: "+447700900210"', SMALLEST)


@pytest.fixture
def findings(sessions):
    """Loads a text and says what is found: level, what about, sentence."""

    def find(text, now=NIGHT):
        config = loaded(sessions, text)
        found = examine(config, Hunting(can_be_rung(config), 20, 30), now)
        return [(one.level, one.about, one.says) for one in found]

    return find


def loaded(sessions, text):
    code = load_text(sessions, text).code
    with sessions() as session:
        return read_config(session, service_with_code(session, code).id)


def test_a_service_that_is_well_has_nothing_but_ok(findings):
    assert findings(MARCHES) == [
        (Level.OK, "marches rota", "somebody can be rung at any time until Thu 19 Nov 2026 22:00 GMT"),
        (
            Level.OK,
            "marches voicemail",
            "after 150 seconds at most (office_line 20, practitioner 20, backup 20, manager 25,"
            " last_resort 30; and 5 for each ring of 20 seconds or less)",
        ),
        (Level.OK, "marches staff", "everybody has a phone"),
    ]


def test_hunting_again_takes_twice_as_long_for_all_but_the_office(findings):
    text = with_change('  handover_at: "09:00"', '  hunt_again: true\n  handover_at: "09:00"')

    assert findings(text)[1][2].startswith("after 275 seconds at most")


def test_a_gap_of_one_tier_is_told_in_local_times_and_minutes(findings):
    away = "  absences:\n    - {person: elin, from: 2026-11-07T09:00, until: 2026-11-07T17:30}\n"

    found = findings(with_change("  absences:\n", away))

    assert found[0] == (
        Level.WARNING,
        "marches rota",
        "nobody is on manager from Sat 07 Nov 2026 09:00 GMT to Sat 07 Nov 2026 17:30 GMT (510 minutes)",
    )
    assert found[1][2].startswith("somebody can be rung at any time")


def test_nobody_is_missed_while_the_office_answers(findings):
    away = "  absences:\n    - {person: elin, from: 2026-11-06T08:00, until: 2026-11-06T17:00}\n"

    found = findings(with_change("  absences:\n", away))

    assert [says for _, _, says in found if "manager from" in says] == [
        "nobody is on manager from Fri 06 Nov 2026 08:00 GMT to Fri 06 Nov 2026 09:00 GMT (60 minutes)",
        "nobody is on manager from Fri 06 Nov 2026 16:30 GMT to Fri 06 Nov 2026 17:00 GMT (30 minutes)",
    ]


def test_minutes_are_as_long_as_the_clocks_make_them(findings):
    nights = 'people: [gwen]}\n          windows:\n            - {from: "09:00", until: "21:00"}\n'
    text = with_change("people: [gwen]}\n", nights, WITH_PHONE).replace("2026-11-02", "2026-10-01")

    says = [one[2] for one in findings(text, datetime(2026, 10, 24, 12, tzinfo=UTC))]

    assert any(
        "from Sat 24 Oct 2026 21:00 BST to Sun 25 Oct 2026 09:00 GMT (780 minutes)" in one for one in says
    )


def test_a_time_when_nobody_can_be_rung_is_a_problem(findings):
    text = with_change("from: 2026-11-02T09:00", "from: 2026-11-06T09:00", WITH_PHONE)

    assert findings(text)[0] == (
        Level.PROBLEM,
        "wye rota",
        "nobody on call can be rung from Thu 05 Nov 2026 22:00 GMT to Fri 06 Nov 2026 09:00 GMT"
        " (660 minutes), and there is no last resort",
    )


def test_with_a_last_resort_it_is_a_warning(findings):
    text = with_change("from: 2026-11-02T09:00", "from: 2026-11-06T09:00", WITH_PHONE)

    found = findings(with_change("  name: Wye", '  last_resort: "+441632960119"\n  name: Wye', text))

    assert found[0][0] is Level.WARNING
    assert found[0][2].endswith("(660 minutes); only the last resort can")


def test_whoever_has_no_phone_covers_nobody(findings):
    found = findings(SMALLEST)

    assert found[0][0] is Level.PROBLEM
    assert "(20160 minutes), and there is no last resort" in found[0][2]
    assert (Level.OK, "wye voicemail", "at once") in found
    assert (Level.WARNING, "wye staff", "gwen has no phone that can be rung and is on the rota") in found


def test_an_office_that_is_there_needs_nobody_on_call(findings):
    office = '  office_hours: {thursday: 22:00-23:00}\n  office_line: "+441632960118"\n  name: Wye'
    text = with_change("from: 2026-11-02T09:00", "from: 2026-11-05T23:00", WITH_PHONE)

    found = findings(with_change("  name: Wye", office, text))

    assert not any("nobody on call" in says for _, _, says in found)


def test_many_gaps_are_counted(findings):
    nights = 'people: [gwen]}\n          windows:\n            - {from: "17:00", until: "09:00"}\n'

    found = findings(with_change("people: [gwen]}\n", nights, WITH_PHONE))

    assert [says for _, _, says in found if "more" in says] == [
        "and 9 more such times",
        "and 9 more gaps of practitioner",
    ]


def test_two_together_are_rung_one_after_the_other(sessions):
    both = with_change(
        "staff:\n", 'staff:\n  - {id: huw, name: Huw Bowen, phone: "+447700900211"}\n', WITH_PHONE
    )
    config = loaded(sessions, with_change("people: [gwen]", "people: [[gwen, huw]]", both))

    [stretch] = stretches(config, Hunting(can_be_rung(config), 20, 30), NIGHT, NIGHT + timedelta(hours=1))

    assert [rung.person for rung in stretch.rungs] == ["gwen", "huw"]
    assert stretch.seconds == 50


def test_a_number_that_leads_elsewhere_is_a_problem():
    changes = {"VoiceUrl": ("https://old.example.org", "https://oncall.example.org")}

    found = examine_numbers(
        [
            Connection("+441632960100", {}),
            Connection("+441632960110", changes),
            Connection("+447700900100", {}, "is not a number of this account"),
        ]
    )

    assert [(one.level, one.about, one.says) for one in found] == [
        (Level.OK, "number +441632960100", "calls and texts come to this installation"),
        (
            Level.PROBLEM,
            "number +441632960110",
            "VoiceUrl does not lead here; see oncall twilio connect",
        ),
        (Level.PROBLEM, "number +447700900100", "is not a number of this account"),
    ]
