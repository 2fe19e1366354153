"""Sealed things."""

import pytest

from oncall.seal import Broken, Seal


def test_what_is_sealed_opens_again_and_is_not_to_be_read():
    sealed = Seal("a key").close(b"+447700900301", "spool")

    assert Seal("a key").open(sealed, "spool") == b"+447700900301"
    assert b"7700" not in sealed


def test_the_same_words_never_look_the_same():
    seal = Seal("a key")

    assert seal.close(b"words", "spool") != seal.close(b"words", "spool")


@pytest.mark.parametrize(
    ("key", "purpose", "change"),
    [
        pytest.param("another", "spool", lambda it: it, id="another key"),
        pytest.param("a key", "snapshot", lambda it: it, id="another purpose"),
        pytest.param("a key", "spool", lambda it: it[:-1], id="cut short"),
        pytest.param(
            "a key", "spool", lambda it: it[:20] + bytes([it[20] ^ 1]) + it[21:], id="one bit changed"
        ),
        pytest.param("a key", "spool", lambda it: b"\x02" + it[1:], id="another version"),
        pytest.param("a key", "spool", lambda it: b"", id="empty"),
    ],
)
def test_anything_else_does_not_open(key, purpose, change):
    sealed = change(Seal("a key").close(b"words", "spool"))

    with pytest.raises(Broken):
        Seal(key).open(sealed, purpose)
