"""Proof of cover: minutes to the minute, and a claim only when it is true."""

import csv
from io import StringIO

import pytest

from oncall.service.closed import out_of_hours
from oncall.service.store import read_config, service_with_code
from oncall.shifts.keep_records import keep_records
from tests.oncall.calendar.test_rota_page import loads
from tests.oncall.contacts.page import words

CLAIM = "By the rota, every one of the"
TWO_WEEKS = "from=2026-11-06&until=2026-11-20"


def cover(browser, asked=TWO_WEEKS, who="elin"):
    return words(browser(who).get(f"/rota/cover?{asked}"))


def table(browser, asked=TWO_WEEKS):
    page = browser("elin").get(f"/rota/cover.csv?{asked}")
    assert page.mimetype == "text/csv"
    return list(csv.DictReader(StringIO(page.text)))


def test_counts_the_minutes_out_of_hours(browser):
    closed = 14 * 1440 - 8 * 480 - 2 * 450  # two weeks; eight days until 17:00, two Fridays until 16:30

    assert f"All out of hours {closed:,}" in cover(browser)


def test_the_claim_is_made_when_two_different_people_are_always_on(browser):
    assert f"{CLAIM} 15,420 minutes out of hours" in cover(browser, TWO_WEEKS)
    assert "Gaps on practitioner None." in cover(browser)


def test_no_claim_when_practitioner_and_backup_are_one_person_for_a_while(scene, browser):
    override = (
        "overrides:\n    - {tier: backup, from: 2026-11-10T20:00, until: 2026-11-10T20:01, person: ben}"
    )
    loads(scene, ("overrides:", override))

    said = cover(browser)

    assert CLAIM not in said
    assert "With somebody on backup 15,420" in said
    assert "With somebody on practitioner and somebody else on backup 15,419" in said


def test_no_claim_and_the_gap_to_the_minute_when_nobody_is_on(scene, browser):
    away = "absences:\n    - {person: ben, from: 2026-11-07T20:00, until: 2026-11-07T20:07, reason: leave}"
    loads(scene, ("absences:", away))

    said = cover(browser)

    assert CLAIM not in said
    assert "Gaps on practitioner None." in said
    assert "Gaps on backup Sat 7 Nov 20:00 to Sat 7 Nov 20:07: 7 minutes" in said


def test_a_gap_in_office_hours_is_none(scene, browser):
    away = "absences:\n    - {person: ben, from: 2026-11-06T10:00, until: 2026-11-06T11:00, reason: leave}"
    loads(scene, ("absences:", away))

    assert CLAIM in cover(browser)


def test_no_claim_for_a_period_that_is_all_office_hours(browser):
    said = cover(browser, "from=2026-11-10T10:00&until=2026-11-10T12:00")

    assert "All out of hours 0" in said
    assert CLAIM not in said


def test_what_a_service_cannot_show_it_does_not_claim(browser):
    said = cover(browser, "from=2026-11-05&until=2026-11-06")

    assert "No rota was kept here before Thu 5 Nov 22:00." in said
    assert CLAIM not in said
    assert "With somebody on practitioner 120" in said


def test_a_rota_that_was_changed_later_does_not_mend_the_past(scene, browser):
    loads(scene, ("people: [ben, carys, asha]", "people: [[]]"))
    scene.clock.advance(hours=1)
    loads(scene)

    assert "Gaps on backup Thu 5 Nov 22:00 to Thu 5 Nov 23:00: 60 minutes" in cover(
        browser, "from=2026-11-05T22:00&until=2026-11-06"
    )


def test_the_long_october_night_has_an_hour_more(browser):
    assert "All out of hours 960" in cover(browser, "from=2027-10-27T17:00&until=2027-10-28T09:00")
    assert "All out of hours 3,930" in cover(browser, "from=2027-10-29T16:30&until=2027-11-01T09:00")


def test_the_quarter_is_shown_unless_told(browser):
    assert "Thursday 1 October 2026, 00:00, to Friday 1 January 2027, 00:00" in cover(browser, "")


def test_one_tier_alone_proves_no_backup(scene, browser):
    scene.loads_another_service()

    said = words(browser("dai").get(f"/rota/cover?service=borders&{TWO_WEEKS}"))

    assert "Borders Family Line" in said
    assert "somebody else" not in said


def test_the_table_has_sums_gaps_and_who_was_on(scene, browser):
    away = "absences:\n    - {person: ben, from: 2026-11-07T20:00, until: 2026-11-07T20:07, reason: leave}"
    loads(scene, ("absences:", away))

    rows = table(browser)

    assert rows[0] == {
        "measure": "out_of_hours",
        "tier": "",
        "from": "2026-11-06T00:00+00:00",
        "until": "2026-11-20T00:00+00:00",
        "minutes": "15420",
        "staff": "",
    }
    assert [row["minutes"] for row in rows if row["measure"] == "gap"] == ["7"]
    assert {row["staff"] for row in rows if row["measure"] == "on"} <= {
        "Asha Verma", "Ben Okafor", "Carys Pugh", "Dai Rees", "Elin Hughes"
    }  # fmt: skip
    for tier in ("practitioner", "backup", "manager"):
        on = sum(int(row["minutes"]) for row in rows if (row["measure"], row["tier"]) == ("on", tier))
        covered = next(row for row in rows if (row["measure"], row["tier"]) == ("covered", tier))
        assert str(on) == covered["minutes"]


def test_the_claim_says_confirmed_when_whoever_was_on_had_confirmed_it(scene, browser):
    keep_records(scene.w)
    tonight = "from=2026-11-05T22:00&until=2026-11-05T23:00"
    browser("asha").post("/rota/mine/confirm", "/rota/mine", tier="practitioner", start="2026-11-02T09:00")
    scene.clock.advance(hours=1)
    keep_records(scene.w)

    said = cover(browser, tonight)

    assert (
        "Every one of the 60 minutes out of hours had somebody on practitioner who had confirmed it" in said
    )
    assert "Of these, confirmed by whoever was on backup 0" in said
    rows = table(browser, tonight)
    confirmed = {row["tier"]: row["minutes"] for row in rows if row["measure"] == "confirmed"}
    assert confirmed == {"practitioner": "60", "backup": "0", "manager": "0"}


def test_the_duty_records_say_who_was_on_how_that_came_about_and_who_confirmed_it(scene, browser):
    keep_records(scene.w)
    scene.clock.advance(minutes=30)
    form = {"tier": "practitioner", "for": "carys"}
    browser("elin").post("/rota/take-over", "/rota/take-over?tier=practitioner&for=carys", **form)
    scene.clock.advance(minutes=1)
    keep_records(scene.w)

    page = browser("elin").get(f"/rota/cover/records.csv?{TWO_WEEKS.replace('11-06', '11-05')}")
    [asha, carys] = [row for row in csv.DictReader(StringIO(page.text)) if row["tier"] == "practitioner"]

    assert (asha["staff"], asha["until"], asha["minutes"]) == ("asha", "2026-11-05T22:30:00+00:00", "30")
    assert (carys["name"], carys["came_by"], carys["rota_version"]) == ("Carys Pugh", "taken_over", "2")
    assert (carys["until"], carys["confirmed_by"], carys["accepted_by"]) == ("", "Elin Hughes", "")


def test_a_spreadsheet_is_given_no_formula(scene, browser):
    loads(scene, ("name: Ben Okafor", "name: =Ben"))

    assert "'=Ben" in {row["staff"] for row in table(browser)}


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("from=2026-11-20&until=2026-11-20", "The period must end after it begins."),
        ("from=2026-01-01&until=2036-01-01", "The period may be three years long at most."),
        ("from=soon&until=2026-11-20", "`from` must be a time like 2026-11-02T09:00, not soon."),
    ],
)
def test_a_period_that_cannot_be_looked_at_is_refused_in_one_sentence(browser, asked, told):
    page = browser().get(f"/rota/cover?{asked}")

    assert page.status_code == 400
    assert told in words(page)


def test_another_service_is_not_there(scene, browser):
    scene.loads_another_service()

    assert browser("asha").get("/rota/cover?service=borders").status_code == 404


def test_a_service_without_an_office_line_is_out_of_hours_all_day(scene):
    loads(scene, ('  office_line: "+441632960101"', ""))
    with scene.w.unit_of_work() as work:
        config = read_config(work.session, service_with_code(work.session, "marches").id)
    start, end = scene.clock(), scene.clock.advance(days=7)

    assert out_of_hours(config, start, end) == [(start, end)]
