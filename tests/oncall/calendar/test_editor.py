"""The coordinator's editor: draft, preview, publish, undo, text, and two of them at once."""

import re
from datetime import UTC, datetime
from io import BytesIO
from threading import Barrier, Thread

import pytest

from oncall.access.roles import Role
from oncall.calendar.draft import change_draft
from oncall.rotas import draft_store, store
from oncall.rotas.edit import moved
from oncall.rotas.published import published_rota
from oncall.service.store import service_with_code
from rota.cover import who_is_on
from tests.oncall.calendar.test_rota_page import loads
from tests.oncall.contacts.page import words

FRIDAY = datetime(2026, 11, 6, 22, tzinfo=UTC)
OVERRIDE = {"tier": "practitioner", "what": "person", "person": "dai"}
SPAN = {"from": "2026-11-06T17:00", "until": "2026-11-07T09:00"}


@pytest.fixture
def elin(browser):
    """The manager's browser."""
    return browser("elin")


@pytest.fixture
def farah(browser):
    """The team lead's browser."""
    return browser("farah")


def sends(who, path, page="/rota/edit", **fields):
    """Send a form as the page has it: with the hidden values that stand on it."""
    shown = who.get(page).text
    for name in ("revision", "number", "service"):
        found = re.search(rf'name="{name}" value="([^"]*)"', shown)
        if found:
            fields.setdefault(name, found[1])
    return who.post(path, page, **fields)


def on(scene, tier="practitioner", at=FRIDAY):
    """Who is on by the rota in force."""
    with scene.w.unit_of_work() as work:
        service = service_with_code(work.session, "marches")
        return who_is_on(published_rota(work.session, service.id), tier, at)


def versions(scene):
    with scene.w.unit_of_work() as work:
        found = store.history(work.session, service_with_code(work.session, "marches").id)
    return [(one.number, one.origin, one.published_by) for one in found]


def test_only_keepers_of_the_rota_come_in(scene, browser):
    scene.somebody("carys", [Role.PRACTITIONER])

    assert browser("carys").get("/rota/edit").status_code == 403
    assert browser("elin").get("/rota/edit").status_code == 200


def test_a_draft_counts_only_when_it_is_published(scene, elin):
    assert sends(elin, "/rota/edit/overrides", **OVERRIDE, **SPAN).status_code == 303
    assert on(scene) == ("asha",)

    preview = words(elin.get("/rota/edit/preview"))
    assert "Dai Rees On practitioner: Fri 6 Nov 17:00 to Sat 7 Nov 09:00" in preview
    assert "Asha Verma No longer on practitioner: Fri 6 Nov 17:00 to Sat 7 Nov 09:00" in preview
    sends(elin, "/rota/edit/publish", "/rota/edit/preview")

    assert on(scene) == ("dai",)
    assert versions(scene) == [(2, "draft", "elin"), (1, "file", None)]
    assert "There is no draft" in words(elin.get("/rota/edit/preview"))


def test_publishing_twice_publishes_once(scene, elin):
    sends(elin, "/rota/edit/overrides", **OVERRIDE, **SPAN)
    form = {"service": "marches", "revision": "1", "number": "1"}

    for _ in range(2):
        assert elin.post("/rota/edit/publish", "/rota/edit", **form).status_code == 303

    assert len(versions(scene)) == 2


def test_the_second_of_two_at_once_is_told_and_changes_nothing(scene, elin, farah):
    for who in (elin, farah):
        assert 'name="revision" value="0"' in who.get("/rota/edit").text
    sends(elin, "/rota/edit/overrides", **OVERRIDE, **SPAN)

    late = farah.post("/rota/edit/people", "/rota/edit", service="marches", revision="0", do="out:0:0:0")

    assert late.status_code == 409
    assert "Elin Hughes changed this at Thu 5 Nov 22:00, after you opened it." in words(late)
    assert "Dai Rees alone" in words(late)
    assert late.text.count("Asha Verma, practitioner, weeks") == 2


def test_whoever_publishes_has_seen_all_of_the_draft(scene, elin, farah):
    sends(elin, "/rota/edit/overrides", **OVERRIDE, **SPAN)
    sends(farah, "/rota/edit/people", do="out:0:0:1")

    late = elin.post("/rota/edit/publish", "/rota/edit", service="marches", revision="1", number="1")

    assert late.status_code == 409
    assert "Farah Siddiqi changed this" in words(late)
    assert len(versions(scene)) == 1


def test_a_file_loaded_meanwhile_is_seen_before_the_draft_takes_it_back(scene, elin):
    sends(elin, "/rota/edit/overrides", **OVERRIDE, **SPAN)
    loads(scene, ("people: [elin, dai]", "people: [dai, elin]"))

    late = elin.post("/rota/edit/publish", "/rota/edit", service="marches", revision="1", number="1")
    assert late.status_code == 409
    assert "The rota was changed since this draft was begun." in words(late)
    assert "Elin Hughes On manager" in words(late)

    assert sends(elin, "/rota/edit/publish", "/rota/edit/preview").status_code == 303


def test_undo_puts_back_what_was_and_forgets_nothing(scene, elin):
    sends(elin, "/rota/edit/overrides", **OVERRIDE, **SPAN)
    sends(elin, "/rota/edit/publish", "/rota/edit/preview")

    sends(elin, "/rota/versions/undo", "/rota/versions")

    assert on(scene) == ("asha",)
    assert [one[:2] for one in versions(scene)] == [(3, "undo"), (2, "draft"), (1, "file")]
    late = elin.post("/rota/versions/undo", "/rota/versions", service="marches", number="2")
    assert late.status_code == 303
    assert len(versions(scene)) == 3


def test_the_past_stays_as_it_was(scene, browser):
    scene.clock.advance(days=3)
    elin = browser("elin")
    sends(elin, "/rota/edit/overrides", **OVERRIDE, **SPAN)
    sends(elin, "/rota/edit/publish", "/rota/edit/preview")

    friday = words(elin.get("/rota?on=2026-11-06"))

    assert "Friday 6 November Practitioner: Asha Verma" in friday


def test_turns_change_place_by_buttons(elin):
    sends(elin, "/rota/edit/people", do="up:0:0:1")

    assert "1. Ben Okafor Up: Ben" not in words(elin.get("/rota/edit"))
    assert "1. Ben Okafor Down: Ben Okafor, practitioner, weeks" in words(elin.get("/rota/edit"))


def test_an_absence_is_added_and_taken_out(elin):
    sends(elin, "/rota/edit/absences", person="asha", **SPAN, reason="leave")
    assert "Asha Verma is away Fri 6 Nov 2026 17:00 to Sat 7 Nov 2026 09:00 (leave)" in words(
        elin.get("/rota/edit")
    )

    sends(elin, "/rota/edit/people", do="absences:1")

    assert "Asha Verma is away" not in words(elin.get("/rota/edit"))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"person": ""}, "Say who: choose a person for the change."),
        ({"until": ""}, "Say from when and until when the change counts."),
        ({"until": "2026-11-06T16:00"}, "`until` must be after `from`."),
        ({"what": "replace"}, "Say whom they stand in for."),
        ({"tier": "moon"}, "There is no tier called moon."),
        ({"person": "zoe"}, "`person` must be one of the staff, not zoe."),
    ],
)
def test_a_change_that_cannot_be_is_refused_in_a_sentence(elin, fields, says):
    page = sends(elin, "/rota/edit/overrides", **{**OVERRIDE, **SPAN, "form": "overrides", **fields})

    assert page.status_code == 422
    assert says in words(page)


def test_the_text_is_saved_or_refused_by_line(scene, elin):
    text = elin.get("/rota/rota.yaml").text
    wrong = text.replace("every: 2", "every: 0").replace("person: dai", "person: zoe")

    refused = sends(elin, "/rota/edit/text", "/rota/edit/text", text=wrong)
    assert refused.status_code == 422
    assert re.search(
        r"the rota, line \d+: `every` must be a whole number, 1 or more, not 0\.", words(refused)
    )
    assert re.search(r"the rota, line \d+: `person` must be one of the staff, not zoe\.", words(refused))

    saved = sends(elin, "/rota/edit/text", "/rota/edit/text", text=text.replace("[elin, dai]", "[dai, elin]"))
    assert saved.status_code == 303
    assert "1. Dai Rees" in words(elin.get("/rota/edit"))


def test_the_services_own_holidays_are_not_changed_here(elin):
    text = elin.get("/rota/rota.yaml").text.replace("GB-ENG", "GB-SCT")

    page = sends(elin, "/rota/edit/text", "/rota/edit/text", text=text)

    assert "line 2: `holidays` is the service's own" in words(page)


def test_what_somebody_wrote_is_not_lost_when_they_are_late(elin, farah):
    text = elin.get("/rota/rota.yaml").text
    sends(farah, "/rota/edit/overrides", **OVERRIDE, **SPAN)

    late = elin.post(
        "/rota/edit/text", "/rota/edit/text", service="marches", revision="0", text=text + "# mine\n"
    )

    assert late.status_code == 409
    assert "# mine" in words(late)
    assert "Farah Siddiqi changed this" in words(late)


def test_a_whole_service_file_is_taken_for_its_rota(scene, elin):
    from tests.oncall.contacts.scene import MARCHES

    sent = MARCHES.read_bytes().replace(b"people: [elin, dai]", b"people: [dai, elin]")
    form = {"service": "marches", "revision": "0", "file": (BytesIO(sent), "marches.yaml")}

    assert elin.post("/rota/edit/text", "/rota/edit/text", **form).status_code == 303

    assert "Dai Rees On manager" in words(elin.get("/rota/edit/preview"))


def test_a_draft_is_thrown_away(scene, elin):
    sends(elin, "/rota/edit/overrides", **OVERRIDE, **SPAN)

    sends(elin, "/rota/edit/throw-away")

    with scene.w.unit_of_work() as work:
        assert draft_store.read(work.session, service_with_code(work.session, "marches").id) is None


def test_a_file_leaves_alone_what_the_pages_have_changed(scene, elin):
    sends(elin, "/rota/edit/overrides", **OVERRIDE, **SPAN)
    sends(elin, "/rota/edit/publish", "/rota/edit/preview")

    loads(scene, ("Marches Placement Support", "Marches Support"))
    assert on(scene) == ("dai",)
    loads(scene, ("closures: [2026-12-29, ", "closures: ["))
    assert on(scene) == ("dai",)
    loads(scene, ("people: [elin, dai]", "people: [dai, elin]"))

    assert (on(scene), on(scene, tier="manager")) == (("dai",), ("dai",))


def test_two_first_changes_at_one_moment_are_one_draft_and_one_told(crowd):
    scene, results, start = crowd, [], Barrier(2)
    people = [scene.somebody("elin"), scene.somebody("farah")]

    def change(person, place):
        start.wait()
        results.append(change_draft(person, "marches", 0, moved(0, 0, place, 1), scene.w))

    threads = [Thread(target=change, args=(person, place)) for place, person in enumerate(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(result is None for result in results) == [False, True]
    with scene.w.unit_of_work() as work:
        assert draft_store.read(work.session, service_with_code(work.session, "marches").id).revision == 1


def test_a_change_of_hands_is_in_the_draft_too(scene, elin, browser):
    sends(elin, "/rota/edit/people", do="up:1:0:1")
    browser("dai").post("/rota/take-over", "/rota/take-over?tier=practitioner", tier="practitioner")

    assert "Dai Rees alone (taken over)" in words(elin.get("/rota/edit"))
    assert "The rota was changed" not in words(elin.get("/rota/edit"))
    sends(elin, "/rota/edit/publish", "/rota/edit/preview")

    assert on(scene, at=scene.clock()) == ("dai",)


def test_somebody_who_left_keeps_nobody_from_changing_the_rota(scene, elin, browser):
    scene.leaves_the_service("carys")
    browser("dai").post("/rota/take-over", "/rota/take-over?tier=practitioner", tier="practitioner")
    assert on(scene, at=scene.clock()) == ("dai",)

    refused = sends(elin, "/rota/edit/overrides", **{**OVERRIDE, "person": "nobody-of-ours"}, **SPAN)
    assert refused.status_code == 422
    assert "must be one of the staff, not nobody-of-ours" in words(refused)
    assert "carys has left and is still on practitioner: nobody would be rung." in words(elin.get("/rota"))
