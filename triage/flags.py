"""Words in a text message that must not wait, however they are spelt.

The words are data (`flags.toml`). A false alarm costs a call too many; a miss may cost a child. So a slip of
a letter or two still counts, and so do words run together or apart, digits for letters, long-drawn letters.
Only what is listed as innocent, or is a real word of its own, is let pass. A flag holds our own words, never
the sender's.
"""

import re
import unicodedata

from triage.flag_words import END, GAP, MANY, PAUSE, Flag, Lexicon, Phrase, lexicon, squeezed

GAP_WORDS = 3
LEAST_MANY = "4"
DIGITS = str.maketrans("01345789@$", "oieastbgas")
TOKEN = re.compile(r"[a-z0-9@$]+|[.!?\n]|[,;:()]")
TIMES = re.compile(r"(?<=\d)x\b|\bx(?=\d)")
SPELT_OUT = re.compile(r"\b(?:[a-z][ .-]){3,}[a-z]\b")
Edges = list[tuple[frozenset[str], int]]


def flags_in(text: str) -> tuple[Flag, ...]:
    """The flags that `text` raises, each name once, in the order of the data file; no text is refused."""
    words = lexicon()
    tokens = _without_innocent(_tokens(text, words), words)
    edges = [_edges(tokens, at, words) for at in range(len(tokens))]
    found: dict[int, Flag] = {}
    for at in range(len(tokens)):
        for begins in _beginnings(tokens[at], edges[at], words):
            for place, flag, phrase in words.phrases.get(begins, ()):
                if place not in found and _fits(phrase, tokens, edges, at, words):
                    found[place] = flag
    return tuple(found[place] for place in sorted(found))


def _tokens(text: str, words: Lexicon) -> list[str]:
    """The words of a text, small, without accents; END and PAUSE where the writer paused; END around it."""
    for sign, word in words.emoji.items():
        text = text.replace(sign, f" {word} ")
    plain = "".join(
        sign for sign in unicodedata.normalize("NFKD", text) if unicodedata.category(sign) not in ("Mn", "Cf")
    )
    plain = re.sub(r"['’‘`´]", "", plain.casefold()).replace("&", " and ")
    plain = TIMES.sub(" ", plain)
    plain = SPELT_OUT.sub(lambda spelt: re.sub(r"[ .-]", "", spelt[0]), plain)
    return [END, *(_word(token) for token in TOKEN.findall(plain)), END]


def _word(typed: str) -> str:
    """What was typed as a squeezed word, digits among letters read as letters; kisses are a pause."""
    if typed in ".!?\n":
        return END
    if typed in ",;:()" or set(typed) == {"x"}:
        return PAUSE
    return squeezed(typed if typed.isdigit() else typed.translate(DIGITS))


def _without_innocent(tokens: list[str], words: Lexicon) -> list[str]:
    """The tokens with every innocent phrase struck out, the longest first; the pause that ends one stays."""
    for at in range(len(tokens)):
        for phrase in words.innocent.get(tokens[at], ()):
            span = tokens[at : at + len(phrase)]
            if len(span) == len(phrase) and all(map(_is, phrase, span)):
                tokens[at : at + len(phrase)] = [token if token in (END, PAUSE) else "" for token in span]
                break
    return tokens


def _edges(tokens: list[str], at: int, words: Lexicon) -> Edges:
    """What may be meant at a place, and how many tokens that takes: the word, or it and the next as one."""
    edges: Edges = [(words.meant(tokens[at]), 1)]
    joined = squeezed("".join(tokens[at : at + 2]))
    if len(joined) > 5 and joined in words.vocabulary:
        edges.append((frozenset({joined}), 2))
    return edges


def _beginnings(token: str, meanings: Edges, words: Lexicon) -> list[str]:
    """The first words of the phrases that may begin here."""
    if token in (END, PAUSE):
        return [END]
    meant = sorted(word for group, _ in meanings for word in group)
    return [*meant, MANY] if _many(token, words) else meant


def _fits(phrase: Phrase, tokens: list[str], edges: list[Edges], at: int, words: Lexicon) -> bool:
    """Whether the phrase is to be read at a place, over pauses but not over the end of a sentence."""
    if not phrase:
        return True
    if at >= len(tokens):
        return False
    wanted, rest = phrase[0], phrase[1:]
    if wanted == GAP:
        gap = tokens[at : at + GAP_WORDS]
        reach = gap.index(END) if END in gap else len(gap)
        return any(_fits(rest, tokens, edges, at + skip, words) for skip in range(reach + 1))
    if wanted == END:
        return _is(END, tokens[at]) and _fits(rest, tokens, edges, at + 1, words)
    if tokens[at] == PAUSE:
        return _fits(phrase, tokens, edges, at + 1, words)
    if wanted == MANY:
        return _many(tokens[at], words) and _fits(rest, tokens, edges, at + 1, words)
    return any(
        wanted in meant and _fits(rest, tokens, edges, at + taken, words) for meant, taken in edges[at]
    )


def _is(wanted: str, token: str) -> bool:
    return token in (END, PAUSE) if wanted == END else token == wanted


def _many(token: str, words: Lexicon) -> bool:
    """Whether a token is a number too large to be a dose."""
    return token in words.numbers or (token.isdigit() and (len(token) > 1 or token >= LEAST_MANY))
