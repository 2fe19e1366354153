"""The rota's journeys, each played once in a real browser: from asking to what the next call rings."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from oncall.shifts.ahead import look_ahead
from oncall.shifts.try_phone import picked_up
from oncall.telephony.forms import KeyPressed
from tests.browser import checks
from tests.browser.night import scene, visit
from tests.house import settled
from tests.oncall.calendar.rota_pages import with_rota_pages
from tests.oncall.shifts.test_try_phone import number_of

__all__ = ["scene", "visit"]

GAP = "Tue 10 Nov 17:00 to Wed 11 Nov 09:00"
LAYER = "/rota/edit/layer?service=marches&tier=0&layer=0"


@pytest.fixture
def home(scene, serve) -> str:
    """Its address."""
    return serve(with_rota_pages(scene))


def saves_the_rules(page) -> None:
    page.get_by_role("button", name="Save the rules").click()
    expect(page.get_by_text("The rules are saved")).to_be_visible()


def asks_dai(visit):
    """Asha asks Dai to take her next shift; what she sees then."""
    page = visit("/rota/mine")
    page.get_by_text("Ask somebody to take it").first.click()
    page.get_by_label("Whom").first.select_option("Dai Rees")
    page.get_by_role("button", name="Ask", exact=True).first.click()
    return page


def test_a_swap_waits_for_the_coordinator_who_wants_to_approve_each(visit):
    elins = visit("/rota/rules", "elin")
    elins.get_by_label("Each waits until whoever keeps the rota agrees").check()
    saves_the_rules(elins)

    ashas = asks_dai(visit)
    expect(ashas.get_by_text("Asked of Dai Rees.").first).to_be_visible()
    dais = visit("/rota/mine", "dai")
    dais.get_by_role("link", name=re.compile("Open.*for Asha Verma")).click()
    dais.get_by_role("button", name=re.compile("Take it")).click()
    expect(dais.get_by_text("Whoever keeps the rota has to agree first.")).to_be_visible()

    elins.goto(elins.url.replace("/rules", "/mine"))
    elins.get_by_role("link", name=re.compile("Open.*for Asha Verma")).click()
    elins.get_by_role("button", name="Agree", exact=True).click()
    expect(elins.get_by_text("Dai Rees has it.")).to_be_visible()


def test_a_shift_is_confirmed_and_one_is_taken_over_now(visit):
    dais = visit("/rota/mine", "dai")
    dais.get_by_role("button", name=re.compile("I will be on.*Sat 7 Nov")).click()
    expect(dais.get_by_text("Thank you: your shift is confirmed.")).to_be_visible()

    dais.get_by_role("link", name="Take over practitioner now").click()
    expect(dais.get_by_text("in place of Asha Verma")).to_be_visible()
    dais.get_by_role("button", name=re.compile("Take over")).click()

    expect(dais.get_by_text("The next call rings you.")).to_be_visible()
    expect(dais.get_by_role("definition").filter(has_text="Dai Rees").first).to_be_visible()


def test_whoever_is_ill_says_so_once_and_a_colleague_takes_it(visit):
    ashas = visit("/rota/mine")
    ashas.get_by_role("link", name="I am ill").click()
    ashas.get_by_label("Until when").fill("2026-11-06T08:00")
    ashas.get_by_role("button", name="Tell the team").click()
    expect(ashas.get_by_text("Get well soon.")).to_be_visible()

    caryss = visit("/rota/mine", "carys")
    caryss.get_by_role("link", name=re.compile("Open.*a colleague is ill")).click()
    caryss.get_by_role("button", name=re.compile("Take it")).click()

    expect(caryss.get_by_text("It is yours. Thank you.")).to_be_visible()


def test_a_layer_is_changed_on_a_phone_by_keyboard_without_scripts(visit):
    page = visit(LAYER, "elin", java_script_enabled=False, viewport=checks.PHONE)
    page.get_by_label("A turn is so many").fill("0")
    page.get_by_label("Friday").focus()
    page.keyboard.press("Space")
    page.get_by_label("From, window 1").fill("17:00")
    page.get_by_label("Until, window 1").fill("09:00")
    page.get_by_label("Until, window 1").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("The length of a turn must be a whole number")
    expect(page.get_by_label("A turn is so many")).to_have_attribute("aria-describedby", "every-error")
    expect(page.get_by_label("Friday")).to_be_checked()

    page.get_by_label("A turn is so many").fill("2")
    page.get_by_label("A turn is so many").press("Enter")

    expect(page.get_by_role("main")).to_contain_text("Only Fri 17:00 to 09:00.")
    expect(page.get_by_role("main")).to_contain_text("Every 2 weeks it is the next turn")


def test_two_coordinators_who_edit_at_once_lose_nothing(visit):
    elins, farahs = visit(LAYER, "elin"), visit(LAYER, "farah")
    checks.owes_nothing(elins)
    elins.get_by_label("A turn is so many").fill("2")
    elins.get_by_role("button", name="Save the layer").click()
    expect(elins.get_by_role("main")).to_contain_text("Every 2 weeks it is the next turn")

    farahs.get_by_label("Name", exact=True).fill("whole weeks")
    farahs.get_by_role("button", name="Save the layer").click()
    expect(farahs.get_by_text("Elin Hughes changed the draft at")).to_be_visible()
    expect(farahs.get_by_text("As your colleague left it: Every 2 weeks")).to_be_visible()
    expect(farahs.get_by_label("Name", exact=True)).to_have_value("whole weeks")
    farahs.get_by_label("A turn is so many").fill("2")
    farahs.get_by_role("button", name="Save the layer").click()

    expect(farahs.get_by_role("heading", name="Whole weeks")).to_be_visible()
    expect(farahs.get_by_role("main")).to_contain_text("Every 2 weeks it is the next turn")


def test_leave_opens_a_gap_that_is_told_before_it_is_published_and_taken_after(visit):
    elins = visit("/rota/edit", "elin")
    elins.get_by_text("Add an absence").click()
    elins.get_by_label("Who is away").select_option("Ben Okafor")
    away = elins.locator("details").filter(has_text="Add an absence")
    away.get_by_label("From", exact=True).fill("2026-11-10T09:00")
    away.get_by_label("Until", exact=True).fill("2026-11-12T09:00")
    elins.get_by_role("button", name="Add the absence").click()
    expect(elins.get_by_text("Ben Okafor is away").first).to_be_visible()

    elins.get_by_text("See what changes, and publish").click()
    expect(elins.get_by_role("heading", name="Ben Okafor")).to_be_visible()
    expect(elins.get_by_text(f"{GAP}: Gap. Nobody is on practitioner.")).to_be_visible()
    elins.get_by_role("button", name="Publish it now").click()
    expect(elins.get_by_role("main")).to_contain_text("published from the draft by Elin Hughes")
    elins.get_by_role("link", name="Rota", exact=True).click()
    elins.get_by_role("button", name=re.compile("Ask the team.*Tue 10 Nov 17:00")).click()
    expect(elins.get_by_text("Asked, by text.")).to_be_visible()
    expect(elins.get_by_text("Dai Rees: 360 hours.")).to_be_visible()

    dais = visit("/rota/mine", "dai")
    dais.get_by_role("link", name=re.compile("Open.*a gap")).click()
    dais.get_by_role("button", name=re.compile("Take it")).first.click()
    expect(dais.get_by_text("It is yours. Thank you.")).to_be_visible()
    elins.get_by_role("link", name="Rota", exact=True).click()
    expect(elins.get_by_text("Wed 11 Nov 17:00 to Thu 12 Nov 09:00: Gap.")).to_be_visible()
    expect(elins.get_by_text(f"{GAP}: Gap.")).to_have_count(0)


def test_a_swap_with_somebody_who_is_still_learning_says_so_before_and_waits(visit):
    elins = visit("/rota/rules", "elin")
    learning = elins.get_by_role("group", name="Practitioner: not yet alone")
    learning.get_by_label("Dai Rees").check()
    saves_the_rules(elins)

    ashas = asks_dai(visit)
    expect(ashas.get_by_text("Dai Rees is not yet to be on alone.")).to_be_visible()
    ashas.get_by_role("button", name="Ask all the same").click()
    expect(ashas.get_by_text("Asked of Dai Rees.").first).to_be_visible()
    dais = visit("/rota/mine", "dai")
    dais.get_by_role("link", name=re.compile("Open.*for Asha Verma")).click()
    expect(dais.get_by_text("Dai Rees is not yet to be on practitioner alone.")).to_be_visible()
    dais.get_by_role("button", name=re.compile("Take it")).click()

    expect(dais.get_by_text("Whoever keeps the rota has to agree first.")).to_be_visible()


def test_whoever_left_and_is_still_on_is_seen_and_taken_off_before_their_shift(scene, visit):
    scene.leaves_the_service("carys")
    elins = visit("/rota", "elin")
    expect(elins.get_by_text("carys has left and is still on backup: nobody would be rung.")).to_be_visible()
    elins.goto(elins.url + "/edit")
    for tier in ("practitioner", "backup"):
        out = elins.get_by_role("button", name=re.compile(f"Remove.*carys, {tier}"))
        out.click()
        expect(out).to_have_count(0)

    elins.get_by_text("See what changes, and publish").click()
    elins.get_by_role("button", name="Publish it now").click()
    expect(elins.get_by_role("main")).to_contain_text("published from the draft by Elin Hughes")
    elins.get_by_role("link", name="Rota", exact=True).click()
    expect(elins.get_by_role("heading", level=1, name="Rota")).to_be_visible()
    expect(elins.get_by_text("has left and is still on")).to_have_count(0)


def test_a_number_that_nobody_answers_for_is_told_and_tried_again(scene, visit):
    settled(scene.w)
    beats(scene, 9, 0)
    beats(scene, 9, 2)
    elins = visit("/rota", "elin")
    told = elins.get_by_text("Dai Rees's phone did not answer its test call of Sat 7 Nov 09:02")
    expect(told).to_be_visible()
    elins.get_by_role("button", name=re.compile("Ring it again.*Dai Rees")).click()
    expect(elins.get_by_text("It is being rung. Whoever has it presses 1.")).to_be_visible()
    beats(scene, 9, 3)
    picked_up(number_of(scene), 1, KeyPressed("CA1", "1"), scene.w)
    beats(scene, 9, 6)

    elins.reload()
    expect(elins.get_by_role("heading", level=1, name="Rota")).to_be_visible()
    expect(told).to_have_count(0)


def beats(scene, *at: int) -> None:
    """On Saturday, when Dai's first shift begins, the pulse beats at a time and does what is due."""
    scene.clock.at = datetime(2026, 11, 7, *at, tzinfo=UTC)
    for _ in range(3):
        look_ahead(scene.w)
        scene.does_errands()


def test_a_month_s_shares_are_read_and_the_minutes_for_pay_taken_out(visit):
    page = visit("/rota/fairness", "elin", accept_downloads=True)
    page.get_by_label("From the beginning of").fill("2026-11-06")
    page.get_by_label("Up to the beginning of").fill("2026-12-04")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("region", name="Asha Verma")).to_contain_text("Shortest rest between shifts")
    checks.axe(page)

    with page.expect_download() as taken:
        page.get_by_role("link", name=re.compile("minutes for pay")).click()

    lines = taken.value.path().read_text("utf-8").splitlines()
    assert any(line.startswith("standby,asha,Asha Verma,practitioner,") for line in lines[1:])
