"""Whoever of the staff is in conflict with a caller is not asked, told or shown anything of their contact."""

import pytest

from oncall.contacts.choose_children import Ticks, choose_children
from oncall.contacts.confirm_caller import confirm_caller
from oncall.contacts.conflicts import Conflicting, add_conflict
from oncall.contacts.own_call_back import Owning, own_call_back
from oncall.contacts.tables import AttemptRow
from oncall.joining.bring_in import Bringing, Kind, bring_in
from oncall.telephony.forms import InboundText
from oncall.texts.arrive import receive_text
from tests.oncall.contacts.page import words
from tests.oncall.contacts.scene import LANDLINE, MORGAN, PRICE, TEXT_LINE

PHONES = {
    f"+44770090020{place}": name
    for place, name in enumerate(("asha", "ben", "carys", "dai", "elin", "farah"), 1)
}
WHY = "A cousin of hers."


@pytest.fixture
def kept_apart(scene):
    """Puts members of the staff on the list of conflicts with somebody."""

    lead = scene.somebody("farah")

    def put(person, *staff):
        for one in staff:
            assert add_conflict(one, person, WHY, lead, scene.w) is Conflicting.ADDED

    return put


def rung(scene, ref):
    """Whom a call has rung, in order: ids of the staff, or the line."""
    with scene.w.unit_of_work() as work:
        rows = (
            work.session.query(AttemptRow).filter_by(contact_id=scene.by_ref(ref).id).order_by(AttemptRow.seq)
        )
        return [one.person or one.kind for one in rows]


def texted(scene, ref):
    """Who has been texted that a contact waits for somebody."""
    scene.clock.advance(seconds=6)
    scene.does_errands()
    return {PHONES[one.to] for one in scene.telephony.texts if ref in one.words and one.to in PHONES}


def test_a_call_goes_round_them_and_is_nowhere_on_their_pages(scene, kept_apart, browser):
    kept_apart("morgan", "asha")
    ref = scene.rings(MORGAN)
    assert rung(scene, ref) == ["ben"]
    pages = ["/contacts", "/", "/contacts/find/child/C-7K2Q", "/handover"]
    assert ref not in browser("asha").get("/").text
    scene.takes_it(ref)
    scene.ends(ref)
    choose_children(ref, Ticks(frozenset({"C-7K2Q"}), "", frozenset()), scene.somebody("ben"), scene.w)
    scene.says(ref, who="ben", note="Kit has locked the door.")

    for who, sees in (("ben", True), ("asha", False)):
        mine = browser(who)
        seen = {path: ref in mine.get(path).text for path in pages}
        for q in ("door", ref):
            seen[q] = (
                f'href="/contacts/{ref}"' in mine.post("/contacts/find", page="/contacts/find", q=q).text
            )
        assert set(seen.values()) == {sees}, f"{who} {seen}"
        assert mine.get(f"/contacts/{ref}").status_code == (200 if sees else 404)
        assert mine.get(f"/contacts/{ref}/record").status_code == (200 if sees else 404)
    assert own_call_back(ref, scene.somebody("asha"), scene.w) is Owning.NOT_THERE


def test_the_record_says_that_they_were_passed_over_and_not_what_they_are_to_the_caller(
    scene, kept_apart, browser
):
    kept_apart("morgan", "asha")
    ref = scene.rings(MORGAN)

    page = browser("ben").get(f"/contacts/{ref}")

    assert "Asha Verma was on call and not rung" in words(page)
    assert WHY not in page.text
    assert "was on call and not rung" not in words(browser("ben").get(f"/contacts/{scene.rings(PRICE)}"))


def test_when_all_who_are_on_are_in_conflict_the_last_resort_rings_then_a_message_is_taken(scene, kept_apart):
    kept_apart("morgan", "asha", "ben", "elin")

    ref = scene.rings(MORGAN)
    assert rung(scene, ref) == ["last_resort"]
    scene.goes_unanswered(ref)
    scene.says_nothing(ref)
    scene.ends(ref, after=1)

    contact = scene.by_ref(ref)
    assert (contact.outcome, contact.callback_owner) == ("missed", "dai")
    assert texted(scene, ref) == {"dai", "farah"}


def test_where_there_is_nobody_else_at_all_somebody_is_asked_all_the_same(scene, kept_apart, browser):
    kept_apart("morgan", *PHONES.values())
    ref = scene.rings(MORGAN)
    scene.goes_unanswered(ref)
    scene.says_nothing(ref)
    scene.ends(ref, after=1)

    assert scene.by_ref(ref).callback_owner == "asha"
    assert "asha" in texted(scene, ref)
    assert ref in browser("asha").get("/").text
    assert ref not in browser("ben").get("/").text


def test_on_a_shared_landline_they_come_after_everybody_else(scene, kept_apart, browser):
    kept_apart("lowe", "asha")
    ref = scene.rings(LANDLINE)
    assert browser("asha").get(f"/contacts/{ref}").status_code == 404
    for _ in range(3):
        scene.goes_unanswered(ref)
    assert rung(scene, ref) == ["ben", "elin", "last_resort", "asha"]

    confirm_caller(ref, "morgan", "", scene.somebody("ben"), scene.w)
    assert browser("asha").get(f"/contacts/{ref}").status_code == 200
    confirm_caller(ref, "lowe", "", scene.somebody("ben"), scene.w)
    assert browser("asha").get(f"/contacts/{ref}").status_code == 404


def test_a_text_pages_the_others_and_they_cannot_take_it_by_its_reference(scene, kept_apart, browser):
    kept_apart("morgan", "asha")
    ref = scene.texts("Can somebody ring me?")

    assert scene.by_ref(ref).callback_owner == "ben"
    assert texted(scene, ref) == {"ben"}
    assert ref not in browser("asha").get("/contacts/texts").text
    for number, owner in (("+447700900201", None), ("+447700900203", "carys")):
        receive_text(
            InboundText(f"SM{number[1:]:0>32}", number, number, TEXT_LINE, f"#{ref} 1", (), 1, None), scene.w
        )
        assert scene.by_ref(ref).accepted_by == owner


def test_whoever_had_the_callers_last_call_is_not_rung_first_once_they_are_listed(scene, kept_apart):
    first = scene.rings(MORGAN)
    scene.goes_unanswered(first)
    scene.takes_it(first)
    scene.ends(first)
    kept_apart("morgan", "ben")

    assert rung(scene, scene.rings(MORGAN)) == ["asha"]
    assert rung(scene, first) == ["asha", "ben"]


def test_they_are_not_brought_into_the_call(scene, kept_apart):
    kept_apart("morgan", "ben", "elin", "dai", "carys")
    ref = scene.rings(MORGAN)
    scene.takes_it(ref)

    assert bring_in(ref, Kind.PASS, scene.somebody("asha"), scene.w) is Bringing.NOBODY
    assert bring_in(ref, Kind.MANAGER, scene.somebody("asha"), scene.w) is Bringing.COMING
    scene.does_errands()
    assert [PHONES.get(call.to) for call in scene.telephony.calls] == ["farah"]
