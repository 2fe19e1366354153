"""Feeds: a secret address that anybody's calendar can read, until it is revoked."""

import re
from datetime import UTC, datetime

import recurring_ical_events
from icalendar import Calendar
from sqlalchemy import text

from oncall.access.roles import Role
from tests.oncall.calendar.test_rota_page import loads
from tests.oncall.contacts.page import words

ADDRESS = re.compile(r"/rota/feed/[\w-]{43}\.ics")


def make(here, whose="own", service="marches"):
    page = here.post("/rota/feeds", "/rota/feeds", service=service, whose=whose)
    assert page.status_code == 200
    return ADDRESS.search(page.text)[0]


def read(app, address):
    """The feed as somebody's calendar reads it, with no cookie: its events, lines unfolded."""
    answer = app.test_client().get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    body = answer.text.replace("\r\n ", "")
    return [
        dict(line.split(":", 1) for line in event.partition("END:VEVENT")[0].strip().split("\r\n"))
        for event in body.split("BEGIN:VEVENT")[1:]
    ]


def test_ones_own_feed_has_ones_own_shifts(app, browser):
    events = read(app, make(browser("elin")))

    assert {event["SUMMARY"] for event in events} == {"On call: manager"}
    assert (events[0]["DTSTART"], events[0]["DTEND"]) == ("20261102T090000Z", "20261116T090000Z")


def test_the_teams_feed_has_everybody(app, browser):
    events = read(app, make(browser("farah"), "team"))

    assert {"Practitioner: Asha Verma", "Backup: Ben Okafor", "Manager: Elin Hughes"} <= {
        event["SUMMARY"] for event in events
    }
    assert len({event["UID"] for event in events}) == len(events)


def test_a_calendar_library_reads_it_without_a_complaint(app, browser):
    address = make(browser("farah"), "team")
    calendar = Calendar.from_ical(app.test_client().get(address).data)

    assert calendar.errors == [error for event in calendar.events for error in event.errors] == []
    on = recurring_ical_events.of(calendar).at(datetime(2026, 11, 7, 12, tzinfo=UTC))
    assert sorted(str(event["SUMMARY"]) for event in on) == [
        "Backup: Ben Okafor",
        "Manager: Elin Hughes",
        "Practitioner: Dai Rees",
    ]


def test_a_summer_shift_is_told_in_utc(app, browser):
    starts = {event["DTSTART"] for event in read(app, make(browser("elin")))}

    assert "20270712T080000Z" in starts  # 09:00 in London


def test_a_shift_keeps_its_id_day_after_day(app, browser, scene):
    address = make(browser("elin"))
    before = {event["UID"] for event in read(app, address)}
    scene.clock.advance(days=20)

    assert before <= {event["UID"] for event in read(app, address)}


def test_a_feed_follows_the_rota(app, browser, scene):
    address = make(browser("elin"))
    loads(scene, ("people: [elin, dai]", "people: [dai]"))

    assert read(app, address) == []


def test_the_address_is_shown_once_and_only_its_hash_is_kept(app, browser, scene):
    here = browser()
    address = make(here)
    secret = address.rpartition("/")[2].removesuffix(".ics")

    assert secret not in here.get("/rota/feeds").text
    with scene.w.unit_of_work() as work:
        assert secret not in str(work.session.execute(text("SELECT * FROM rota_feed")).all())


def test_a_feed_is_kept_by_nobody_on_the_way(app, browser):
    assert app.test_client().get(make(browser())).headers["Cache-Control"] == "no-store"


def test_a_revoked_feed_is_not_there(app, browser):
    here = browser()
    address = make(here)
    feed = re.search(r"/rota/feeds/(\d+)/revoke", here.get("/rota/feeds").text)[0]

    assert here.post(feed, "/rota/feeds").status_code == 303
    assert app.test_client().get(address).status_code == 404
    assert "The address is revoked." in words(here.get("/rota/feeds"))
    here.post(feed, "/rota/feeds")
    assert "That address was revoked already." in words(here.get("/rota/feeds"))


def test_nobody_revokes_somebody_elses(app, browser):
    hers, his = browser("asha"), browser("ben")
    address = make(hers)
    feed = re.search(r"/rota/feeds/(\d+)/revoke", hers.get("/rota/feeds").text)[0]

    his.post(feed, "/rota/feeds")

    assert app.test_client().get(address).status_code == 200


def test_an_address_that_was_never_made_is_not_there(app):
    assert app.test_client().get(f"/rota/feed/{'x' * 43}.ics").status_code == 404


def test_the_feed_of_somebody_who_left_is_not_there(app, browser, scene):
    own, team = make(browser()), make(browser(), "team")
    scene.leaves_the_service("asha")

    assert [app.test_client().get(address).status_code for address in (own, team)] == [404, 404]


def test_the_feed_of_a_sign_in_that_was_disabled_is_not_there(app, browser, scene):
    address = make(browser(), "team")
    with scene.w.unit_of_work() as work:
        work.session.execute(text('UPDATE "user" SET disabled_at = now()'))

    assert app.test_client().get(address).status_code == 404


def test_whoever_has_no_shifts_can_make_the_teams_alone(browser, scene):
    scene.somebody("keeper", [Role.ADMIN], staff=False)
    here = browser("keeper")

    assert here.post("/rota/feeds", "/rota/feeds", service="marches", whose="own").status_code == 404
    assert make(here, "team")


def test_nobody_makes_a_feed_of_another_service(browser, scene):
    scene.loads_another_service()

    page = browser("asha").post("/rota/feeds", "/rota/feeds", service="borders", whose="team")

    assert page.status_code == 404
