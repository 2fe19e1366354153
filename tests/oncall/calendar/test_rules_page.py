"""The rules of a rota: chosen by its keepers, kept, respected; two who choose at once lose nothing."""

from oncall.access.roles import Role
from tests.oncall.calendar.test_editor import SPAN, elin, farah, sends
from tests.oncall.contacts.page import words
from tests.oncall.shifts.conftest import told
from tests.oncall.shifts.test_changing_hands import asks

__all__ = ["elin", "farah"]

RULES = "/rota/rules"
LEARNS = {"learning": ["dai|practitioner"]}


def test_only_those_who_keep_the_rota_choose(scene, browser, elin):
    scene.somebody("carys", [Role.PRACTITIONER])

    assert browser("carys").get(RULES).status_code == 403
    assert "Rules" not in words(browser("carys").get("/rota"))
    assert 'href="/rota" aria-current="true"' in elin.get(RULES).text


def test_a_choice_is_kept_with_who_made_it_and_can_be_taken_back(elin):
    sends(elin, RULES, RULES, approve_swaps="yes", **LEARNS)

    page = elin.get(RULES)
    assert "Elin Hughes changed them last, Thu 5 Nov 22:00" in words(page)
    assert page.text.count(" checked") == 2
    sends(elin, RULES, RULES, approve_swaps="no")
    assert elin.get(RULES).text.count(" checked") == 1


def test_the_second_of_two_at_once_is_told_and_changes_nothing(elin, farah):
    for who in (elin, farah):
        who.get(RULES)
    sends(elin, RULES, RULES, **LEARNS)

    late = farah.post(RULES, RULES, service="marches", revision="0", approve_swaps="yes")

    assert late.status_code == 409
    assert "Elin Hughes changed this at Thu 5 Nov 22:00" in words(late)
    assert 'value="yes" checked' not in late.text


def test_the_same_choice_twice_is_one(elin):
    for _ in range(2):
        sent = elin.post(RULES, RULES, service="marches", revision="0", **LEARNS)
        assert sent.status_code == 303


def test_who_is_learning_is_not_asked_to_fill_a_gap_and_a_swap_with_them_is_warned_of(scene, browser, elin):
    sends(elin, RULES, RULES, **LEARNS)

    assert "Dai Rees is not yet to be on alone." in words(asks(browser("asha"), asked_of="dai"))
    browser("asha").post("/rota/ill", "/rota/ill", until="2026-11-06T08:00")
    scene.clock.advance(minutes=10)
    scene.does_errands()

    assert [len(told(scene, who)) for who in ("carys", "dai")] == [1, 0]


def test_the_preview_warns_and_together_with_a_colleague_is_well(elin):
    sends(elin, RULES, RULES, **LEARNS)
    override = {"tier": "practitioner", "person": "dai"}
    sends(elin, "/rota/edit/overrides", what="person", **override, **SPAN)
    assert "Dai Rees is on practitioner alone, and is not yet to be." in words(elin.get("/rota/edit/preview"))
    sends(elin, "/rota/edit/throw-away")
    sends(elin, "/rota/edit/overrides", what="add", **override, **SPAN)

    assert "alone" not in words(elin.get("/rota/edit/preview"))
