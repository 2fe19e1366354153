"""The service's tables on a real database; every test's changes are taken back."""

from collections.abc import Iterator

import pytest
from sqlalchemy import NullPool, create_engine
from sqlalchemy.orm import Session, sessionmaker


@pytest.fixture
def sessions(database_url: str) -> Iterator[sessionmaker[Session]]:
    """Sessions whose commits are taken back when the test is over."""
    engine = create_engine(database_url, poolclass=NullPool)
    with engine.connect() as connection, connection.begin() as everything:
        yield sessionmaker(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)
        everything.rollback()


@pytest.fixture
def session(sessions: sessionmaker[Session]) -> Iterator[Session]:
    """One session, to look at what was done."""
    with sessions() as session:
        yield session
