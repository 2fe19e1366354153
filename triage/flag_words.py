"""The words that raise a flag, read from `flags.toml`, and what a misspelt word may have been meant for."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations, product
from typing import Any

END, PAUSE, GAP, MANY = ".", ",", "…", "#"
SHORTEST, LONGEST = 4, 24
Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that must not wait: its name, the words of ours that were met, the protocol that fits."""

    name: str
    words: str
    protocol: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The data file, ready for use; all of its words squeezed.

    `phrases` are by their first word, with the place of their flag in the file; `innocent` ones too, the
    longest first. `nearby` leads from a word without a letter or two to the words it may have been.
    """

    phrases: dict[str, list[tuple[int, Flag, Phrase]]]
    innocent: dict[str, tuple[Phrase, ...]]
    emoji: dict[str, str]
    real_words: frozenset[str]
    numbers: frozenset[str]
    vocabulary: frozenset[str]
    nearby: dict[str, frozenset[str]]

    def meant(self, typed: str) -> frozenset[str]:
        """What `typed` may have been meant for: itself and, if it is no real word, those a slip away."""
        known = typed in self.vocabulary or typed in self.real_words
        if known or not SHORTEST <= len(typed) <= LONGEST:
            return frozenset({typed})
        close = {word for left in _shortened(typed, 2) for word in self.nearby.get(left, ())}
        return frozenset({typed, *(word for word in close if slips(typed, word) <= _slack(word))})


def squeezed(word: str) -> str:
    """The word with doubled consonants and long-drawn letters once, so that “mising” is “missing”."""
    if word.isdigit():
        return word
    return re.sub(r"([b-df-hj-np-tv-z])\1", r"\1", re.sub(r"(.)\1{2,}", r"\1", word))


def slips(typed: str, word: str) -> int:
    """How many slips lead from `word` to `typed`: a letter left out, put in or changed, or two swapped."""
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, letter in enumerate(typed, start=1):
        earlier, before, row = before, row, [i]
        for j, wanted in enumerate(word, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == word[j - 2] and typed[i - 2] == wanted:
                best = min(best, earlier[j - 2] + 1)
            row.append(best)
    return row[-1]


@cache
def lexicon() -> Lexicon:
    """The lexicon of the package's data file, made once."""
    data = tomllib.loads((files("triage") / "flags.toml").read_text(encoding="utf-8"))
    phrases: dict[str, list[tuple[int, Flag, Phrase]]] = {}
    for place, flag, phrase in _flags(data["flag"]):
        phrases.setdefault(phrase[0], []).append((place, flag, phrase))
    vocabulary = {word for group in phrases.values() for _, _, phrase in group for word in phrase} - {
        END,
        GAP,
        MANY,
    }
    for first, joined in _run_together(phrases):
        phrases.setdefault(first, []).append(joined)
    return Lexicon(
        phrases=phrases,
        innocent=_innocent(data["innocent"]["phrases"]),
        emoji=data["emoji"],
        real_words=frozenset(squeezed(word) for word in data["innocent"]["real_words"].split()),
        numbers=frozenset(squeezed(word) for word in data["numbers"]["many"].split()),
        vocabulary=frozenset(vocabulary),
        nearby=_nearby(vocabulary),
    )


def _flags(entries: list[dict[str, Any]]) -> Iterator[tuple[int, Flag, Phrase]]:
    """Every phrase of the file with its flag and the flag's place in the file."""
    for place, entry in enumerate(entries):
        for line in entry["phrases"]:
            for words, phrase in _spellings(line):
                yield place, Flag(entry["name"], words, entry["protocol"]), phrase


def _run_together(
    phrases: dict[str, list[tuple[int, Flag, Phrase]]],
) -> list[tuple[str, tuple[int, Flag, Phrase]]]:
    """Phrases of two or three words as one word, as hurried people type them."""
    return [
        (joined, (place, flag, (joined,)))
        for group in phrases.values()
        for place, flag, phrase in group
        if 2 <= len(phrase) <= 3 and not {END, GAP, MANY} & set(phrase)
        for joined in [squeezed("".join(phrase))]
        if len(joined) > 6
    ]


def _innocent(lines: list[str]) -> dict[str, tuple[Phrase, ...]]:
    phrases = {phrase for line in lines for _, phrase in _spellings(line)}
    by_first: dict[str, list[Phrase]] = {}
    for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)):
        by_first.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(group) for first, group in by_first.items()}


def _spellings(line: str) -> Iterator[tuple[str, Phrase]]:
    """What a line of the file stands for, as words and squeezed: `(a|b) c` is two phrases, `(a|) c` too."""
    parts = [part.strip("()").split("|") for part in re.findall(r"\([^()]*\)|[^\s()]+", line)]
    for choice in product(*parts):
        words = " ".join(choice).split()
        yield " ".join(word for word in words if word != END), tuple(squeezed(word) for word in words)


def _slack(word: str) -> int:
    """How many slips a word of this length may have. Short words are too close to others to be guessed at."""
    return 0 if len(word) < 5 else 1 if len(word) < 8 else 2


def _nearby(vocabulary: set[str]) -> dict[str, frozenset[str]]:
    """From each word of the vocabulary with up to its slack of letters left out, back to the word."""
    nearby: dict[str, set[str]] = {}
    for word in vocabulary:
        if _slack(word):
            for left in _shortened(word, _slack(word)):
                nearby.setdefault(left, set()).add(word)
    return {left: frozenset(words) for left, words in nearby.items()}


def _shortened(word: str, most: int) -> Iterator[str]:
    """The word with none to `most` of its letters left out."""
    for kept in range(len(word) - most, len(word) + 1):
        for letters in combinations(word, kept):
            yield "".join(letters)
