"""Tonight in a real browser: it keeps itself fresh, moves no focus, and can be read by everybody."""

import pytest
from playwright.sync_api import expect

from oncall.access.tables import SessionRow
from oncall.contacts.own_call_back import own_call_back
from tests.browser import checks
from tests.browser.night import go
from tests.oncall.contacts.scene import STRANGER, Scene


def a_busy_night(scene: Scene) -> str:
    """A call that goes on, one to be rung back and one to be written up; the second's reference."""
    missed = scene.rings(STRANGER)
    scene.nobody_answers(missed)
    scene.leaves_a_message(missed)
    withheld = scene.rings(None)
    scene.takes_it(withheld)
    scene.ends(withheld)
    scene.clock.advance(minutes=14)
    scene.rings()
    return missed


def test_a_quiet_night_can_be_read_by_everybody(visit):
    page = visit()

    expect(page.get_by_text("All quiet.")).to_be_visible()
    checks.owes_nothing(page)


def test_a_busy_night_can_be_read_by_everybody(scene, visit):
    a_busy_night(scene)
    page = visit()

    expect(page).to_have_title("Live call – On call")
    checks.owes_nothing(page)


def test_two_services_can_be_read_by_everybody(scene, visit):
    scene.loads_another_service()
    a_busy_night(scene)
    scene.rings(STRANGER, to="+441632960600")
    page = visit(who="dai")

    expect(page.get_by_role("region", name="Borders Family Line")).to_be_visible()
    checks.owes_nothing(page)


def test_on_a_phone_the_live_call_is_seen_first(scene, visit):
    a_busy_night(scene)
    page = visit(viewport=checks.PHONE)
    top = page.get_by_role("link", name="Jo Morgan, foster carer").bounding_box()

    assert top["y"] + top["height"] < checks.PHONE["height"]


def test_a_new_call_appears_by_itself_and_is_read_out(scene, visit):
    page = visit()
    scene.rings()

    page.get_by_text("Ringing Asha Verma").first.wait_for()
    expect(page).to_have_title("Live call – On call")
    expect(page.locator("#news")).to_have_text("Jo Morgan, foster carer. Ringing Asha Verma. ")


def test_focus_stays_where_it_is_while_the_page_changes(scene, visit):
    ref = a_busy_night(scene)
    page = visit()
    page.get_by_role("button", name="Take this call back").focus()
    scene.rings(STRANGER)

    expect(page.locator(".app-card--live")).to_have_count(2)
    checks.becomes(page, "document.activeElement.id", f"take-{ref}")


def test_nothing_moves_while_nothing_changes(scene, visit):
    a_busy_night(scene)
    page = visit()
    page.evaluate("document.getElementById('board').marked = true")

    with page.expect_response("**/board") as first:
        pass
    with page.expect_response("**/board"):
        pass
    assert first.value.status == 304
    checks.becomes(page, "document.getElementById('board').marked", wanted=True)


def test_a_lost_connection_is_said_and_mended(scene, home, chromium):
    with chromium.new_context() as context:  # the browser's own complaint about it is in order
        page = go(context.new_page(), scene, home)
        page.route("**/board", lambda route: route.abort())
        page.get_by_text("No connection.").wait_for()
        checks.axe(page)
        page.unroute("**/board")

        page.get_by_text("No connection.").wait_for(state="hidden")


def test_the_end_of_a_session_is_said(scene, visit):
    page = visit()
    with scene.w.unit_of_work() as work:
        work.session.query(SessionRow).update({"ended_at": scene.clock()})

    page.get_by_text("You are signed out.").wait_for()
    expect(page.get_by_text("All quiet.")).to_be_visible()
    page.get_by_role("link", name="Sign in again").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_call_back_is_taken_with_and_without_scripts(scene, visit, scripts):
    a_busy_night(scene)
    page = visit(java_script_enabled=scripts, who="ben")
    page.get_by_role("button", name="Take this call back").click()

    expect(page.get_by_text("This is yours now.")).to_be_visible()
    expect(page.get_by_role("link", name="Ring 07700 900999")).to_be_visible()


def test_whoever_presses_second_is_told_who_has_it(scene, visit):
    ref = a_busy_night(scene)
    page = visit(java_script_enabled=False, who="ben")
    own_call_back(ref, scene.somebody("asha"), scene.w)
    page.get_by_role("button", name="Take this call back").click()

    expect(page.get_by_text("Asha Verma took this before you")).to_be_visible()


def test_without_scripts_there_is_a_link_to_refresh(scene, visit):
    page = visit(java_script_enabled=False)
    scene.rings()
    page.get_by_role("link", name="Refresh").click()

    expect(page.get_by_text("Ringing Asha Verma").first).to_be_visible()
