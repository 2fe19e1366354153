"""How many parts a text is sent in: each is paid for, and a long one may come apart on the way."""

PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""What a text holds 160 of; any other character makes it one of 70."""
TWICE = frozenset("^{}\\[~]|€\f")
"""These take the room of two."""


WHOLE, PART = {True: 160, False: 70}, {True: 153, False: 67}
"""Room in a text that is one, and in each part of a longer one: of plain characters, and of others."""
RULE = {
    "plain": "".join(sorted(PLAIN)),
    "twice": "".join(sorted(TWICE)),
    "whole": [WHOLE[True], WHOLE[False]],
    "part": [PART[True], PART[False]],
}
"""The same for the script of a page, which counts while somebody writes."""


def parts(body: str) -> int:
    """One for up to 160 plain characters or 70 others; beyond that 153 or 67 to a part.

    What takes the room of two is never cut in half: the sign for the euro, or an emoji.
    """
    plain = set(body) <= PLAIN | TWICE
    sizes = [2 if (character in TWICE if plain else ord(character) > 0xFFFF) else 1 for character in body]
    if sum(sizes) <= WHOLE[plain]:
        return 1
    count, used = 1, 0
    for size in sizes:
        if used + size > PART[plain]:
            count, used = count + 1, 0
        used += size
    return count
