"""What must follow a missing child, from the rules to the evidence, as a practitioner and a lead see it."""

from playwright.sync_api import expect

from tests.browser.checks import owes_nothing
from tests.browser.night import go
from tests.oncall.followups.conftest import Night


def test_a_child_comes_back_and_the_clock_runs_from_then(scene, home, visit):
    night = Night.begins(scene)
    page = visit(f"/contacts/{night.ref}")
    page.get_by_role("link", name="Add what must follow").click()
    page.get_by_label("Missing, not back, nobody knows where").check()
    page.get_by_label("Urgency").select_option("U1")
    page.get_by_role("button", name="See what must follow").click()
    page.get_by_role("button", name="Add these follow-ups").click()
    owes_nothing(page)

    scene.clock.advance(hours=8)
    page.goto(f"{home}/follow-ups/{night.one('F05').id}")
    page.get_by_role("button", name="Start the clock").click()
    expect(page.get_by_role("link", name="Enter the day and the time, such as 04:10")).to_have_count(1)
    owes_nothing(page)
    page.get_by_label("Day").first.fill("2026-11-06")
    page.get_by_label("Time").first.fill("04:10")
    page.get_by_role("button", name="Start the clock").click()
    expect(page.get_by_role("main")).to_contain_text("Due Mon 9 Nov 04:10")

    go(page, scene, home, "/follow-ups", "farah")
    owes_nothing(page)
    page.get_by_role("link", name="Missing report made to the police").click()
    page.get_by_text("Give it to somebody else").click()
    page.get_by_label("To whom").select_option("ben")
    page.get_by_role("button", name="Offer it").click()
    expect(page.get_by_role("main")).to_contain_text("offered to Ben Okafor, not accepted yet")

    go(page, scene, home, f"/follow-ups/{night.one('F01').id}", "ben")
    page.get_by_role("button", name="Accept it").click()
    page.get_by_label("Who was told, or who did it").fill("PC 4411")
    page.get_by_label("How", exact=True).fill("telephone")
    page.get_by_label("Reference").fill("MP-118")
    page.get_by_role("button", name="Close it as done").click()
    page.get_by_label("If it was done late, why?").select_option("waited_for_others")
    page.get_by_role("button", name="Close it as done").click()
    expect(page.get_by_role("main")).to_contain_text("Closed as done")
    expect(page.get_by_role("main")).to_contain_text("Waited for somebody else")
