"""A practitioner's whole night: three calls and a text, a child back at 04:10, an allegation."""

from playwright.sync_api import Page, expect
from sqlalchemy import update

from oncall.people.tables import StaffRow
from tests.browser.night import go
from tests.oncall.contacts.scene import MORGAN, PRICE, STRANGER, Scene

TUDORS = "+447700900402"
"""The number of Rhys Tudor, who supervises Kit's carer; whoever of the staff has it is Rhys Tudor."""


def takes(scene: Scene, number: str) -> str:
    """A call that Asha takes; its reference."""
    ref = scene.rings(number)
    scene.takes_it(ref)
    return ref


def says_who_and_whom(page: Page, home: str, ref: str, who: str, child: str) -> None:
    page.goto(f"{home}/contacts/{ref}")
    page.get_by_label(who).check()
    page.get_by_role("button", name="Save who it was").click()
    expect(page.get_by_text("Saved: you have confirmed who it was.")).to_be_visible()
    page.get_by_label(child).check()
    page.get_by_role("button", name="Save which child").click()
    expect(page.get_by_role("heading", name=child)).to_be_visible()


def writes(page: Page, note: str, urgency: str) -> None:
    page.get_by_label("What was said").fill(note)
    page.get_by_label("Urgency").select_option(urgency)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert").get_by_text("Saved.")).to_be_visible()


def a_child_is_missing(scene: Scene, page: Page, home: str) -> str:
    ref = takes(scene, MORGAN)
    says_who_and_whom(page, home, ref, "Jo Morgan", "Kit")
    page.goto(f"{home}/contacts/{ref}/triage?protocol=P01")
    page.get_by_role("group", name="Have you looked and asked").get_by_role("button", name="Yes").click()
    writes(page, "Kit went out at eight and is not back.", "U1")
    scene.ends(ref)
    page.goto(f"{home}/contacts/{ref}/follow-ups")
    page.get_by_role("button", name="See what must follow").click()
    page.get_by_role("button", name="Add these follow-ups").click()
    expect(page.get_by_role("link", name="Return interview")).to_be_visible()
    return ref


def a_carer_worries(scene: Scene, page: Page, home: str) -> str:
    scene.clock.advance(hours=1)
    ref = takes(scene, PRICE)
    page.goto(f"{home}/contacts/{ref}/triage?protocol=P15")
    writes(page, "Ada woke from a bad dream. She sleeps again.", "U4")
    scene.ends(ref)
    return ref


def somebody_accuses_the_carer(scene: Scene, page: Page, home: str) -> str:
    scene.clock.advance(hours=2)
    ref = takes(scene, STRANGER)
    page.goto(f"{home}/contacts/{ref}/triage?protocol=P11")
    page.locator("[value='about_our_staff=no']").click()
    expect(page.get_by_text("Restricted", exact=True)).to_be_visible()
    writes(page, "A neighbour saw Jo Morgan strike Kit on Tuesday.", "U1")
    scene.ends(ref)
    page.get_by_role("link", name="Who may see it").click()
    page.get_by_text("Change who may see it").click()
    page.get_by_label("Whom it is about").select_option("person:morgan")
    page.get_by_label("Carys Pugh").check()
    page.get_by_role("button", name="Save who may see it").click()
    expect(page.get_by_text("Saved: who may see this contact.")).to_be_visible()
    expect(page.get_by_text("Only these see it")).not_to_contain_text("Carys")
    return ref


def he_is_back_at_ten_past_four(scene: Scene, page: Page, home: str, missing: str) -> None:
    scene.clock.at = scene.clock.at.replace(day=6, hour=4, minute=20)
    texted = scene.texts("He is back, ten past four. He is fine.")
    page.goto(f"{home}/contacts/{texted}")
    page.get_by_role("textbox", name="Reply").fill("Thank you. We will ring you at nine.")
    page.get_by_role("button", name="Send the reply").click()
    expect(page.get_by_text("Your reply is on its way.")).to_be_visible()
    page.goto(f"{home}/contacts/{missing}")
    page.get_by_role("link", name="Return interview").click()
    page.get_by_label("Day").first.fill("2026-11-06")
    page.get_by_label("Time").first.fill("04:10")
    page.get_by_role("button", name="Start the clock").click()
    expect(page.get_by_text("Due Mon 9 Nov 04:10").first).to_be_visible()


def test_a_practitioner_s_whole_night(scene, home, visit):
    with scene.w.unit_of_work() as work:
        work.session.execute(update(StaffRow).where(StaffRow.id == "carys").values(phone=TUDORS))
    page = visit("/contacts/find")
    missing = a_child_is_missing(scene, page, home)
    worried = a_carer_worries(scene, page, home)
    accused = somebody_accuses_the_carer(scene, page, home)
    he_is_back_at_ten_past_four(scene, page, home, missing)

    page.goto(f"{home}/handover")
    expect(page.get_by_text("A neighbour saw Jo Morgan").first).to_be_visible()
    expect(page.get_by_text("Restricted", exact=True)).to_be_visible()
    page.get_by_role("button", name="Sign this handover").last.click()
    expect(page.get_by_text("You have signed this handover.")).to_be_visible()

    go(page, scene, home, "/contacts", "carys")
    expect(page.locator(f"a[href='/contacts/{worried}']")).to_be_visible()
    expect(page.locator(f"a[href='/contacts/{accused}']")).to_have_count(0)
    go(page, scene, home, "/handover", "carys")
    expect(page.get_by_text("Kit went out at eight").first).to_be_visible()
    expect(page.get_by_text("A neighbour saw")).to_have_count(0)
    page.goto(f"{home}/contacts/{accused}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
