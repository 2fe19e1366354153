"""The rota page: on now, the calendar, one's own shifts, what to look at."""

from datetime import UTC, datetime

import pytest

from oncall.access.roles import Role
from oncall.rotas.document import parse
from oncall.service.load import load
from oncall.service.read_service import read_service
from tests.house import MARCHES
from tests.oncall.contacts.page import part, words


def loads(scene, *changes):
    """Loads the service again with a few words changed."""
    text = MARCHES.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    load(read_service(parse(text, "marches.yaml")), unit_of_work=scene.w.unit_of_work, now=scene.clock)


def test_says_who_is_on_until_when_and_who_is_next(browser):
    said = part(browser().get("/rota"), "rota-marches")

    assert "Practitioner Asha Verma until Sat 7 Nov 09:00. Next: Dai Rees." in said
    assert "Backup Ben Okafor until Mon 9 Nov 09:00. Next: Carys Pugh." in said


def test_says_so_when_nothing_changes_for_months(scene, browser):
    loads(scene, ("people: [elin, dai]", "people: [elin]"))

    said = words(browser("elin").get("/rota"))

    assert "Manager Elin Hughes with no change in the next two months." in said
    assert "Manager: now and on, for more than six months" in said


def test_a_week_has_a_row_for_each_day(browser):
    said = words(browser().get("/rota?on=2026-11-12"))

    assert "Week of 9 November 2026" in said
    assert "Saturday 14 November" in said
    assert "Ben Okafor, until 09:00 Asha Verma (you), 09:00 to 17:00 Ben Okafor, from 17:00" in said
    assert "Monday 16 November" not in said


def test_a_month_has_its_whole_weeks(browser):
    page = browser().get("/rota?view=month&on=2026-12-10")

    assert page.text.count("<time ") == 35
    assert "December 2026" in words(page)


def test_bank_holidays_closures_and_clock_changes_are_said(browser):
    december = words(browser().get("/rota?view=month&on=2026-12-10"))
    march = words(browser().get("/rota?on=2027-03-28"))

    assert "25 December Bank holiday" in december
    assert "29 December Office closed" in december
    assert "Sunday 28 March Clocks go forward" in march


def test_a_gap_is_said_in_words(scene, browser):
    loads(scene, ("people: [elin, dai]", "people: [elin, []]"))

    said = words(browser("elin").get("/rota?on=2026-11-17"))

    assert "Tuesday 17 November Gap" in said
    assert "Nobody, until 09:00 Nobody, from 17:00" in said


def test_nobody_is_missed_while_the_office_answers(scene, browser):
    night = "windows: [{from: '17:00', until: '09:00'}]"
    loads(scene, ("people: [elin, dai]}", "people: [elin, dai]}\n          " + night))

    said = words(browser("elin").get("/rota?on=2026-11-10"))

    assert "Tuesday 10 November Gap" not in said
    assert "Saturday 14 November Gap" in said


def test_the_neighbours_are_a_link_away(browser):
    week, month = browser().get("/rota?on=2026-11-12"), browser().get("/rota?view=month&on=2026-12-31")

    assert 'rel="prev" href="/rota?view=week&amp;on=2026-11-02"' in week.text
    assert 'rel="next" href="/rota?view=week&amp;on=2026-11-16"' in week.text
    assert 'rel="prev" href="/rota?view=month&amp;on=2026-11-01"' in month.text
    assert 'rel="next" href="/rota?view=month&amp;on=2027-01-01"' in month.text


def test_a_reader_sees_their_own_next_shifts_to_their_real_end(browser):
    said = words(browser("elin").get("/rota"))

    assert "Manager: now to Mon 16 Nov 09:00" in said
    assert "Manager: Mon 28 Dec 09:00 to Mon 11 Jan 09:00" in said


def test_whoever_has_no_shifts_is_told_so(browser):
    assert "You have no shifts here in the next two months." in words(browser("farah").get("/rota"))


def test_managers_are_told_what_to_look_at_and_others_are_not(browser):
    assert "Asha Verma has 8 hours of rest between two shifts." in words(browser("elin").get("/rota"))
    assert "To look at" not in words(browser("asha").get("/rota"))


def test_what_to_look_at_is_in_plain_words(scene, browser):
    loads(
        scene,
        ("people: [elin, dai]", "people: [[], elin, dai, elin]"),
        ("people: [ben, carys, asha]", "people: [asha, carys, ben]"),
        ('name: Dai Rees,      phone: "+447700900204",', "name: Dai Rees,"),
    )

    said = words(browser("elin").get("/rota"))

    assert "Gap. Nobody is on manager." in said
    assert "Asha Verma is on practitioner and backup at once." in said
    assert "Dai Rees is on practitioner and has no phone that can be rung." in said


def test_the_past_is_told_by_the_rota_that_was_in_force(scene, browser):
    scene.clock.at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    loads(scene, ("people: [elin, dai]", "people: [dai, elin]"))

    past = words(browser("elin").get("/rota?on=2026-11-10"))
    to_come = words(browser("elin").get("/rota?on=2026-12-01"))

    assert "Elin Hughes (you)" in past.partition("Week of")[2]
    assert "Dai Rees" in to_come.partition("Wednesday 2 December")[2].partition("Thursday")[0]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("on=yesterday", "The day to show must be a date like 2026-11-02."),
        ("on=2099-01-01", "The calendar shows ten years either way, and no further."),
        ("view=year", "The calendar shows a week or a month."),
    ],
)
def test_what_cannot_be_shown_is_said_in_one_sentence(browser, asked, told):
    page = browser().get(f"/rota?{asked}")

    assert page.status_code == 400
    assert told in words(page)


def test_somebody_of_one_service_sees_that_one_alone(scene, browser):
    scene.loads_another_service()

    assert "Borders Family Line" not in words(browser("asha").get("/rota"))
    assert "Borders Family Line" in words(browser("dai").get("/rota"))


def test_whoever_left_every_service_is_shown_no_rota(scene, browser):
    here = browser("asha")
    scene.leaves_the_service("asha")

    assert "You work for no service here" in words(here.get("/rota"))


def test_an_admin_without_shifts_may_read_the_rota(scene, browser):
    scene.somebody("keeper", [Role.ADMIN], staff=False)

    said = words(browser("keeper").get("/rota"))

    assert "Asha Verma" in said
    assert "Your next shifts" not in said


@pytest.mark.parametrize("path", ["/rota", "/rota/cover", "/rota/cover.csv", "/rota/feeds"])
def test_nobody_reads_it_without_signing_in(app, path):
    assert app.test_client().get(path).status_code == 303
