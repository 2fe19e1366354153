"""Saving a record as it is typed, and two who write at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from oncall.contacts.merge import Change
from oncall.contacts.read_contact import read_contact
from oncall.contacts.record_fields import LONGEST
from oncall.contacts.save_record import Saving, Typed, save_record
from tests.oncall.contacts.page import part, words

KIT_IS_BACK = "Kit is back.\n\nJo rings again if he goes out."


@pytest.fixture
def ended(scene) -> str:
    """A call that Asha took, and that has ended."""
    ref = scene.rings()
    scene.takes_it(ref)
    scene.ends(ref)
    return ref


def typed(now: str, was: str = "", name: str = "note", *, page: str = "", seq: int = 0) -> Typed:
    return Typed((Change(name, was, now),), page, seq)


def said(scene, ref: str, name: str = "note") -> list[tuple[str, str]]:
    """All that a field ever said, oldest first, with its writer."""
    record = read_contact(ref, scene.somebody("elin"), scene.w)
    assert record is not None
    return [(one.saved_by, one.value) for one in record.said if one.name == name]


def form(note: str, urgency: str = "", was: str = "", was_urgency: str = "") -> dict[str, str]:
    return {"note": note, "was.note": was, "urgency": urgency, "was.urgency": was_urgency}


def test_a_note_is_saved_and_can_be_gone_on_with(scene, browser, ended):
    asha = browser()
    sent = asha.post(
        f"/contacts/{ended}/note", page=f"/contacts/{ended}", **form("Kit is back.\r\n\r\n  ", "U2")
    )
    page = asha.get(sent.location)

    assert words(page).startswith("Success Saved.")
    assert "Last saved by Asha Verma, Thu 5 Nov 22:05." in part(page, "write")
    assert "Kit is back.</textarea>" in page.text
    assert '<input type="hidden" name="was.note" value="Kit is back.">' in page.text
    assert '<option value="U2" selected>' in page.text
    contact = scene.by_ref(ended)
    assert (contact.note, contact.urgency, contact.state) == ("Kit is back.", "U2", "open")


def test_the_same_form_twice_saves_once(scene, ended):
    asha = scene.somebody("asha")

    for form in (typed("Kit is back."), typed(KIT_IS_BACK, "Kit is back.")):
        for _ in range(2):
            assert save_record(ended, form, asha, scene.w).what is Saving.SAVED

    assert said(scene, ended) == [("Asha Verma", "Kit is back."), ("Asha Verma", KIT_IS_BACK)]


def test_a_form_from_before_sent_again_changes_nothing(scene, ended):
    asha = scene.somebody("asha")
    first = typed("Kit is back.")
    save_record(ended, first, asha, scene.w)
    save_record(ended, typed(KIT_IS_BACK, "Kit is back."), asha, scene.w)

    assert save_record(ended, first, asha, scene.w).what is Saving.OVERTAKEN
    assert scene.by_ref(ended).note == KIT_IS_BACK


def test_what_is_typed_in_one_opening_of_a_page_is_one_entry_of_the_history(scene, ended):
    asha = scene.somebody("asha")
    for seq, (was, now) in enumerate([("", "Kit"), ("Kit", "Kit is"), ("Kit is", "Kit is back.")], 1):
        save_record(ended, typed(now, was, page="tab", seq=seq), asha, scene.w)

    assert said(scene, ended) == [("Asha Verma", "Kit is back.")]


def test_every_urgency_that_was_chosen_is_kept(scene, ended):
    asha = scene.somebody("asha")
    for seq, (was, now) in enumerate([("", "U3"), ("U3", "U1")], 1):
        save_record(ended, typed(now, was, "urgency", page="tab", seq=seq), asha, scene.w)

    assert said(scene, ended, "urgency") == [("Asha Verma", "U3"), ("Asha Verma", "U1")]
    record = read_contact(ended, asha, scene.w)
    assert (record.first_urgency, record.values["urgency"]) == ("U3", "U1")


def test_an_answer_that_was_lost_on_the_way_is_no_other_writer(scene, ended):
    asha = scene.somebody("asha")
    save_record(ended, typed("Kit", "", page="tab", seq=1), asha, scene.w)

    saved = save_record(ended, typed("Kit is back.", "", page="tab", seq=2), asha, scene.w)

    assert saved.what is Saving.SAVED
    assert scene.by_ref(ended).note == "Kit is back."


def test_what_comes_late_changes_nothing(scene, ended):
    asha = scene.somebody("asha")
    save_record(ended, typed("Kit is back.", "", page="tab", seq=2), asha, scene.w)
    save_record(ended, typed("Kit", "", page="tab", seq=1), asha, scene.w)

    assert scene.by_ref(ended).note == "Kit is back."


def test_two_who_write_in_different_places_disturb_nobody(scene, ended):
    for who, name in (("asha", "background"), ("ben", "assessment")):
        saved = save_record(ended, typed(f"{who}.", name=name), scene.somebody(who), scene.w)
        assert saved.what is Saving.SAVED

    assert read_contact(ended, scene.somebody("asha"), scene.w).values == {
        "background": "asha.",
        "assessment": "ben.",
    }


def test_whoever_writes_second_sees_both_texts_and_loses_nothing(scene, browser, ended):
    ben = browser("ben")
    scene.says(ended, note="Kit is back.", urgency="U3")
    page = ben.post(
        f"/contacts/{ended}/note", page=f"/contacts/{ended}", **form("Jo rings again if he goes out.")
    )
    seen = part(page, "write")

    assert page.status_code == 409
    assert words(page).startswith("There is a problem Somebody else wrote here while you were writing")
    assert "Asha Verma wrote this at Thu 5 Nov 22:05: Kit is back." in seen
    assert "Jo rings again if he goes out.</textarea>" in page.text
    assert said(scene, ended) == [("Asha Verma", "Kit is back.")]

    both = form(KIT_IS_BACK, "U3", "Kit is back.", "U3")
    ben.post(f"/contacts/{ended}/note", page=f"/contacts/{ended}", **both)
    assert said(scene, ended) == [("Asha Verma", "Kit is back."), ("Ben Okafor", KIT_IS_BACK)]
    assert "What it said before (1) Running note, Asha Verma, Thu 5 Nov 22:05: Kit is back." in part(
        ben.get(f"/contacts/{ended}"), "write"
    )


@pytest.mark.parametrize(
    ("hers", "his", "stands"), [("U1", "U3", "U1"), ("U3", "U1", "U1"), ("", "U2", "U2")]
)
def test_of_two_urgencies_the_more_urgent_stands(scene, ended, hers, his, stands):
    scene.says(ended, urgency=hers)

    save_record(ended, typed(his, "", "urgency"), scene.somebody("ben"), scene.w)

    assert scene.by_ref(ended).urgency == stands


def test_a_text_for_a_record_that_was_completed_meanwhile_becomes_an_addendum(scene, browser, ended):
    ben = browser("ben")
    scene.writes_up(ended)
    token = ben.get(f"/contacts/{ended}").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    page = ben.client.post(f"/contacts/{ended}/note", data={"csrf_token": token, **form("Jo rings again.")})

    assert page.status_code == 409
    assert "Jo rings again.</textarea>" in page.text
    assert 'name="addendum"' in page.text
    assert scene.by_ref(ended).note == "Situation: Kit is back and in bed."


@pytest.mark.parametrize(
    ("sent", "field", "said_so"),
    [
        (form("x" * (LONGEST + 1)), "note", "Shorten the text: at most 20,000 characters can be saved"),
        (form("Kit.", "U9"), "urgency", "Choose an urgency from the list"),
    ],
)
def test_a_mistake_is_said_where_it_is_and_nothing_is_lost(scene, browser, ended, sent, field, said_so):
    page = browser().post(f"/contacts/{ended}/note", page=f"/contacts/{ended}", **sent)

    assert page.status_code == 422
    assert words(page).startswith(f"There is a problem {said_so}")
    assert f'<a href="#{field}">' in page.text
    assert sent["note"] in page.text


@pytest.mark.parametrize("name", ["floor.P05", "answer.P05.taken", "x", "action.01.x", "action.!!.what", ""])
def test_only_what_is_on_the_form_can_be_written(scene, ended, name):
    saved = save_record(ended, typed("x", name=name), scene.somebody("asha"), scene.w)

    assert (saved.what, saved.refused) == (Saving.NOT_ON_OFFER, (name,))
    assert read_contact(ended, scene.somebody("asha"), scene.w).said == ()


def test_what_cannot_be_kept_is_left_out(scene, ended):
    save_record(ended, typed("Kit\0 is\rback.\r\n"), scene.somebody("asha"), scene.w)

    assert scene.by_ref(ended).note == "Kit is\nback."


def test_a_note_s_markup_is_only_text(scene, browser, ended):
    scene.says(ended, note="<b>Kit</b> & co")

    assert "&lt;b&gt;Kit&lt;/b&gt; &amp; co</textarea>" in browser().get(f"/contacts/{ended}").text


def test_of_many_who_save_at_once_one_saves_and_all_others_are_told(crowd):
    ref = crowd.rings()
    people = [crowd.somebody(who) for who in ("asha", "ben", "carys", "dai", "elin", "farah")]
    barrier = Barrier(len(people))

    def save(person):
        barrier.wait()
        return save_record(ref, typed(f"Written by {person.staff_id}."), person, crowd.w).what

    with ThreadPoolExecutor(len(people)) as pool:
        outcomes = list(pool.map(save, people))

    assert sorted(outcomes) == sorted([Saving.SAVED] + [Saving.OVERTAKEN] * (len(people) - 1))
    assert len(said(crowd, ref)) == 1


class TestAScript:
    """What the page's own script sends while somebody types."""

    @pytest.fixture
    def send(self, browser, ended):
        def send(changes, who="asha", page="tab", seq=1, **headers):
            theirs = browser(who)
            token = theirs.get(f"/contacts/{ended}").text.partition('name="csrf_token" value="')[2]
            return theirs.client.post(
                f"/contacts/{ended}/words",
                json={"page": page, "seq": seq, "changes": changes},
                headers={"X-CSRFToken": token.partition('"')[0], "HX-Request": "true", **headers},
            )

        return send

    def test_is_told_what_is_safe(self, scene, ended, send):
        answer = send([{"name": "note", "was": "", "now": "Kit is back."}])

        assert answer.json == {"kept": ["note"], "refused": [], "theirs": {}, "written_up": False}
        assert scene.by_ref(ended).note == "Kit is back."

    def test_is_told_what_somebody_else_wrote(self, scene, ended, send):
        scene.says(ended, note="Kit is out.")
        answer = send([{"name": "note", "was": "", "now": "Jo rang."}], who="ben")

        assert answer.json["theirs"] == {"note": {"by": "Asha Verma", "value": "Kit is out."}}
        assert answer.json["kept"] == []

    @pytest.mark.parametrize(
        "sent", [None, [], {"changes": 1}, {"changes": [1, {}]}, {"changes": [{"name": 3}]}]
    )
    def test_may_send_nonsense(self, browser, ended, sent):
        asha = browser()
        token = (
            asha.get(f"/contacts/{ended}").text.partition('name="csrf_token" value="')[2].partition('"')[0]
        )
        answer = asha.client.post(f"/contacts/{ended}/words", json=sent, headers={"X-CSRFToken": token})

        assert answer.status_code == 200
        assert answer.json["kept"] == []

    def test_without_a_session_is_told_so(self, app, ended, monkeypatch):
        monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", False)
        answer = app.test_client().post(f"/contacts/{ended}/words", json={}, headers={"HX-Request": "true"})

        assert answer.status_code == 401
