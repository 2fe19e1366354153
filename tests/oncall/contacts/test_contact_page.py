"""The page of one contact."""

import pytest

from oncall.access.roles import Role
from oncall.contacts.choose_children import Ticks, choose_children
from tests.oncall.contacts.page import part, words
from tests.oncall.contacts.scene import LANDLINE, STRANGER, Browser


def test_a_call_that_was_answered_says_by_whom(scene, browser):
    ref = scene.rings()
    scene.takes_it(ref)
    scene.ends(ref)

    assert "Answered by you. Not written up" in words(browser().get(f"/contacts/{ref}"))
    assert "Answered by Asha Verma. Not written up" in words(browser("ben").get(f"/contacts/{ref}"))


def test_a_call_that_goes_on_says_so(scene, browser):
    ref = scene.rings()
    assert "Nobody has answered yet. Live now" in words(browser().get(f"/contacts/{ref}"))

    scene.takes_it(ref)

    assert "On the line with you. Live now" in words(browser().get(f"/contacts/{ref}"))


def test_a_known_number_is_a_candidate_and_never_a_certainty(scene, browser):
    ref = scene.rings()
    page = browser().get(f"/contacts/{ref}")

    assert "07700 900301. The number is Jo Morgan’s. Ask who it is." in part(page, "caller")
    assert 'value="morgan" checked' not in page.text


def test_a_shared_landline_offers_both_households(scene, browser):
    said = part(browser().get(f"/contacts/{scene.rings(LANDLINE)}"), "caller")

    assert "These people share this number" in said
    assert "Jo Morgan Foster carer" in said
    assert "Alex Lowe Special guardian" in said


@pytest.mark.parametrize(
    ("number", "said"),
    [(None, "Number withheld."), (STRANGER, "07700 900999. Nobody we know has this number.")],
)
def test_a_caller_we_do_not_know_is_said_to_be_so(scene, browser, number, said):
    assert said in part(browser().get(f"/contacts/{scene.rings(number)}"), "caller")


def test_a_text_waits_to_be_answered(scene, browser):
    ref = scene.texts("Can somebody ring me?")
    ben = browser("ben")
    page = words(ben.get(f"/contacts/{ref}"))

    assert "Texted. Nobody has answered yet. Answer the text by 22:15" in page
    assert "A text came Thu 5 Nov 22:00" in page
    ben.post(f"/contacts/{ref}/call-back", page=f"/contacts/{ref}")
    assert "Texted. You have not answered the newest text yet. Answer the text by 22:15" in words(
        ben.get(f"/contacts/{ref}")
    )
    assert "Answer the text by 22:15 Jo Morgan, foster carer" in words(ben.get("/"))


def test_what_happened_is_told_in_order(scene, browser):
    ref = scene.rings()
    scene.goes_unanswered(ref)
    scene.takes_it(ref)
    scene.ends(ref)
    scene.does_errands()
    told = part(browser().get(f"/contacts/{ref}"), "timeline-heading")

    lines = [
        "The caller rang Thu 5 Nov 22:00",
        "Rang Asha Verma (practitioner): no answer Thu 5 Nov 22:00. Rang for 20 seconds",
        "Rang Ben Okafor (backup): took the call Thu 5 Nov 22:00. Rang for 6 seconds",
        "Ben Okafor picked up and heard who was ringing",
        "Ben Okafor pressed 1 and took the call",
        "The call ended Thu 5 Nov 22:05. After 5 minutes",
        "Text to Ben Okafor: where to write up, on its way",
    ]
    assert [told.index(line) for line in lines] == sorted(told.index(line) for line in lines)


def test_each_telephone_is_told_as_the_company_tells_it(scene, browser):
    ref = scene.rings()
    scene.goes_unanswered(ref, "busy")
    told = part(browser().get(f"/contacts/{ref}"), "timeline-heading")

    assert "Caller: ringing" in told
    assert "On call, Asha Verma: engaged" in told


def test_the_likely_child_comes_first(scene, browser):
    said = part(browser().get(f"/contacts/{scene.rings()}"), "children")

    assert said.index("Kit Placed with whoever has this number") < said.index("Ada (C-M4XD)")


def test_a_chosen_child_stands_on_a_card(scene, browser):
    ref = scene.rings()
    kit = Ticks(frozenset({"C-7K2Q"}), "", frozenset())
    choose_children(ref, kit, scene.somebody("asha"), scene.w)
    said = part(browser().get(f"/contacts/{ref}"), "children")

    assert "Kit 13 years old Placement Foster care with Jo Morgan, since 2 Mar 2026" in said
    assert "Service level Wrap-around (level 3)" in said


def test_no_browser_keeps_a_page(scene, browser):
    response = browser().get(f"/contacts/{scene.rings()}")

    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("ref", ["261105-ZZZZZ", "x", "261105-zzzzz", "%00", "a" * 300, "é"])
def test_no_such_contact_is_said_plainly(scene, browser, ref):
    assert browser().get(f"/contacts/{ref}").status_code == 404


def test_whoever_is_not_signed_in_comes_back_after_signing_in(app, scene):
    ref = scene.rings()
    sent = app.test_client().get(f"/contacts/{ref}")

    assert (sent.status_code, sent.location) == (303, f"/sign-in?next=/contacts/{ref}")


@pytest.mark.parametrize("role", [Role.ADMIN, Role.ROTA])
def test_whoever_looks_after_machine_or_rota_sees_no_content(scene, browser, role):
    ref = scene.rings()
    scene.somebody("somebody", [role], staff=False)

    assert browser("somebody").get("/contacts").status_code == 403
    assert browser("somebody").get(f"/contacts/{ref}").status_code == 403


def test_a_lead_who_is_on_no_rota_sees_every_service(scene, browser):
    ref = scene.rings()
    scene.somebody("head of service", [Role.TEAM_LEAD], staff=False)

    assert browser("head of service").get(f"/contacts/{ref}").status_code == 200


def test_whoever_left_the_service_sees_nothing_of_it(scene, browser):
    ref = scene.rings()
    theirs = browser()
    scene.leaves_the_service("asha")

    assert theirs.get(f"/contacts/{ref}").status_code == 404


class TestRestricted:
    """A contact about a child of whom only Elin and Farah may see anything."""

    @pytest.fixture
    def ref(self, scene):
        ref = scene.rings(LANDLINE)
        noor = Ticks(frozenset(), "C-9TRB", frozenset())
        choose_children(ref, noor, scene.somebody("elin"), scene.w)
        return ref

    @pytest.mark.parametrize("who", ["elin", "farah"])
    def test_is_there_for_those_who_are_named(self, ref, browser, who):
        page = browser(who).get(f"/contacts/{ref}")

        assert "Noor Restricted" in part(page, "children")
        assert ref in browser(who).get("/contacts").text

    @pytest.mark.parametrize("who", ["asha", "dai"])
    def test_is_not_there_for_anybody_else(self, ref, scene, browser, who):
        scene.nobody_answers(ref)
        scene.leaves_a_message(ref)
        theirs = browser(who)

        assert theirs.get(f"/contacts/{ref}").status_code == 404
        for page in ("/contacts", "/contacts?show=to-write", "/contacts?show=call-backs", "/"):
            assert ref not in theirs.get(page).text

    def test_cannot_be_changed_by_anybody_else(self, ref, scene, app):
        asha = Browser(app, scene, "asha")
        other = scene.rings()

        for action in ("caller", "children", "note", "addendum", "call-back"):
            sent = asha.post(f"/contacts/{ref}/{action}", page=f"/contacts/{other}", who="morgan", note="x")
            assert sent.status_code == 404

    def test_not_even_for_a_lead_who_is_not_on_the_staff(self, ref, scene, browser):
        scene.somebody("head of service", [Role.TEAM_LEAD], staff=False)

        assert browser("head of service").get(f"/contacts/{ref}").status_code == 404

    def test_the_child_is_not_offered_to_anybody_else(self, scene, browser):
        page = browser().get(f"/contacts/{scene.rings(LANDLINE)}")

        assert "Noor" not in page.text
        assert "C-9TRB" not in page.text


def test_a_manager_is_in_reach_of_a_call_that_goes_on_and_every_part_in_one_press(scene, browser):
    ref = scene.rings()
    scene.takes_it(ref)
    live = browser().get(f"/contacts/{ref}").text
    scene.ends(ref)
    scene.writes_up(ref)
    done = browser().get(f"/contacts/{ref}").text

    assert ("Escalate now" in live, "Escalate now" in done) == (True, False)
    for one in ("caller", "children", "write", "addendum", "follow-ups", "timeline-heading"):
        assert f'href="#{one}"' in done, one
        assert f'id="{one}"' in done, one
