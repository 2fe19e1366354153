"""Triage at the phone, in a real browser: on a phone, with and without scripts."""

import pytest
from playwright.sync_api import expect

from oncall.contacts.choose_children import Ticks, choose_children
from oncall.contacts.read_contact import read_contact
from tests.browser import checks


@pytest.mark.parametrize("scripts", [True, False])
def test_red_flags_are_answered_with_a_thumb(scene, visit, scripts):
    scene.w.settings = scene.w.settings.model_copy(update={"practice": True})
    ref, asha = scene.rings(), scene.somebody("asha")
    scene.takes_it(ref)
    choose_children(ref, Ticks(frozenset({"C-7K2Q"}), "", frozenset()), asha, scene.w)
    page = visit(f"/contacts/{ref}/triage?protocol=P05", viewport=checks.PHONE, java_script_enabled=scripts)

    taken = page.get_by_role("group", name="Has anything been taken").get_by_role("button", name="Yes")
    assert taken.bounding_box()["height"] >= 56
    taken.click()
    expect(taken).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_text("At least U0: emergency, 999 now")).to_be_attached()
    escalate = page.get_by_role("button", name="Escalate now: ring a manager")
    expect(escalate).to_be_in_viewport()
    if scripts:
        expect(page.locator("[data-timer]")).to_have_text("0:00 minutes")
        checks.owes_nothing(page)
    escalate.click()
    expect(page.get_by_text("The managers are being rung and texted")).to_be_visible()
    assert read_contact(ref, asha, scene.w).values["floor.P05"] == "U0"


def test_the_call_sheet_and_the_form_by_hand_can_be_read_by_everybody(scene, visit):
    ref, asha = scene.rings(), scene.somebody("asha")
    choose_children(ref, Ticks(frozenset({"C-7K2Q"}), "C-M4XD", frozenset()), asha, scene.w)
    scene.says(ref, situation="Kit has not come back.", action__01a__what="Ring the police", urgency="U1")
    page = visit(f"/contacts/{ref}/call-sheet")
    checks.axe(page)
    checks.no_sideways_scroll(page)
    page.get_by_label("Whom you spoke to").fill("Pat")
    page.get_by_role("button", name="Write it down").click()
    expect(page.get_by_text("Written down: the emergency duty team has been told.")).to_be_visible()

    page.goto(page.url.replace(f"{ref}/call-sheet", "by-hand"))
    checks.axe(page)
    checks.no_sideways_scroll(page)
    page.get_by_label("In person").check()
    page.get_by_label("When was it?").fill("21:30")
    page.get_by_label("What was said?").fill("Jo came to the door.")
    page.get_by_role("button", name="Save and write it up").click()
    expect(page.get_by_text("Saved. Now write it up.")).to_be_visible()
