"""How many parts a text is sent in: each is paid for, and a long one may come apart on the way."""

import math

PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""What a text holds 160 of; any other character makes it one of 70."""
TWICE = frozenset("^{}\\[~]|€\f")
"""These take the room of two."""


def parts(body: str) -> int:
    """One for up to 160 plain characters or 70 others; beyond that 153 or 67 to a part."""
    if set(body) <= PLAIN | TWICE:
        length = len(body) + sum(character in TWICE for character in body)
        return 1 if length <= 160 else math.ceil(length / 153)
    length = len(body.encode("utf-16-le", "replace")) // 2
    return 1 if length <= 70 else math.ceil(length / 67)
