"""Somebody wants to come in."""

import hashlib
from threading import Barrier, Thread

import pytest
from argon2 import PasswordHasher
from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import sessionmaker
from structlog.testing import capture_logs

from oncall.access import passwords, store
from oncall.access.sign_in import Credentials, SignedIn, TooManyTries, WrongDetails, sign_in
from oncall.access.tables import SessionRow, TryRow, UserRow
from oncall.access.tries import PER_EMAIL

RIGHT, WRONG = "three words in a row", "three words in a raw"
HERE = "203.0.113.7"


class CountingHasher(PasswordHasher):
    """Remembers what it was asked to compare."""

    def verify(self, hash, password):  # noqa: A002  (the library's own name)
        self.looked_at = [*getattr(self, "looked_at", []), password]
        return super().verify(hash, password)


@pytest.fixture
def attempt(wire_up, clock):
    w = wire_up()

    def make(email="asha@example.org", password=RIGHT, address=HERE, replaces=None):
        given = Credentials(email, password, address)
        return sign_in(given, secret=b"secret", replaces=replaces, unit_of_work=w.unit_of_work, now=clock)

    return make


def test_the_right_password_lets_one_in_however_the_address_is_written(attempt, add_asha):
    add_asha(email="Asha@Example.org")

    assert isinstance(attempt(" aSHA@example.ORG "), SignedIn)


def test_only_the_hash_of_the_token_is_kept(attempt, add_asha, sessions):
    add_asha()
    token = attempt().token

    [kept] = sessions().scalars(select(SessionRow))
    assert kept.token_hash == hashlib.sha256(token.encode()).digest()
    assert len(token) >= 43


@pytest.mark.parametrize(
    ("email", "password"),
    [
        pytest.param("asha@example.org", WRONG, id="wrong password"),
        pytest.param("nobody@example.org", RIGHT, id="unknown address"),
        pytest.param("asha@example.org", "", id="no password"),
        pytest.param("asha@example.org", RIGHT + " " * 300, id="longer than anybody types"),
    ],
)
def test_anything_else_does_not(attempt, add_asha, sessions, email, password):
    add_asha()

    assert attempt(email, password) == WrongDetails()
    assert sessions().scalar(select(func.count(SessionRow.id))) == 0


def test_a_disabled_sign_in_is_as_wrong_as_any(attempt, add_asha, sessions, clock):
    add_asha()
    with sessions.begin() as session:
        session.scalars(select(UserRow)).one().disabled_at = clock()

    assert attempt() == WrongDetails()


def test_a_sign_in_made_for_practice_has_no_password_that_works(attempt, wire_up, sessions, clock):
    with sessions.begin() as session:
        store.add_user(session, email="asha@example.org", name="Asha", roles=[], now=clock())

    assert attempt(password="") == WrongDetails()
    assert attempt(password="nobody has this password") == WrongDetails()


@pytest.mark.parametrize("email", ["asha@example.org", "nobody@example.org"])
def test_a_password_is_hashed_whether_or_not_the_address_is_known(attempt, add_asha, email):
    add_asha()
    counting = CountingHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords.use_hasher(counting)

    attempt(email, WRONG)

    assert counting.looked_at == [WRONG]


def test_after_five_tries_there_is_a_wait_that_grows_and_is_never_for_ever(attempt, add_asha, clock):
    add_asha()
    for _ in range(5):
        assert attempt(password=WRONG) == WrongDetails()

    waits = []
    for _ in range(7):
        refused = attempt()
        assert isinstance(refused, TooManyTries)
        waits.append((refused.until - clock()).total_seconds())
        clock.at = refused.until
        assert attempt(password=WRONG) == WrongDetails()
    clock.advance(minutes=5)

    assert waits == [15, 30, 60, 120, 240, 300, 300]
    assert isinstance(attempt(), SignedIn)


def test_asking_while_waiting_makes_the_wait_no_longer(attempt, add_asha, clock):
    add_asha()
    for _ in range(5):
        attempt(password=WRONG)
    first = attempt()
    clock.advance(seconds=10)

    assert attempt() == first


def test_getting_in_starts_afresh(attempt, add_asha):
    add_asha()
    for _ in range(4):
        attempt(password=WRONG)
    assert isinstance(attempt(), SignedIn)

    for _ in range(5):
        assert attempt(password=WRONG) == WrongDetails()


def test_an_hour_later_all_is_forgotten(attempt, add_asha, clock):
    add_asha()
    for _ in range(4):
        attempt(password=WRONG)
    clock.advance(minutes=61)

    for _ in range(4):
        assert attempt(password=WRONG) == WrongDetails()
    assert isinstance(attempt(), SignedIn)


def test_an_unknown_address_waits_like_a_known_one(attempt):
    for _ in range(5):
        attempt("nobody@example.org", WRONG)

    assert isinstance(attempt("nobody@example.org", WRONG), TooManyTries)


def test_whoever_tries_many_addresses_waits_and_others_do_not(attempt, add_asha):
    add_asha()
    for number in range(30):
        attempt(f"{number}@example.org", WRONG)

    assert isinstance(attempt("31@example.org", WRONG), TooManyTries)
    assert isinstance(attempt(address="203.0.113.8"), SignedIn)


def test_neither_the_address_nor_the_network_is_kept_with_the_tries(attempt, sessions):
    attempt("nobody@example.org", WRONG)

    kept = b"".join(sessions().scalars(select(TryRow.subject)))
    assert len(kept) == 64
    assert b"nobody" not in kept
    assert HERE.encode() not in kept


def test_what_is_old_is_forgotten_when_somebody_gets_in(attempt, add_asha, sessions, clock):
    add_asha()
    attempt("nobody@example.org", WRONG, address="203.0.113.9")
    clock.advance(days=2)
    attempt()

    assert sessions().scalar(select(func.count()).select_from(TryRow)) == 1


def test_signing_in_again_ends_the_session_it_replaces(attempt, add_asha, sessions):
    add_asha()
    first = attempt()
    attempt(replaces=first.token)

    ended = sessions().execute(select(SessionRow.ended_at.is_not(None)).order_by(SessionRow.id))
    assert [row[0] for row in ended] == [True, False]


def test_a_hash_made_more_weakly_is_made_anew(attempt, add_asha, sessions):
    add_asha()
    weak = passwords.hash_password(RIGHT)
    passwords.use_hasher(PasswordHasher(time_cost=2, memory_cost=8, parallelism=1))
    with sessions.begin() as session:
        session.scalars(select(UserRow)).one().password_hash = weak

    assert isinstance(attempt(), SignedIn)
    kept = sessions().scalars(select(UserRow)).one().password_hash
    assert kept != weak
    assert isinstance(attempt(), SignedIn)


def test_nothing_that_was_typed_is_logged(attempt, add_asha):
    add_asha()
    with capture_logs() as logged:
        attempt(password=WRONG)
        attempt()

    assert [line["event"] for line in logged] == ["sign_in_refused", "signed_in"]
    for typed in ("asha", RIGHT, WRONG, HERE):
        assert typed not in str(logged)
    assert RIGHT not in repr(Credentials("asha@example.org", RIGHT, HERE))


def test_many_tries_at_the_same_moment_are_all_counted(fresh_database, clock):
    engine = create_engine(fresh_database(), pool_size=16)
    sessions, start, allowed = sessionmaker(engine), Barrier(16), []

    def guess() -> None:
        start.wait()
        with sessions.begin() as session:
            waits = store.count_try(session, b"asha", PER_EMAIL, clock())
        allowed.append(waits is None)

    threads = [Thread(target=guess) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    engine.dispose()

    assert sorted(allowed) == [False] * 11 + [True] * 5
