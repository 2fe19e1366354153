"""Tonight, the first page."""

import re

import pytest

from oncall.access.roles import Role
from oncall.contacts.own_call_back import own_call_back
from tests.oncall.contacts.page import words
from tests.oncall.contacts.scene import LANDLINE, STRANGER


def test_all_is_quiet(browser):
    said = words(browser().get("/"))

    assert "All quiet. No call now, and nothing waits for you or anybody else." in said
    assert "Practitioner Asha Verma (you) until Sat 7 Nov 09:00, then Dai Rees" in said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("+447700900301", "Jo Morgan, foster carer Known by the number. Not confirmed. Rang at 22:00"),
        (LANDLINE, "Alex Lowe or Jo Morgan They share this number. Not confirmed. Rang at 22:00"),
        (STRANGER, "Unknown caller Rang at 22:00"),
        (None, "Number withheld Rang at 22:00"),
    ],
)
def test_a_live_call_says_who_rings_and_whom(scene, browser, number, said):
    scene.rings(number)

    assert f"Live now Ringing Asha Verma, since 22:00 {said}" in words(browser().get("/"))


def test_whoever_took_a_call_reads_that_it_is_theirs(scene, browser):
    scene.takes_it(scene.rings())

    assert "Connected with you, since 22:00" in words(browser().get("/"))
    assert "Connected with Asha Verma, since 22:00" in words(browser("ben").get("/"))


def test_a_call_back_says_when_it_is_due_and_whose_it_is(scene, browser):
    ref = scene.rings()
    scene.nobody_answers(ref)
    scene.leaves_a_message(ref)

    assert "Ring back by 22:16 Jo Morgan, foster carer" in words(browser().get("/"))
    assert "Yours unless somebody else takes it" in words(browser().get("/"))
    assert "Asha Verma’s unless somebody else takes it" in words(browser("ben").get("/"))
    scene.clock.advance(hours=1, minutes=32)
    assert "Ring back: overdue by 1 hour and 17 minutes" in words(browser().get("/"))


def test_a_call_back_is_taken_from_here(scene, browser):
    ref = scene.rings()
    scene.nobody_answers(ref)
    scene.says_nothing(ref)
    ben = browser("ben")

    assert ben.post(f"/contacts/{ref}/call-back", page="/board").location == f"/contacts/{ref}"
    assert "You have it since 22:01" in words(ben.get("/"))
    assert "Ben Okafor has it since 22:01" in words(browser().get("/"))
    assert "Take this call back" not in words(browser().get("/"))


def test_what_happened_yesterday_says_so(scene, browser):
    ref = scene.rings()
    scene.nobody_answers(ref)
    scene.says_nothing(ref)
    own_call_back(ref, scene.somebody("ben"), scene.w)
    scene.clock.advance(hours=3)

    assert "Ben Okafor has it since Thu 5 Nov 22:01" in words(browser().get("/"))


def test_a_gap_is_plain_to_see(scene, browser):
    with scene.w.unit_of_work() as work:
        work.session.connection().exec_driver_sql(
            "UPDATE rota_version SET definition = jsonb_set(definition, '{tiers,0,layers}', '[]'); "
            "UPDATE service SET version = version + 1"
        )

    assert "Practitioner Nobody is on" in words(browser().get("/"))


def test_somebody_without_a_telephone_is_plain_to_see(scene, browser):
    with scene.w.unit_of_work() as work:
        work.session.connection().exec_driver_sql(
            "UPDATE staff SET phone = NULL WHERE id = 'asha'; UPDATE service SET version = version + 1"
        )

    assert "Practitioner Asha Verma (you), no telephone until" in words(browser().get("/"))


def test_the_part_that_asks_again_is_told_when_nothing_has_changed(scene, browser):
    asha = browser()
    first = asha.get("/board")
    tag = first.headers["ETag"]
    again = asha.get("/board", headers={"If-None-Match": tag})
    scene.rings()
    changed = asha.get("/board", headers={"If-None-Match": tag})

    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag
    assert f'"If-None-Match": "\\{changed.headers["ETag"][:-1]}\\""' in changed.text.replace("&#34;", '"')


def test_the_part_is_only_a_part(browser):
    part = browser().get("/board").text

    assert part.lstrip().startswith('<div id="board"')
    assert "<html" not in part


def test_what_can_be_pressed_keeps_its_name_so_that_focus_stays(scene, browser):
    ref = scene.rings()
    scene.nobody_answers(ref)
    scene.says_nothing(ref)
    scene.rings(STRANGER)
    scene.ends(scene.rings(None), after=2)
    part = browser().get("/board").text
    pressed = re.findall(r"<(?:a|button) [^>]*>", part)

    assert len(pressed) == 4
    assert all(" id=" in tag for tag in pressed)


def test_late_background_work_is_said_after_the_live_call(scene, browser):
    ref = scene.rings()
    scene.nobody_answers(ref)
    scene.says_nothing(ref)
    scene.clock.advance(minutes=2)
    said = words(browser().get("/"))
    assert said.startswith("Tonight")
    assert said.index("Background work is waiting since 22:01") < said.index("Waiting for an answer")

    scene.rings(STRANGER)

    said = words(browser().get("/"))
    assert said.index("Live now") < said.index("Background work is waiting")


def test_whoever_is_signed_out_is_told_so_without_losing_the_page(app):
    client = app.test_client()

    assert client.get("/board", headers={"HX-Request": "true"}).status_code == 401
    assert client.get("/").location == "/sign-in?next=/"


def test_an_admin_sees_who_is_on_and_no_caller(scene, browser):
    scene.rings()
    scene.somebody("admin", [Role.ADMIN], staff=False)
    said = words(browser("admin").get("/"))

    assert "Practitioner Asha Verma until" in said
    assert "Morgan" not in said


def test_no_browser_keeps_it(browser):
    assert browser().get("/").headers["Cache-Control"] == "no-store"
    assert browser().get("/board").headers["Cache-Control"] == "no-store"


def test_the_page_and_what_it_refreshes_say_that_the_queue_is_down(scene, browser):
    visitor = browser()
    before = [words(visitor.get(address)) for address in ("/", "/board")]
    scene.w.queue_answers = lambda: False

    for said in (words(visitor.get(address)) for address in ("/", "/board")):
        assert "The background queue is down. Calls get through as ever" in said
    assert not any("queue is down" in said for said in before)
