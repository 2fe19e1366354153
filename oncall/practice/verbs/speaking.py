"""<Say>, <Play>, <Pause>: what somebody hears."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from oncall.practice.interpreter import Session

WORDS_A_SECOND = 2.8
PLAYED_SECONDS = 3.0


def nobody() -> bool:
    """Nothing interrupts."""
    return False


def say(session: Session, element: Element, interrupted: Callable[[], bool] = nobody) -> None:
    """Speak the words, for about as long as speaking them takes."""
    words = " ".join("".join(element.itertext()).split())
    _sound(session, words, len(words.split()) / WORDS_A_SECOND, element, interrupted)


def play(session: Session, element: Element, interrupted: Callable[[], bool] = nobody) -> None:
    """Play a sound file, named by its address, or keys."""
    digits = element.get("digits")
    address = session.documents.resolve(element.text)
    name = f"keys {digits}" if digits else urlsplit(address).path.rpartition("/")[2] or address
    _sound(session, name, PLAYED_SECONDS, element, interrupted, said=False)


def pause(session: Session, element: Element, interrupted: Callable[[], bool] = nobody) -> None:
    """Wait in silence. It does not answer the call."""
    session.leg.wait(interrupted, float(element.get("length") or 1))


def _sound(
    session: Session,
    words: str,
    seconds: float,
    element: Element,
    interrupted: Callable[[], bool],
    *,
    said: bool = True,
) -> None:
    session.leg.answer()
    if not words:
        return
    for _ in range(int(element.get("loop") or 1) or 1000):
        session.leg.hear(words, said=said)
        if session.leg.wait(interrupted, seconds):
            return
