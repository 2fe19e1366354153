"""A child's card: kept by those who lead, seen beside a contact, stale parts in amber and in words."""

from datetime import date

import pytest

from oncall.children.card import Card, Risk, changed
from oncall.children.keep_card import Keeping, keep_card
from oncall.contacts.choose_children import Ticks, choose_children
from oncall.numbers import no_contact
from tests.oncall.contacts.page import words
from tests.oncall.contacts.scene import STRANGER

KIT, NOOR = "C-7K2Q", "C-9TRB"
PAGE = f"/children/{KIT}/card"
PLAN = Card(
    crisis_plan="He goes to the river. Speak softly.",
    crisis_plan_on=date(2026, 10, 1),
    crisis_plan_review_by=date(2026, 12, 1),
    decides={"medical_emergency": "carer"},
    not_told="His father, in any way.",
    code_word="heron",
    risks={"self_harm": Risk("Blades", date(2026, 9, 1)), "online": Risk("", date(2027, 1, 1))},
)


def keeps(scene, card=PLAN, *, seen=0, who="farah", child=KIT):
    return keep_card(child, card, seen, scene.somebody(who), scene.w).what


@pytest.fixture
def contact(scene):
    """A call about Kit that Asha took."""
    ref = scene.rings()
    scene.takes_it(ref)
    choose_children(ref, Ticks(frozenset({KIT}), "", frozenset()), scene.somebody("asha"), scene.w)
    return f"/contacts/{ref}"


def test_what_is_not_held_is_said_to_be_so(contact, browser):
    said = words(browser().get(f"{contact}/triage"))

    assert "Crisis plan None held here" in said
    assert "Who may decide Not held here" in said
    assert "Who must not be told Not held here" in said
    assert "Goes missing. Review date not held: ask" in said


def test_the_card_stands_beside_the_contact_at_the_phone_and_on_the_call_sheet(scene, contact, browser):
    assert keeps(scene) is Keeping.SAVED
    no_contact.add(KIT, STRANGER, "court order", scene.somebody("elin"), scene.w)

    for page in ("", "/triage", "/call-sheet"):
        said = words(browser().get(contact + page))
        assert "Of 1 Oct 2026, review by 1 Dec 2026. He goes to the river. Speak softly." in said, page
        assert "Medical treatment in an emergency: the carer." in said
        assert "His father, in any way. No contact: 07700 900999, court order." in said
        assert "held here" not in said.replace("Address: not held here", "").replace(
            "on a number we hold", ""
        )
    said = words(browser().get(f"{contact}/triage"))
    assert "Self-harm: Blades. Review was due 1 Sep 2026" in said
    assert "Online. Review by 1 Jan 2027." in said
    assert "Code word: heron" in said


def test_how_the_caller_was_verified_is_said_at_the_phone(scene, contact, browser):
    page = f"{contact}/triage"
    asha = browser()
    assert "Two facts the caller says first: Kit’s date of birth (14 May 2013)" in words(asha.get(page))
    told = {"was.verification": "", "verification": "codeword"}
    asha.post(f"{contact}/triage/OPEN/note", page=page, **told)

    assert '<option value="codeword" selected>' in asha.get(page).text


@pytest.mark.parametrize(
    ("on", "review_by", "stale"),
    [
        (date(2026, 10, 1), None, False),
        (date(2025, 11, 5), None, False),
        (date(2025, 11, 4), None, True),
        (date(2025, 1, 1), date(2026, 11, 5), False),
        (date(2026, 11, 1), date(2026, 11, 4), True),
        (None, None, True),
    ],
)
def test_a_plan_is_old_after_a_year_or_when_it_was_to_be_looked_at(on, review_by, stale):
    card = Card("x", on, review_by)

    assert card.plan_is_stale(date(2026, 11, 5)) is stale


def test_an_old_plan_is_amber_and_says_so_in_words(scene, contact, browser):
    keeps(scene, Card("Old words", date(2024, 11, 5)))

    assert "Old: of 5 Nov 2024 Old words" in words(browser().get(contact))


def test_only_those_who_lead_keep_it_and_everybody_else_reads_it(scene, browser):
    assert keeps(scene, who="asha") is Keeping.MAY_NOT
    assert "Save the card" not in browser().get(PAGE).text
    refused = browser().post(PAGE, page="/contacts/find", seen="0", crisis_plan="x")
    assert refused.status_code == 403


def test_a_restricted_child_has_no_card_for_who_may_not_see_them(scene, browser):
    assert keeps(scene, who="dai", child=NOOR) is Keeping.NOT_THERE
    assert browser("dai").get(f"/children/{NOOR}/card").status_code == 404
    assert keeps(scene, Card(not_told="Everybody."), child=NOOR) is Keeping.SAVED
    assert "Everybody." in browser("elin").get(f"/children/{NOOR}/card").text


def test_two_who_change_it_at_once_the_second_is_told_and_loses_nothing(scene, browser):
    farah = browser("farah")
    token = farah.get(PAGE)
    assert token.status_code == 200
    scene.clock.advance(minutes=14)
    keeps(scene, who="elin")
    sent = {"seen": "0", "crisis_plan": "Speak loudly.", "crisis_plan_on": "2026-11-01"}
    answer = farah.post(PAGE, page=PAGE, **sent)

    assert answer.status_code == 409
    assert "Elin Hughes changed this card at Thu 5 Nov 22:14." in words(answer)
    assert "Speak loudly." in answer.text
    assert "He goes to the river." in answer.text
    assert farah.post(PAGE, page=PAGE, **{**sent, "seen": "1"}).status_code == 303
    assert "crisis plan, day of the crisis plan" in words(farah.get(PAGE))


def test_the_same_card_sent_twice_is_one_version(scene, browser):
    assert keeps(scene) is Keeping.SAVED
    assert keeps(scene) is Keeping.NOTHING_NEW

    assert browser("farah").get(PAGE).text.count("What it said before") == 1


@pytest.mark.parametrize(
    ("card", "what"),
    [
        (Card("A plan"), Keeping.PLAN_DAY_NEEDED),
        (Card("A plan", date(2026, 11, 6)), Keeping.PLAN_IN_FUTURE),
        (Card(not_told="x" * 4_001), Keeping.TOO_LONG),
        (Card(decides={"everything": "carer"}), Keeping.NOT_ON_OFFER),
        (Card(risks={"dragons": Risk("Fire")}), Keeping.NOT_ON_OFFER),
    ],
)
def test_what_cannot_be_kept_is_refused(scene, card, what):
    assert keeps(scene, card) is what


def test_the_form_is_read_as_it_was_sent(scene, browser):
    farah = browser("farah")
    told = {
        "seen": "0",
        "risk": ["absconding", "self_harm"],
        "absconding.says": "Takes the train",
        "absconding.review_by": "2026-12-24",
        "self_harm.says": "No more",
        "self_harm.gone": "yes",
        "new_risk": "online",
        "decides.overnight_stay": "social_worker",
    }
    wrong = farah.post(PAGE, page=PAGE, **{**told, "new.review_by": "soon"})
    assert wrong.status_code == 422
    assert "Write the day like 2026-12-01" in wrong.text
    assert farah.post(PAGE, page=PAGE, **told).status_code == 303
    said = words(farah.get(PAGE))

    assert "Goes missing: Takes the train. Review by 24 Dec 2026." in said
    assert "Online. Review date not held: ask" in said
    assert "A night away from the placement: the social worker." in said
    assert "No more" not in said.partition("Change it")[0]


def test_what_changed_is_told_in_order():
    assert changed(Card(), PLAN)[:2] == ("crisis_plan", "crisis_plan_on")
    assert changed(PLAN, PLAN) == ()
