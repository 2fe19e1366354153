"""Finding things in a real browser: on a phone, by keyboard."""

from playwright.sync_api import expect

from tests.browser import checks
from tests.oncall.contacts.scene import LANDLINE, MORGAN


def test_a_carer_s_contacts_are_found_on_a_phone(scene, visit):
    for number in (LANDLINE, MORGAN):
        ref = scene.rings(number)
        scene.takes_it(ref)
        scene.ends(ref)
    page = visit("/contacts", viewport=checks.PHONE)
    page.get_by_role("link", name="Find a contact, a child or a carer").click()

    page.get_by_label("What to look for").fill("morgan")
    page.get_by_label("What to look for").press("Enter")
    expect(page.get_by_role("heading", name="Carers and others")).to_be_visible()
    assert "morgan" not in page.url
    checks.axe(page)
    checks.no_sideways_scroll(page)
    page.get_by_role("button", name="All contacts with Jo Morgan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Contacts with Jo Morgan")
    expect(page.get_by_role("heading", level=2)).to_have_count(2)
