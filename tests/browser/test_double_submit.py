"""A form that is sent twice by an unsteady thumb, with no script to hold it back, is kept once."""

from playwright.sync_api import expect

from tests.browser.test_contact import taken


def test_two_presses_of_a_button_add_one(scene, visit):
    ref = taken(scene)
    scene.writes_up(ref)
    page = visit(f"/contacts/{ref}", java_script_enabled=False)

    page.get_by_label("Addendum").fill("He went out at six.")
    page.get_by_role("button", name="Save the addendum").dblclick()
    expect(page.get_by_role("heading", name="Addendum by Asha Verma")).to_have_count(1)

    page.goto(f"{page.url.partition('#')[0]}/follow-ups")
    page.get_by_text("In your own words").click()
    page.get_by_label("What must follow", exact=True).fill("Ring the school")
    page.get_by_label("Whose duty it is", exact=True).fill("Our service")
    page.get_by_label("Time").fill("23:59")
    page.get_by_role("button", name="Add this follow-up").dblclick()
    expect(page.get_by_role("link", name="Ring the school")).to_have_count(1)
    page.reload()
    expect(page.get_by_role("link", name="Ring the school")).to_have_count(1)
