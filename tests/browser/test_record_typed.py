"""What is typed in a record survives a lost connection, a lost session, a closed page and a second writer."""

from playwright.sync_api import expect

from oncall.contacts.read_contact import read_contact
from tests.browser.checks import becomes
from tests.browser.test_contact import taken

KEPT = "Object.keys(sessionStorage).length"


def said(scene, ref: str) -> str:
    """What the running note says in the database."""
    return read_contact(ref, scene.somebody("elin"), scene.w).values.get("note", "")


def test_words_are_saved_as_they_are_typed_whatever_happens_to_the_line(scene, visit):
    ref = taken(scene)
    page = visit(f"/contacts/{ref}")
    note, saving = page.get_by_label("What was said"), page.locator("[data-saving]")

    note.press_sequentially("Kit is out.")
    expect(saving).to_have_text("All saved")
    assert said(scene, ref) == "Kit is out."
    becomes(page, KEPT, 0)

    page.context.set_offline(True)
    note.press_sequentially(" Jo rang the police.")
    expect(saving).to_contain_text("there is no connection")
    becomes(page, KEPT, 1)
    page.context.set_offline(False)
    expect(saving).to_have_text("All saved")
    assert said(scene, ref) == "Kit is out. Jo rang the police."
    becomes(page, KEPT, 0)

    session = [one for one in page.context.cookies() if one["name"] == "session"]
    page.context.clear_cookies(name="session")
    note.press_sequentially(" Back at ten.")
    expect(saving).to_contain_text("You have been signed out")
    page.get_by_role("link", name="Sign in again").click()
    expect(page.get_by_label("Email address")).to_be_visible()
    page.context.add_cookies(session)
    page.goto(page.url.replace("/sign-in?next=", "").replace("%2F", "/"))
    expect(page.get_by_label("What was said")).to_have_value("Kit is out. Jo rang the police. Back at ten.")
    expect(page.locator("[data-saving]")).to_have_text("All saved")
    assert said(scene, ref) == "Kit is out. Jo rang the police. Back at ten."
    assert len(read_contact(ref, scene.somebody("elin"), scene.w).said) == 1


def test_the_second_of_two_writers_is_told_and_loses_nothing(scene, visit):
    ref = taken(scene)
    page = visit(f"/contacts/{ref}")
    scene.says(ref, "ben", note="Kit is back.", urgency="U3")

    page.get_by_label("What was said").press_sequentially("Jo rings if he goes out.")
    expect(page.locator("[data-saving]")).to_contain_text("Somebody else wrote here")
    assert said(scene, ref) == "Kit is back."
    expect(page.get_by_text("(Ben Okafor): Kit is back.")).to_be_visible()
    page.get_by_role("button", name="Put mine under theirs").click()
    expect(page.locator("[data-saving]")).to_have_text("All saved")
    assert said(scene, ref) == "Kit is back.\nJo rings if he goes out."


def test_whoever_signs_out_leaves_no_words_behind(scene, visit):
    page = visit(f"/contacts/{taken(scene)}")
    page.route("**/words", lambda route: route.abort())
    page.get_by_label("What was said").press_sequentially("Kit")
    expect(page.locator("[data-saving]")).to_contain_text("there is no connection")
    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_label("Email address")).to_be_visible()
    becomes(page, KEPT, 0)
