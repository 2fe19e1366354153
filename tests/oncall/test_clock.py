"""The pulse of an earlier release stops itself as soon as a later one has migrated the database."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from oncall import clock
from oncall.db import outbox
from oncall.errors import Problem
from tests.oncall.contacts.conftest import scene, thursday

__all__ = ["scene", "thursday"]


@pytest.fixture
def beats(scene, monkeypatch):
    """A pulse that beats without a pause, and which of its beats have begun; no signal is caught."""
    begun = []

    def beat(w, *, mend):
        begun.append(mend)
        return done(w, mend=False)

    done = clock.beat
    monkeypatch.setattr(clock, "beat", beat)
    monkeypatch.setattr(clock, "BEAT_SECONDS", 0)
    monkeypatch.setattr(clock, "wiring", lambda: scene.w)
    monkeypatch.setattr(clock, "keep_pushed", bool)
    monkeypatch.setattr(clock.signal, "signal", lambda *_: None)
    return begun


def migrated_later(scene):
    with scene.w.unit_of_work() as work:
        work.session.execute(text("UPDATE alembic_version SET version_num = 'later'"))


def put_errand(scene):
    """An errand that is due since a minute; whether it is done."""
    call = scene.by_ref(scene.rings())
    with scene.w.unit_of_work() as work:
        outbox.put(work, "page_text", "key", now=scene.clock(), contact_id=call.id, subject="asha")
    scene.clock.advance(minutes=1)

    def is_done():
        with scene.w.unit_of_work() as work:
            return outbox.oldest_due(work.session) is None

    return is_done


def test_one_that_starts_on_the_database_of_a_later_release_does_nothing(scene, beats):
    is_done = put_errand(scene)
    migrated_later(scene)

    with pytest.raises(Problem, match="belongs to a later release"):
        clock.run(lambda *_: None)

    assert beats == []
    assert not is_done()


def test_one_in_the_middle_of_its_work_stops_before_its_next_beat(scene, beats, monkeypatch):
    is_done = put_errand(scene)
    monkeypatch.setattr(clock.Nightly, "put", lambda _: len(beats) == 3 and migrated_later(scene))

    with pytest.raises(Problem, match="belongs to a later release"):
        clock.run(lambda *_: None)

    assert len(beats) == 3
    assert is_done()


def test_while_the_database_does_not_say_it_goes_on(scene, beats, monkeypatch):
    answers = [OperationalError("", None, Exception()), False, OperationalError("", None, Exception()), True]

    def says(_session):
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(clock, "is_of_later_release", says)
    with pytest.raises(Problem):
        clock.run(lambda *_: None)

    assert len(beats) == 3
