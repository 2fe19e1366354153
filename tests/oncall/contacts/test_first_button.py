"""The page of a contact has one green button: what is to be done first."""

import re

from tests.oncall.contacts.scene import LANDLINE, STRANGER

GREEN = re.compile(
    r'<(?:a|button)[^>]*class="govuk-button(?![-\w]| govuk-button--[sw])[^"]*"[^>]*>\s*([^<]*)'
)


def green(reader, ref, part=""):
    page = reader.get(f"/contacts/{ref}{part}").text.partition("<main")[2]
    return [words.strip() for words in GREEN.findall(page)]


def test_a_text_is_to_be_taken_then_answered_then_written_up(scene, browser):
    ref, asha, ben = scene.texts("hello"), browser(), browser("ben")
    assert green(asha, ref) == green(ben, ref) == ["Take this text"]
    assert green(asha, ref, "/texts") == ["Send the reply"]

    asha.post(f"/contacts/{ref}/call-back", page=f"/contacts/{ref}")
    assert green(asha, ref) == ["Send the reply"]
    asha.post(f"/contacts/{ref}/texts", page=f"/contacts/{ref}/texts", words="We ring you", key="k")
    assert green(asha, ref) == ["Write it up"]
    scene.texts("and another thing")
    assert green(asha, ref) == ["Send the reply"]
    assert "Texted. You have not answered the newest text yet" in asha.get(f"/contacts/{ref}").text

    scene.texts("STOP")
    assert green(asha, ref) == green(asha, ref, "/texts") == ["Ring instead"]
    scene.writes_up(ref)
    assert green(asha, ref) == []


def test_a_landline_s_text_is_to_be_rung_about_and_a_word_s_only_written_up(scene, browser):
    asha, refs = browser(), [scene.texts("hello", number=sender) for sender in (LANDLINE, "ASDA")]
    for ref in refs:
        asha.post(f"/contacts/{ref}/call-back", page=f"/contacts/{ref}")

    assert [green(asha, ref) for ref in refs] == [["Ring instead"], ["Write it up"]]


def test_a_call_is_to_be_heard_then_written_up(scene, browser):
    ref, asha = scene.rings(LANDLINE), browser()
    scene.takes_it(ref)
    assert green(asha, ref) == ["Red flags and what to say"]

    scene.ends(ref)
    assert green(asha, ref) == ["Write it up"]
    assert "Ring them back" in asha.get(f"/contacts/{ref}").text


def test_a_missed_call_is_to_be_taken_then_rung_back_if_it_can_be(scene, browser):
    asha, refs = browser(), []
    for caller in (STRANGER, None):
        refs.append(scene.rings(caller))
        scene.nobody_answers(refs[-1])
        scene.says_nothing(refs[-1])
    assert [green(asha, ref) for ref in refs] == [["Take this call back"]] * 2

    for ref in refs:
        asha.post(f"/contacts/{ref}/call-back", page=f"/contacts/{ref}")
    assert [green(asha, ref) for ref in refs] == [["Ring them back"], ["Write it up"]]
