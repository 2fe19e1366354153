"""The same fictional service as the tests of contacts have; Asha took a call from Kit's carer."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from oncall.contacts.choose_children import Ticks, choose_children
from oncall.contacts.tables import ContactRow
from oncall.db import outbox
from oncall.followups.changing import Outcome, Step
from oncall.followups.propose import Asked, Issue, propose
from oncall.followups.read_follow_ups import InFull, read_of_contact, read_one
from oncall.followups.record import FollowUp
from tests.oncall.contacts.conftest import app, beginning_with, beginnings, browser, crowd, thursday
from tests.oncall.contacts.scene import Scene

__all__ = ["app", "beginnings", "browser", "crowd", "scene", "thursday"]

MISSING = Issue("P01", "Missing", ("F01", "F02", "F04", "F05", "F07", "F10c", "F12", "F13", "F26"))
PROMISE = Issue("P05", "Worried", ("F16",))


class Night:
    """One contact and what follows it, as somebody of the staff changes it."""

    def __init__(self, scene: Scene, ref: str) -> None:
        self.scene, self.w, self.ref = scene, scene.w, ref

    @classmethod
    def begins(cls, scene: Scene, child: str = "C-7K2Q") -> "Night":
        """A call about a child has just ended."""
        night = cls(scene, scene.rings())
        scene.takes_it(night.ref)
        scene.ends(night.ref)
        night.tick(child)
        return night

    def tick(self, *children: str, who: str = "asha") -> None:
        ticks = Ticks(frozenset(children), "", frozenset())
        choose_children(self.ref, ticks, self.scene.somebody(who), self.w)

    def propose(self, *issues: Issue, urgency: str = "U1", who: str = "asha", **known: bool) -> Outcome:
        asked = Asked(issues or [MISSING], urgency, known)
        return propose(self.ref, asked, self.scene.somebody(who), self.w)

    def all(self, who: str = "asha") -> dict[str, FollowUp]:
        found = read_of_contact(self.ref, self.scene.somebody(who), self.w)
        assert found is not None
        return {one.kind: one for one in found.follow_ups}

    def one(self, kind: str, who: str = "asha") -> FollowUp:
        return self.all(who)[kind]

    def read(self, kind: str, who: str = "asha") -> InFull:
        full = read_one(self.one(kind).id, self.scene.somebody(who), self.w)
        assert full is not None
        return full

    def step(self, kind: str, who: str = "asha", key: str = "", seen: int | None = None) -> Step:
        """A form about a follow-up, as its sender's page made it just now."""
        it = self.one(kind, who)
        self.scene.calls += 1
        made_from = it.version if seen is None else seen
        return Step(it.id, key or f"key {self.scene.calls}", made_from, self.scene.somebody(who))

    def passes(self, **units: float) -> None:
        """Time passes, and the pulse does everything that becomes due in it, when it becomes due."""
        until = self.scene.clock() + timedelta(**units)
        while (due := self._next_due()) is not None and due <= until:
            self.scene.clock.at = max(due, self.scene.clock())
            self.scene.does_errands()
        self.scene.clock.at = until

    def _next_due(self) -> datetime | None:
        with self.w.unit_of_work() as work:
            return outbox.oldest_due(work.session)


scene = beginning_with("night", Night.begins)


@pytest.fixture
def night(scene: Scene) -> Night:
    """Thursday, 22:05: a call about Kit has just ended."""
    with scene.w.unit_of_work() as work:
        return Night(scene, work.session.scalars(select(ContactRow.ref)).one())


@pytest.fixture
def nights() -> Callable[[Scene], Night]:
    """The same in another scene."""
    return Night.begins
