"""Writing the note, completing it, and two who write at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from oncall.contacts.read_contact import read_contact
from oncall.contacts.write_note import LONGEST, Draft, Writing, write_note
from tests.oncall.contacts.page import part, words

KIT_IS_BACK = "Kit is back.\n\nJo rings again if he goes out."


@pytest.fixture
def ended(scene) -> str:
    """A call that Asha took, and that has ended."""
    ref = scene.rings()
    scene.takes_it(ref)
    scene.ends(ref)
    return ref


def draft(text: str, urgency: str = "", made_from: int = 0, *, complete: bool = False) -> Draft:
    return Draft(text, urgency, complete, made_from)


def texts(scene, ref: str) -> list[tuple[str, str]]:
    """Every note that was saved, oldest first, with its writer."""
    record = read_contact(ref, scene.somebody("elin"), scene.w)
    assert record is not None
    return [(note.saved_by, note.text) for note in reversed(record.notes)]


def test_a_note_is_saved_and_can_be_gone_on_with(scene, browser, ended):
    asha = browser()
    sent = asha.post(
        f"/contacts/{ended}/note",
        page=f"/contacts/{ended}",
        note="Kit is back.\r\n\r\n  ",
        urgency="U2",
        made_from="0",
    )
    page = asha.get(sent.location)

    assert "Your note is saved. It is not complete yet." in words(page)
    assert "Last saved by Asha Verma, Thu 5 Nov 22:05." in part(page, "write")
    assert "Kit is back.</textarea>" in page.text
    assert '<input type="hidden" name="made_from" value="1">' in page.text
    assert '<option value="U2" selected>' in page.text
    contact = scene.by_ref(ended)
    assert (contact.note, contact.urgency, contact.state) == ("Kit is back.", "U2", "open")


def test_a_complete_note_writes_the_contact_up(scene, browser, ended):
    asha = browser()
    sent = asha.post(
        f"/contacts/{ended}/note",
        page=f"/contacts/{ended}",
        note=KIT_IS_BACK,
        complete="yes",
        made_from="0",
    )
    page = asha.get(sent.location)

    assert "Answered by you. Written up" in words(page)
    assert "Completed by Asha Verma, Thu 5 Nov 22:05." in part(page, "write")
    assert 'name="note"' not in page.text
    contact = scene.by_ref(ended)
    assert (contact.state, contact.written_up_at) == ("written_up", scene.clock())
    assert contact.written_up_by == scene.somebody("asha").user_id


def test_the_same_form_twice_saves_once(scene, ended):
    asha = scene.somebody("asha")

    assert write_note(ended, draft("Kit is back."), asha, scene.w) is Writing.SAVED
    assert write_note(ended, draft("Kit is back."), asha, scene.w) is Writing.SAVED
    for _ in range(2):
        finished = draft(KIT_IS_BACK, made_from=1, complete=True)
        assert write_note(ended, finished, asha, scene.w) is Writing.COMPLETE

    assert [text for _, text in texts(scene, ended)] == ["Kit is back.", KIT_IS_BACK]


def test_completing_what_was_saved_adds_no_text(scene, ended):
    asha = scene.somebody("asha")
    write_note(ended, draft(KIT_IS_BACK), asha, scene.w)

    assert (
        write_note(ended, draft(KIT_IS_BACK, made_from=1, complete=True), asha, scene.w) is Writing.COMPLETE
    )
    assert len(texts(scene, ended)) == 1


def test_whoever_writes_second_sees_both_texts_and_loses_nothing(scene, browser, ended):
    ben = browser("ben")
    write_note(ended, draft("Kit is back.", "U3"), scene.somebody("asha"), scene.w)
    page = ben.post(
        f"/contacts/{ended}/note",
        page=f"/contacts/{ended}",
        note="Jo rings again if he goes out.",
        made_from="0",
    )
    said = part(page, "write")

    assert page.status_code == 409
    assert words(page).startswith("There is a problem Somebody else saved a note while you were writing")
    assert "Asha Verma saved this at Thu 5 Nov 22:05 (U3: soon): Kit is back." in said
    assert "Jo rings again if he goes out.</textarea>" in page.text
    assert texts(scene, ended) == [("Asha Verma", "Kit is back.")]

    ben.post(f"/contacts/{ended}/note", page=f"/contacts/{ended}", note=KIT_IS_BACK, made_from="1")
    assert texts(scene, ended) == [("Asha Verma", "Kit is back."), ("Ben Okafor", KIT_IS_BACK)]
    assert "Earlier texts (1) Asha Verma, Thu 5 Nov 22:05, U3: soon Kit is back." in part(
        ben.get(f"/contacts/{ended}"), "write"
    )


@pytest.mark.parametrize(
    ("hers", "his", "stands"), [("U1", "", "U1"), ("U1", "U3", "U1"), ("U3", "U1", "U1"), ("", "U2", "U2")]
)
def test_of_two_urgencies_the_more_urgent_stands(scene, browser, ended, hers, his, stands):
    write_note(ended, draft("Kit is out.", hers), scene.somebody("asha"), scene.w)
    page = browser("ben").post(
        f"/contacts/{ended}/note", page=f"/contacts/{ended}", note="Jo rang.", urgency=his, made_from="0"
    )

    assert page.status_code == 409
    assert f'<option value="{stands}" selected>' in page.text


def test_a_text_for_a_note_that_was_completed_meanwhile_becomes_an_addendum(scene, browser, ended):
    ben = browser("ben")
    write_note(ended, draft("Kit is back.", complete=True), scene.somebody("asha"), scene.w)
    page = ben.post(
        f"/contacts/{ended}/note",
        page=f"/contacts/{ended}",
        note="Jo rings again.",
        complete="yes",
        made_from="0",
    )

    assert page.status_code == 409
    assert "Jo rings again.</textarea>" in page.text
    assert 'name="addendum"' in page.text
    assert scene.by_ref(ended).note == "Kit is back."


def test_while_the_call_goes_on_the_note_is_saved_but_not_complete(scene, browser):
    ref = scene.rings()
    scene.takes_it(ref)
    asha = browser()
    sent = asha.post(
        f"/contacts/{ref}/note",
        page=f"/contacts/{ref}",
        note="Kit is out.",
        complete="yes",
        made_from="0",
    )

    assert "You can complete it when the call has ended." in words(asha.get(sent.location))
    assert (scene.by_ref(ref).note, scene.by_ref(ref).written_up_at) == ("Kit is out.", None)


@pytest.mark.parametrize(
    ("sent", "field", "said"),
    [
        ({"note": "", "complete": "yes"}, "note", "Write the note"),
        ({"note": " \n "}, "note", "Write the note"),
        ({"note": "x" * (LONGEST + 1)}, "note", "Shorten the text: at most 20,000 characters can be saved"),
        ({"note": "Kit.", "urgency": "U9"}, "urgency", "Choose an urgency from the list"),
    ],
)
def test_a_mistake_is_said_where_it_is_and_nothing_is_lost(scene, browser, ended, sent, field, said):
    page = browser().post(f"/contacts/{ended}/note", page=f"/contacts/{ended}", made_from="0", **sent)

    assert page.status_code == 422
    assert words(page).startswith(f"There is a problem {said}")
    assert f'<a href="#{field}">' in page.text
    assert sent["note"].strip() in page.text
    assert texts(scene, ended) == []


def test_an_urgency_alone_can_be_saved(scene, ended):
    assert write_note(ended, draft("", "U1"), scene.somebody("asha"), scene.w) is Writing.SAVED
    assert scene.by_ref(ended).urgency == "U1"


@pytest.mark.parametrize("made_from", ["", "x", "-1", "9" * 30, "²"])
def test_a_number_that_is_not_ours_saves_over_nothing(scene, browser, ended, made_from):
    write_note(ended, draft("Kit is back."), scene.somebody("ben"), scene.w)
    page = browser().post(
        f"/contacts/{ended}/note", page=f"/contacts/{ended}", note="Other.", made_from=made_from
    )

    assert page.status_code == 409
    assert scene.by_ref(ended).note == "Kit is back."


def test_what_cannot_be_kept_is_left_out(scene, ended):
    write_note(ended, draft("Kit\0 is\rback.\r\n"), scene.somebody("asha"), scene.w)

    assert scene.by_ref(ended).note == "Kit is\nback."


def test_a_note_s_markup_is_only_text(scene, browser, ended):
    write_note(ended, draft("<b>Kit</b> & co"), scene.somebody("asha"), scene.w)
    page = browser().get(f"/contacts/{ended}")

    assert "&lt;b&gt;Kit&lt;/b&gt; &amp; co</textarea>" in page.text


def test_of_many_who_save_at_once_one_saves_and_all_others_are_told(crowd):
    ref = crowd.rings()
    people = [crowd.somebody(who) for who in ("asha", "ben", "carys", "dai", "elin", "farah")]
    barrier = Barrier(len(people))

    def save(person):
        barrier.wait()
        return write_note(ref, draft(f"Written by {person.staff_id}."), person, crowd.w)

    with ThreadPoolExecutor(len(people)) as pool:
        outcomes = list(pool.map(save, people))

    assert sorted(outcomes) == sorted([Writing.SAVED] + [Writing.OVERTAKEN] * (len(people) - 1))
    assert len(texts(crowd, ref)) == 1
