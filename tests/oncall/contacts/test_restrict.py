"""A restricted contact is there for those who are named for it; for everybody else it is nowhere."""

import re

import pytest
from sqlalchemy import update

from oncall.cli.export import rows
from oncall.contacts.choose_children import Ticks, choose_children
from oncall.contacts.conflicts import Conflicting, add_conflict, end_conflict
from oncall.contacts.read_restricted import read_kept
from oncall.contacts.restrict import Asked, Restricting, ask_to_lift, keep, lift, restrict
from oncall.followups.propose import Asked as Follows
from oncall.followups.propose import Issue, propose
from oncall.people.tables import StaffRow
from tests.oncall.contacts.page import words
from tests.oncall.contacts.scene import LANDLINE, MORGAN

TUDORS = "+447700900402"


@pytest.fixture
def ref(scene):
    """A call about Kit that Asha took, about which something must follow; Kit's carer has rung before."""
    scene.ends(scene.rings(MORGAN), after=5)
    ref = scene.rings(MORGAN)
    scene.takes_it(ref)
    scene.ends(ref)
    asha = scene.somebody("asha")
    choose_children(ref, Ticks(frozenset({"C-7K2Q"}), "", frozenset()), asha, scene.w)
    propose(ref, Follows([Issue("P01", "", ("F13",))], "U1"), asha, scene.w)
    scene.says(ref, note="A bruise, he says.")
    return ref


def restricts(scene, ref, *, who="asha", reason="About a carer.", people=(), subject="", seen=0):
    return restrict(ref, Asked(reason, subject, people, seen), scene.somebody(who), scene.w)


def texted(scene) -> list[str]:
    """Who of the staff has been texted that something is restricted, and what."""
    scene.clock.advance(seconds=1)
    scene.does_errands()
    return [text.words for text in scene.telephony.texts if "estrict" in text.words]


def test_it_is_in_no_list_search_count_or_export_of_anybody_else(scene, ref, browser):
    assert restricts(scene, ref) is Restricting.RESTRICTED
    later = scene.rings(MORGAN)

    for who, sees in (("asha", True), ("farah", True), ("ben", False), ("elin", False)):
        mine = browser(who)
        pages = ["/contacts", "/", "/contacts/find/child/C-7K2Q", "/follow-ups", "/handover"]
        seen = {path: ref in mine.get(path).text for path in pages}
        seen["find"] = ref in mine.post("/contacts/find", page="/contacts/find", q="bruise").text
        assert set(seen.values()) == {sees}, (who, seen)
        times = "Third" if sees else "Second"
        assert f"{times} contact in 7 days" in words(mine.get(f"/contacts/{later}"))
        assert mine.get(f"/contacts/{ref}").status_code == (200 if sees else 403)
        assert mine.get(f"/contacts/{ref}/record").status_code == (200 if sees else 404)
    with scene.w.unit_of_work() as work:
        for what in ("contacts", "calls", "messages", "follow-ups", "handovers"):
            assert ref not in str(list(rows(work.session, what, None, None, restricted=False)))
        assert ref in str(list(rows(work.session, "contacts", None, None, restricted=True)))


def test_the_lead_is_told_without_a_word_of_what_it_is_about(scene, ref):
    restricts(scene, ref)
    restricts(scene, ref)

    assert texted(scene) == [
        f"Contact {ref} is now restricted. Please look at it: http://127.0.0.1:8000/contacts/{ref}"
    ]


def test_whoever_is_named_sees_it_unless_it_concerns_them(scene, ref, browser):
    restricts(scene, ref, people=["ben", "elin"])
    assert browser("ben").get(f"/contacts/{ref}").status_code == 200

    lead = scene.somebody("farah")
    assert add_conflict("ben", "morgan", "His aunt.", lead, scene.w) is Conflicting.ADDED
    assert add_conflict("ben", "morgan", "His aunt.", lead, scene.w) is Conflicting.ALREADY
    assert browser("ben").get(f"/contacts/{ref}").status_code == 404
    assert restricts(scene, ref, people=["ben"], subject="person:price", seen=1) is Restricting.CHANGED
    assert browser("ben").get(f"/contacts/{ref}").status_code == 404  # it is his aunt who rang
    [listed] = read_kept(lead, scene.w).conflicts
    assert end_conflict(listed.id, lead, scene.w) is Conflicting.ENDED
    assert browser("ben").get(f"/contacts/{ref}").status_code == 200
    assert restricts(scene, ref, people=["ben", "elin"], subject="staff:elin", seen=2) is Restricting.CHANGED
    assert browser("elin").get(f"/contacts/{ref}").status_code == 404


def test_the_supervising_social_worker_of_the_carer_never_sees_it_nor_may_ask_to(scene, ref, browser):
    """Whoever of the staff rings from the number of Rhys Tudor, who supervises Jo Morgan, is Rhys Tudor."""
    with scene.w.unit_of_work() as work:
        work.session.execute(update(StaffRow).where(StaffRow.id == "carys").values(phone=TUDORS))
    restricts(scene, ref, people=["carys"], subject="person:morgan")

    carys = browser("carys")
    assert carys.get(f"/contacts/{ref}").status_code == 404
    assert carys.post(f"/contacts/{ref}/opening", page="/contacts/find", reason="I must").status_code == 404
    assert ref not in carys.get("/contacts").text
    assert "Carys" not in words(browser().get(f"/contacts/{ref}/restriction")).partition("Only these")[2][:60]


def test_an_allegation_is_restricted_from_its_first_word(scene, ref, browser):
    scene.says(ref, presenting_issue="P11")

    assert browser("ben").get(f"/contacts/{ref}").status_code == 403
    assert browser("elin").get(f"/contacts/{ref}").status_code == 200
    said = words(browser().get(f"/contacts/{ref}/restriction"))
    assert "An allegation or a concern about a carer" in said
    assert ask_to_lift(ref, "It was a misunderstanding.", scene.somebody("asha"), scene.w)
    assert lift(ref, scene.somebody("farah"), scene.w) is Restricting.LIFTED
    scene.says(ref, situation="More.")
    assert browser("ben").get(f"/contacts/{ref}").status_code == 200


def test_opening_it_from_outside_asks_for_a_reason_and_is_told_to_the_lead(scene, ref, browser):
    restricts(scene, ref)
    texted(scene)
    elin = browser("elin")
    assert "You are not one of those who may see it" in words(elin.get(f"/contacts/{ref}"))
    assert "bruise" not in elin.get(f"/contacts/{ref}").text
    refused = elin.post(f"/contacts/{ref}/opening", page=f"/contacts/{ref}", reason=" ")
    assert refused.status_code == 422
    for _ in range(2):
        elin.post(f"/contacts/{ref}/opening", page="/contacts/find", reason="Kit is in danger")

    assert "bruise" in elin.get(f"/contacts/{ref}").text
    assert browser("elin").get(f"/contacts/{ref}").status_code == 403  # another sign-in
    assert texted(scene)[1:] == [
        f"Restricted contact {ref} was opened by somebody outside its group: "
        f"http://127.0.0.1:8000/contacts/{ref}"
    ]
    assert "Elin Hughes, Thu 5 Nov" in words(browser("farah").get(f"/contacts/{ref}/restriction"))


def test_lifting_takes_a_second_person_who_leads(scene, ref, browser):
    restricts(scene, ref, people=["ben", "elin"])
    asha, ben, elin = (scene.somebody(who) for who in ("asha", "ben", "elin"))

    assert lift(ref, elin, scene.w) is Restricting.NOT_ASKED
    assert ask_to_lift(ref, "", elin, scene.w) is Restricting.NO_REASON
    assert ask_to_lift(ref, "It was a mistake.", elin, scene.w) is Restricting.LIFT_ASKED
    assert lift(ref, elin, scene.w) is Restricting.A_SECOND_PERSON
    assert lift(ref, ben, scene.w) is Restricting.MAY_NOT
    assert keep(ref, scene.somebody("farah"), scene.w) is Restricting.KEPT
    assert ask_to_lift(ref, "It really was.", asha, scene.w) is Restricting.LIFT_ASKED
    page = words(browser("elin").get(f"/contacts/{ref}/restriction"))
    assert "Asha Verma asks to lift it" in page
    assert lift(ref, elin, scene.w) is Restricting.LIFTED
    assert browser("carys").get(f"/contacts/{ref}").status_code == 200


def test_the_second_of_two_who_change_it_is_told(scene, ref):
    restricts(scene, ref)

    assert restricts(scene, ref, who="farah", people=["asha", "elin"], seen=1) is Restricting.CHANGED
    assert restricts(scene, ref, people=["ben"], seen=1) is Restricting.OVERTAKEN
    assert restricts(scene, ref, reason="  ") is Restricting.NO_REASON
    assert restricts(scene, ref, people=["nobody"]) is Restricting.NO_SUCH_PERSON
    assert restricts(scene, ref, subject="person:nobody") is Restricting.NO_SUCH_PERSON
    assert restricts(scene, ref, who="ben") is Restricting.NOT_THERE


def test_conflicts_are_kept_by_those_who_lead_and_nobody_takes_off_their_own(scene, browser):
    elin, farah = scene.somebody("elin"), scene.somebody("farah")
    assert (
        add_conflict("elin", "price", "Her sister.", scene.somebody("asha"), scene.w) is Conflicting.MAY_NOT
    )
    assert add_conflict("elin", "nobody", "?", farah, scene.w) is Conflicting.WHO_NEEDED
    assert add_conflict("elin", "price", " ", farah, scene.w) is Conflicting.WHY_NEEDED
    browser("farah").post(
        "/contacts/conflicts", page="/contacts/restricted", staff="elin", person="price", why="Her sister."
    )
    page = browser("farah").get("/contacts/restricted").text
    assert "Her sister." in page
    number = int(re.search(r"conflicts/(\d+)/end", page)[1])

    assert end_conflict(number, elin, scene.w) is Conflicting.MAY_NOT
    assert end_conflict(number, farah, scene.w) is Conflicting.ENDED
    assert end_conflict(number, farah, scene.w) is Conflicting.GONE
    assert "Her sister." not in browser("farah").get("/contacts/restricted").text
    assert LANDLINE not in page
