"""The conversation on a contact's page: read like one, answered from there, closed when it is over."""

import pytest

from oncall.access.roles import Role
from oncall.contacts.tables import MessageRow
from oncall.telephony.forms import TextStatus
from oncall.texts.delivery import keep_status

WORDS = "He will not come out of his room"


def send(browser, ref, **fields):
    return browser.post(f"/contacts/{ref}/texts", f"/contacts/{ref}/texts", key="k", **fields)


def replies(scene):
    return [
        text for text in scene.telephony.texts if text.to == "+447700900301" and "Received" not in text.words
    ]


def test_it_also_stands_on_a_page_of_its_own(scene, browser):
    ref = scene.texts(WORDS)

    assert WORDS in browser().get(f"/contacts/{ref}/texts").text


def test_a_call_has_no_conversation(scene, browser):
    ref = scene.rings()

    assert browser().get(f"/contacts/{ref}/texts").status_code == 404
    assert 'id="texts"' not in browser().get(f"/contacts/{ref}").text


def test_what_comes_from_our_own_number_is_never_answered_there(scene, browser):
    ref = scene.texts(WORDS, number="+447700900100")

    answer = send(browser(), ref, words="Who is this?")
    scene.does_errands()

    assert "cannot be texted" in answer.text
    assert "+447700900100" not in [text.to for text in scene.telephony.texts]


def test_words_that_tell_who_somebody_is_are_asked_about_first(scene, browser):
    ref = scene.texts(WORDS)

    held = send(browser(), ref, words="Is Kit in his room?")
    scene.does_errands()
    assert held.status_code == 422
    assert "your reply seems to hold a name" in held.text
    assert "Is Kit in his room?" in held.text
    assert not replies(scene)
    send(browser(), ref, words="Is Kit in his room?", insists="yes")
    scene.does_errands()

    assert [text.words for text in replies(scene)] == ["Is Kit in his room?"]


@pytest.mark.parametrize(
    ("words", "says"), [("  ", "Write a reply"), ("x" * 1601, "Shorten the reply")], ids=["empty", "too long"]
)
def test_a_reply_that_cannot_be_sent_is_refused(scene, browser, words, says):
    ref = scene.texts(WORDS)

    answer = send(browser(), ref, words=words)

    assert answer.status_code == 422
    assert says in answer.text


def test_how_a_reply_fared_is_said_in_plain_words(scene, browser):
    ref = scene.texts(WORDS)
    send(browser(), ref, words="We will ring you at ten")
    scene.does_errands()
    [text] = replies(scene)
    assert "Waiting to be sent" in browser().get(f"/contacts/{ref}").text

    keep_status(TextStatus(text.sid, "sent", None), scene.w)
    assert "On its way" in browser().get(f"/contacts/{ref}").text
    keep_status(TextStatus(text.sid, "undelivered", 30003), scene.w)
    keep_status(TextStatus(text.sid, "delivered", None), scene.w)

    page = browser().get(f"/contacts/{ref}").text
    assert "Not delivered: the telephone is off or out of reach" in page
    assert "app-bubble--lost" in page


def test_flags_stand_above_the_conversation(scene, browser):
    ref = scene.texts("he has got a knife")

    assert "Must not wait" in browser().get(f"/contacts/{ref}").text


def test_whoever_may_not_see_the_contact_sees_none_of_its_texts(scene, browser):
    scene.loads_another_service()
    ref = scene.texts(WORDS)
    scene.leaves_the_service("dai")

    assert browser("dai").get(f"/contacts/{ref}/texts").status_code == 404
    assert send(browser("dai"), ref, words="hello").status_code in (400, 404)


def test_a_reader_who_is_not_on_the_staff_cannot_answer(scene, browser):
    scene.somebody("auditor", [Role.QUALITY], staff=False)
    ref = scene.texts(WORDS)

    page = browser("auditor").get(f"/contacts/{ref}").text
    answer = send(browser("auditor"), ref, words="hello")

    assert "Send the reply" not in page
    assert answer.status_code == 422
    assert not replies(scene)


def test_no_page_of_a_conversation_is_kept_by_a_browser(scene, browser):
    ref = scene.texts(WORDS)

    assert "no-store" in browser().get(f"/contacts/{ref}/texts").headers["Cache-Control"]


def test_a_company_s_word_we_do_not_know_changes_nothing(scene):
    scene.texts(WORDS)
    scene.does_errands()
    [text] = [one for one in scene.telephony.texts if "Received" in one.words]
    keep_status(TextStatus(text.sid, "delivered", None), scene.w)

    for word in ("", "bewitched", "queued", "sending"):
        keep_status(TextStatus(text.sid, word, 1), scene.w)

    with scene.w.unit_of_work() as work:
        row = work.session.query(MessageRow).filter_by(provider_sid=text.sid).one()
    assert (row.status, row.error_code) == ("delivered", None)


def test_flags_stand_on_tonight(scene, browser):
    scene.texts("he has got a knife")

    page = browser().get("/").text

    assert "Must not wait" in page
    assert "weapon: knife" in page
    assert "app-card--overdue" in page


def test_a_reply_that_is_held_says_how_many_texts_long_it_is_without_a_script(scene, browser):
    ref = scene.texts(WORDS)

    assert "This is 2 texts long." in send(browser(), ref, words="Is Kit in? 😱" + "x" * 60).text
    assert ">One text holds" in send(browser(), ref, words="Is Kit in? 😱").text
