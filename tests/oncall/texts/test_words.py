"""What a text from one of us means, how long a text is, and whether words tell who somebody is."""

import pytest

from oncall.contacts.identifying import Tells, parts
from oncall.contacts.names_store import Known
from oncall.texts.parts import parts as count_parts
from oncall.texts.words import Command, Means, order_to_company, read

KNOWN = Known(frozenset({"C-7K2Q"}), frozenset({"Kit"}), frozenset({"Jo", "Morgan"}))


@pytest.mark.parametrize("body", ["1", " 1. ", "ok", "OK", "Ok.", "okay!"])
def test_takes(body):
    assert read(body) == Command(Means.TAKE)


@pytest.mark.parametrize("body", ["pass", "Pass.", " PASS ", "2"])
def test_passes(body):
    assert read(body) == Command(Means.PASS)


@pytest.mark.parametrize(("body", "means"), [("who", Means.WHO), ("who.", Means.WHO), ("HELP", Means.HELP)])
def test_asks(body, means):
    assert read(body).means is means


@pytest.mark.parametrize(
    "body", ["STOP", "stop.", "End", "cancel", "QUIT", "Unsubscribe", "stopall", "START", "unstop"]
)
def test_an_order_to_the_company_is_never_a_command(body):
    assert read(body).means in (Means.FORBID, Means.ALLOW)


def test_yes_is_something_to_say():
    assert read("Yes").words == "Yes"


@pytest.mark.parametrize(
    ("body", "ref", "words"),
    [
        ("#7K2Q on my way", "7K2Q", "on my way"),
        ("#7k2qx: on my way", "7K2QX", "on my way"),
        ("# 261105-7K2QX on my way", "261105-7K2QX", "on my way"),
        ("#7K2Q\non my way\nnow", "7K2Q", "on my way\nnow"),
    ],
)
def test_a_reference_says_whom_the_words_are_for(body, ref, words):
    assert read(body) == Command(Means.SAY, ref, words)


def test_a_reference_with_a_command_is_about_that_contact():
    assert read("#7K2Q 1") == Command(Means.TAKE, "7K2Q")


@pytest.mark.parametrize(
    "body", ["1 minute please", "ok on my way", "pass the phone", "who is there", "we stop now"]
)
def test_longer_texts_are_words_to_pass_on(body):
    assert read(body) == Command(Means.SAY, None, body)


@pytest.mark.parametrize(
    ("body", "order"), [("Stop", Means.FORBID), ("stop it", None), ("stop.", None), ("YES", Means.ALLOW)]
)
def test_the_company_heeds_a_word_only_when_it_is_the_whole_text(body, order):
    assert order_to_company(body) is order


@pytest.mark.parametrize(
    ("body", "count"),
    [("", 1), ("x" * 160, 1), ("x" * 161, 2), ("x" * 306, 2), ("x" * 307, 3), ("€" * 80, 1), ("€" * 81, 2),
     ("😱" * 35, 1), ("😱" * 36, 2), ("“quoted”" + "x" * 70, 2),
     ("x" * 152 + "€" + "x" * 152, 3), ("x" * 151 + "€" + "x" * 153, 2), ("😱" * 66, 2), ("😱" * 67, 3)],
)  # fmt: skip
def test_counts_parts_as_they_are_sent(body, count):
    assert count_parts(body) == count


@pytest.mark.parametrize(
    ("words", "tells"),
    [
        ("Is Kit with you?", Tells.NAME),
        ("is kit with you?", Tells.NAME),
        ("KIT", Tells.NAME),
        ("tell Morgan we called", Tells.NAME),
        ("ask for Brannagh when you ring", Tells.NAME),
        ("Mrs Oyelaran knows", Tells.NAME),
        ("about c-7k2q", Tells.REFERENCE),
        ("born on a Monday", Tells.BIRTH_DATE),
        ("14.5.13 is right", Tells.BIRTH_DATE),
        ("since 14 May 2013", Tells.BIRTH_DATE),
        ("2013-05-14", Tells.BIRTH_DATE),
        ("come to sy1 2ab", Tells.POSTCODE),
        ("we are at 12 Castle Street", Tells.ADDRESS),
        ("flat 3", Tells.ADDRESS),
        ("ring 07700 900301 now", Tells.NUMBER),
        ("ring +44 7700 900301", Tells.NUMBER),
    ],
)
def test_sees_what_tells_of_somebody(words, tells):
    assert tells in {part.tells for part in parts(words, KNOWN)}


@pytest.mark.parametrize(
    "words",
    [
        "We will ring you in ten minutes.",
        "Are you safe? Ring 999 if anybody is in danger.",
        "I'll ring at 21:30. If it gets worse, ring us.",
        "Yes. Stay with him, and keep the door open",
        "See you on Monday, or on Boxing Day",
        "Have you called the Police? Please do",
        "kitchen, kitten, jointly, 25 minutes, 3 of them",
        "give him 2 Paracetamol at 10",
        "OK",
        "",
    ],
)
def test_lets_ordinary_words_pass(words):
    assert parts(words, KNOWN) == []
