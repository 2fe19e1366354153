"""Two named people approve a protocol, word for word; only then does it set floors outside practice."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from oncall.access.roles import Role
from oncall.contacts.read_contact import read_contact
from oncall.writeup import protocol_files
from oncall.writeup.approve import Approving, agree, end, propose
from oncall.writeup.approved import content_hash, protocols
from oncall.writeup.read_protocols import read_protocol
from tests.oncall.contacts.page import words
from triage.model import Status, Urgency

TODAY = "2026-11-05"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    """The shipped protocols, where a test may change them."""
    made = tmp_path / "protocols"
    made.mkdir()
    for source in protocol_files.shipped():
        shutil.copy(str(source), made)
    monkeypatch.setattr(protocol_files, "shipped", lambda: sorted(made.glob("*.yaml")))
    return made


def edit(folder: Path, old: str, new: str, version: str = "0.2.0") -> None:
    file = folder / "P05.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1).replace("version: 0.1.0", f"version: {version}"), "utf-8")


def first(scene, who: str = "elin", day: str = TODAY) -> Approving:
    seen = read_protocol("P05", scene.w).standing.hash
    return propose("P05", seen, day, scene.somebody(who), scene.w)


def second(scene, who: str = "farah") -> Approving:
    return agree(read_protocol("P05", scene.w).approvals[0].id, scene.somebody(who), scene.w)


def counts(scene):
    with scene.w.unit_of_work() as work:
        return protocols(work.session, scene.clock().date())["P05"]


def test_it_counts_once_a_second_person_has_approved_it(scene):
    assert first(scene) is Approving.PROPOSED
    assert counts(scene).status is Status.DRAFT

    assert second(scene) is Approving.APPROVED
    assert second(scene) is Approving.APPROVED
    found = counts(scene)
    assert found.may_drive(scene.clock().date(), practice=False)
    assert [one.name for one in found.approved_by] == ["Elin Hughes", "Farah Siddiqi"]
    assert read_protocol("P05", scene.w).standing.current


def test_the_second_is_never_the_first_not_even_under_another_sign_in(scene, monkeypatch):
    first(scene)

    assert second(scene, "elin") is Approving.A_SECOND_PERSON
    twin = replace(scene.somebody("farah"), name="ELIN Hughes ")
    monkeypatch.setitem(scene.people, "farah", twin)
    assert second(scene) is Approving.A_SECOND_PERSON


def test_others_may_not_approve_or_take_back(scene):
    assert first(scene, "asha") is Approving.NOT_YOURS
    first(scene)
    assert second(scene, "asha") is Approving.NOT_YOURS
    [kept] = read_protocol("P05", scene.w).approvals
    assert end(kept.id, "No", scene.somebody("asha"), scene.w) is Approving.NOT_YOURS
    assert scene.somebody("quinn", [Role.QUALITY], staff=False)
    assert second(scene, "quinn") is Approving.APPROVED


def test_an_approval_of_other_content_does_not_count(scene, folder):
    first(scene)
    seen = read_protocol("P05", scene.w).standing.hash
    edit(folder, "Have they", "Has the child")

    assert second(scene) is Approving.CHANGED
    assert propose("P05", seen, TODAY, scene.somebody("farah"), scene.w) is Approving.CHANGED
    assert read_protocol("P05", scene.w).standing.own is None
    assert counts(scene).status is Status.DRAFT


def test_a_new_version_waits_while_the_approved_one_goes_on_word_for_word(scene, folder):
    first(scene)
    second(scene)
    before = counts(scene)
    edit(folder, "Have they", "Has the child")

    assert counts(scene) == before
    page = read_protocol("P05", scene.w)
    assert not page.standing.current
    assert any(what == "added" and "Has the child" in line for what, line in page.changes)
    assert any(what == "removed" and "Have they" in line for what, line in page.changes)


def test_other_content_under_an_approved_version_needs_a_new_version(scene, folder):
    first(scene)
    second(scene)
    edit(folder, "Have they", "Has the child", version="0.1.0")

    assert first(scene) is Approving.SAME_VERSION


def test_rolling_back_brings_the_version_before_back(scene, folder):
    first(scene)
    second(scene)
    before = counts(scene)
    edit(folder, "Have they", "Has the child")
    first(scene)
    second(scene)
    assert counts(scene).version == "0.2.0"

    newest = read_protocol("P05", scene.w).approvals[0]
    elin = scene.somebody("elin")
    assert end(newest.id, " ", elin, scene.w) is Approving.NO_REASON
    assert end(newest.id, "Too harsh on the second question", elin, scene.w) is Approving.ENDED
    assert end(newest.id, "Again", elin, scene.w) is Approving.GONE
    assert counts(scene) == before


def test_it_counts_from_its_day_on(scene):
    assert first(scene, day="2026-11-04") is Approving.TOO_EARLY
    assert first(scene, day="soon") is Approving.NO_DAY
    assert first(scene, day="2030-01-01") is Approving.PAST_REVIEW
    first(scene, day="2026-11-07")
    second(scene)

    assert counts(scene).status is Status.DRAFT
    scene.clock.advance(seconds=2 * 86_400)
    assert counts(scene).status is Status.APPROVED


def test_approving_late_begins_no_day_that_has_passed(scene):
    first(scene)
    scene.clock.advance(seconds=2 * 86_400)
    second(scene)

    assert counts(scene).effective_from.isoformat() == "2026-11-07"


def test_two_first_people_at_once_are_one_approval(scene):
    assert (first(scene), first(scene, "farah")) == (Approving.PROPOSED, Approving.ALREADY)


def test_a_file_says_nothing_of_its_own_approval(scene, folder):
    edit(folder, "status: draft", "status: approved")
    edit(folder, "effective_from: null", "effective_from: 2026-11-01")
    by = "approved_by: [{name: A, role: x, on: 2026-10-01}, {name: B, role: y, on: 2026-10-01}]"
    edit(folder, "approved_by: []", by)

    assert counts(scene).status is Status.DRAFT


def test_the_hash_is_of_what_is_said_and_not_of_who_approved_it():
    p05 = protocol_files.read_all()["P05"]

    assert content_hash(replace(p05, status=Status.APPROVED)) == content_hash(p05)
    assert content_hash(replace(p05, default=Urgency.U5)) != content_hash(p05)
    assert content_hash(replace(p05, questions=p05.questions[1:])) != content_hash(p05)


def test_outside_practice_an_approved_protocol_drives_the_floor(scene, browser):
    first(scene)
    second(scene)
    ref, asha = scene.rings(), browser()
    page = f"/contacts/{ref}/triage"
    asha.post(f"{page}/P05", page=page, answer="plan=yes")
    asha.post(f"{page}/P03", page=page, answer="x=yes")

    said = words(asha.get(f"{page}?protocol=P05"))
    assert "At least U0: emergency, 999 now" in said
    assert "Unapproved prompts" not in said
    assert "Unapproved prompts" in words(asha.get(f"{page}?protocol=P03"))
    assert read_contact(ref, scene.somebody("asha"), scene.w).values["floor.P05"] == "U1"


def test_the_pages_list_show_draw_and_approve(scene, browser):
    elin, farah, here = browser("elin"), browser("farah"), "/protocols/P05"
    assert "P05 Suicidal thoughts, attempt or overdose Draft, not approved" in words(elin.get("/protocols"))
    seen = elin.get(here).text.partition('name="seen" value="')[2].partition('"')[0]
    sent = elin.post(f"{here}/approve", page=here, seen=seen, day=TODAY)
    assert "Waits for a second person" in words(elin.get(sent.location))
    number = read_protocol("P05", scene.w).approvals[0].id
    farah.post(f"{here}/approvals/{number}/agree", page=here)

    said = words(farah.get(here))
    assert "Two people have approved it." in said
    assert "Elin Hughes, manager, Thu 5 Nov 22:00; Farah Siddiqi, team lead, Thu 5 Nov 22:00" in said
    assert elin.get(f"{here}/chart.svg").mimetype == "image/svg+xml"
    asha = browser()
    assert "approve it</button>" not in asha.get(here).text
    assert asha.post(f"{here}/approve", page=f"{here}/try", seen=seen, day=TODAY).status_code == 403
    farah.post(f"{here}/approvals/{number}/end", page=here, why="Wrong question")
    assert "Taken back by Farah Siddiqi, Thu 5 Nov 22:00: Wrong question" in words(farah.get(here))
    for path in ("/protocols/P99", "/protocols/P99/try", "/protocols/P99/chart.svg"):
        assert asha.get(path).status_code == 404


def test_trying_out_says_what_answers_come_to_and_keeps_nothing(scene, browser):
    page = "/protocols/P05/try"
    asked = {"taken": "no", "attempt": "no", "means": "no", "in_sight": "no", "nonsense": "yes"}
    calm = words(browser().post(page, page=page, plan="no", **asked))
    grave = words(browser().post(page, page=page, plan="yes", **{**asked, "taken": "perhaps"}))

    assert "At least U0" in grave
    assert "1 not asked yet: not known counts as yes" in grave
    assert "What must follow" in grave
    assert "Nothing you answer here is kept." in calm
    assert "At least U1" in calm
    untouched = browser().get(page).text
    assert untouched.count(" checked") == untouched.count("Not asked yet")
    assert read_protocol("P05", scene.w).approvals == ()
