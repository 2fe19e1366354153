"""The times by which follow-ups are due, in somebody's own calendar."""

import re

from sqlalchemy import text

from oncall.access.roles import Role
from tests.oncall.calendar.test_feeds_page import read
from tests.oncall.contacts.page import words

ADDRESS = re.compile(r"/rota/feed/[\w-]{43}\.ics")


def make(here, whose="team"):
    page = here.post("/rota/feeds", "/rota/feeds", service="marches", whose=whose, what="follow_ups")
    return ADDRESS.search(page.text)[0]


def test_it_says_when_something_is_due_and_nothing_of_whom_or_what(night, app, browser):
    night.propose()
    events = read(app, make(browser("farah")))
    five, two = night.one("F05"), night.one("F02")

    assert f"follow-up-{five.id}@oncall" not in [event["UID"] for event in events]
    [told] = [event for event in events if event["UID"] == f"follow-up-{two.id}@oncall"]
    assert (told["DTSTART"], told["SUMMARY"]) == ("20261105T221500Z", "Statutory follow-up due")
    assert told["DESCRIPTION"].endswith(f"/follow-ups/{two.id}")
    assert not re.search("Kit|Asha|police|C-7K2Q", str(events))


def test_ones_own_has_ones_own(night, app, browser):
    night.propose()

    assert len(read(app, make(browser("asha"), "own"))) == sum(
        one.due_at is not None for one in night.all().values()
    )
    assert read(app, make(browser("ben"), "own")) == []


def test_nobodys_has_what_they_may_not_see(night, app, browser):
    address = make(browser("ben"))
    night.tick("C-9TRB", who="elin")
    night.propose(who="elin")

    assert read(app, address) == []
    assert read(app, make(browser("elin"))) != []


def test_whoever_may_read_no_follow_ups_has_no_such_feed(night, app, browser):
    night.propose()
    address = make(browser("ben"))
    with night.w.unit_of_work() as work:
        work.session.execute(text("""UPDATE "user" SET roles = '{rota}' WHERE staff_id = 'ben'"""))
    night.scene.somebody("keeper", [Role.ROTA], staff=False)

    assert app.test_client().get(address).status_code == 404
    keeper = browser("keeper")
    assert "follow-ups are due" not in words(keeper.get("/rota/feeds"))
    page = keeper.post("/rota/feeds", "/rota/feeds", service="marches", whose="team", what="follow_ups")
    assert page.status_code == 404
