"""Words in a text that must not wait: with slips of the pen, and the innocent sentences that must pass."""

from importlib.resources import files

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.triage.sentences import INNOCENT, MUST_NOT_WAIT
from triage.flag_words import END, GAP, MANY, lexicon, slips, squeezed
from triage.flags import flags_in


@pytest.mark.parametrize("name", MUST_NOT_WAIT)
def test_what_must_not_wait_raises_its_flag(name):
    missed = [text for text in MUST_NOT_WAIT[name] if name not in [flag.name for flag in flags_in(text)]]

    assert missed == []


def test_an_innocent_sentence_raises_none():
    assert {text: flags_in(text) for text in INNOCENT if flags_in(text)} == {}


def test_knife_and_fork_is_flagged_all_the_same():
    """Cutlery is seldom texted to an out-of-hours line; a call too many is the cheaper mistake."""
    assert [flag.name for flag in flags_in("knife and fork lesson tomorrow")] == ["weapon"]


@pytest.mark.parametrize(
    "text",
    [
        "I'm dying to see you but Kit is missing",
        "Fire drill today. Now there is a fire",
        "missing you lots. he has a knife",
    ],
)
def test_an_innocent_phrase_does_not_hide_what_stands_beside_it(text):
    assert flags_in(text)


def test_a_flag_raised_by_many_words_is_named_once():
    flags = flags_in("fire fire fire and a knife and a nife")

    assert [flag.name for flag in flags] == ["weapon", "fire"]


SINGLE = sorted(
    {
        flag.words
        for group in lexicon().phrases.values()
        for _, flag, phrase in group
        if len(phrase) == 1
        and " " not in flag.words
        and flag.words.isalpha()
        and len(squeezed(flag.words)) > 5
    }
)


@given(st.data())
def test_one_slip_in_a_listed_word_is_forgiven(data):
    word = data.draw(st.sampled_from(SINGLE))
    at = data.draw(st.integers(1, len(word) - 2))
    letter = data.draw(st.sampled_from("aeiourstn"))
    slip = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at] * 3 + word[at:],
                word[:3] + " " + word[3:],
            ]
        )
    )

    another_word = squeezed(slip) in lexicon().real_words | lexicon().vocabulary
    if not another_word and slips(squeezed(slip).replace(" ", ""), squeezed(word)) <= 1:
        assert flags_in(f"Sorry to bother you {slip} tonight"), slip


@given(st.text(max_size=400))
@example("9" * 5000 + " pills")
@example("\u0000\u200b²³ x" * 50)
@example("(((..…#,,,")
def test_no_text_is_refused_and_no_flag_repeats_the_sender(text):
    ours = {flag.words for group in lexicon().phrases.values() for _, flag, _ in group}

    assert {flag.words for flag in flags_in(text)} <= ours


def test_every_flag_names_a_shipped_protocol():
    shipped = (files("triage") / "protocols").iterdir()
    protocols = {source.name.removesuffix(".yaml") for source in shipped}

    assert {flag.protocol for group in lexicon().phrases.values() for _, flag, _ in group} <= protocols


def test_no_phrase_begins_with_a_gap_or_a_number_that_would_find_it_anywhere():
    assert not {GAP} & set(lexicon().phrases)
    assert all(phrase != (END,) for group in lexicon().phrases.values() for _, _, phrase in group)
    assert MANY in lexicon().phrases


@pytest.mark.parametrize(
    ("typed", "count"),
    [("fire", 0), ("fier", 1), ("fre", 1), ("fires", 1), ("fare", 1), ("rife", 2), ("", 4)],
)
def test_slips_are_counted(typed, count):
    assert slips(typed, "fire") == count
