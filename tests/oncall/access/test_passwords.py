"""Passwords are kept as hashes."""

import pytest
from argon2 import PasswordHasher

from oncall.access import passwords
from oncall.errors import Problem


def test_the_real_hash_is_as_slow_as_the_standard_asks(quick_hashes):
    passwords.use_hasher(PasswordHasher())
    kept = passwords.hash_password("three words in a row")

    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_the_same_password_is_never_kept_the_same_way_twice():
    assert passwords.hash_password("three words in a row") != passwords.hash_password("three words in a row")


def test_an_accent_typed_in_two_keystrokes_is_the_same_accent():
    kept = passwords.hash_password("caf\u00e9 in the evening")

    assert passwords.is_right("cafe\u0301 in the evening", kept)


@pytest.mark.parametrize(("password", "says"), [("eleven char", "at least 12"), ("x" * 201, "at most 200")])
def test_a_password_of_an_unfit_length_is_refused(password, says):
    with pytest.raises(Problem, match=says):
        passwords.hash_password(password)


def test_what_is_no_hash_lets_nobody_in():
    assert not passwords.is_right("three words in a row", "plain text")
