"""A swap follows its shift when another rota is published: shown before, told after, taken back by undo."""

from datetime import UTC, datetime

import pytest

from tests.oncall.calendar.test_editor import SPAN, elin, farah, on, sends, versions
from tests.oncall.contacts.page import words
from tests.oncall.shifts.conftest import told

__all__ = ["elin", "farah"]

A_WEEK_ON = datetime(2026, 11, 13, 22, tzinfo=UTC)
SWAP = {"tier": "practitioner", "what": "replace", "person": "dai", "replaced": "asha"}
ASHA_SECOND = {"do": "up:0:0:1"}
ASHA_GONE = {"do": "out:0:0:0"}


@pytest.fixture
def swapped(scene, elin):
    """Dai stands in for Asha on Friday night, by version 2."""
    sends(elin, "/rota/edit/overrides", **SWAP, **SPAN)
    sends(elin, "/rota/edit/publish", "/rota/edit/preview")
    assert on(scene) == ("dai",)


def test_a_swap_that_follows_is_shown_before_and_counts_after(scene, elin, swapped):
    sends(elin, "/rota/edit/people", **ASHA_SECOND)

    said = words(elin.get("/rota/edit/preview"))
    assert "Swaps that follow their shift" in said
    assert "now Fri 13 Nov 17:00 to Sat 14 Nov 09:00" in said
    assert "On practitioner: Fri 13 Nov 17:00 to Sat 14 Nov 09:00" in said
    assert "no longer fit" not in said
    sends(elin, "/rota/edit/publish", "/rota/edit/preview")

    assert (on(scene), on(scene, at=A_WEEK_ON)) == (("ben",), ("dai",))


def test_undoing_what_moved_it_takes_the_swap_back_to_where_it_was(scene, elin, swapped):
    sends(elin, "/rota/edit/people", **ASHA_SECOND)
    sends(elin, "/rota/edit/publish", "/rota/edit/preview")

    sends(elin, "/rota/versions/undo", "/rota/versions")

    assert (on(scene), on(scene, at=A_WEEK_ON)) == (("dai",), ("ben",))
    assert [origin for _, origin, _ in versions(scene)] == ["undo", "draft", "draft", "file"]


def test_a_swap_that_no_longer_fits_is_told_to_both_and_to_the_coordinator(scene, elin, farah, swapped):
    sends(farah, "/rota/edit/people", **ASHA_GONE)
    said = words(farah.get("/rota/edit/preview"))
    assert "Swaps that no longer fit" in said
    assert "Dai Rees for Asha Verma, practitioner, Fri 6 Nov 17:00 to Sat 7 Nov 09:00" in said

    sends(farah, "/rota/edit/publish", "/rota/edit/preview")
    scene.does_errands()

    span = "practitioner Fri 6 Nov 17:00 to Sat 7 Nov 09:00"
    for who, whose in (("dai", "your"), ("asha", "your"), ("elin", "a")):
        assert told(scene, who)[0].startswith(f"The rota changed, and {whose} swap no longer fits: {span}.")
        assert len(told(scene, who)[0]) <= 160
    assert "Dai Rees for Asha Verma (swap)" not in words(farah.get("/rota/edit"))
    assert "Counts for nothing." in words(farah.get("/rota/edit"))


def test_nobody_hears_of_a_swap_that_fits_again(scene, elin, swapped):
    sends(elin, "/rota/edit/people", **ASHA_GONE)
    sends(elin, "/rota/edit/publish", "/rota/edit/preview")
    sends(elin, "/rota/versions/undo", "/rota/versions")

    scene.does_errands()

    assert [told(scene, who) for who in ("asha", "dai", "elin")] == [[], [], []]


def test_an_override_that_changes_nothing_any_more_is_named_as_well(elin):
    sends(elin, "/rota/edit/overrides", tier="practitioner", what="person", person="ben", **SPAN)
    sends(elin, "/rota/edit/publish", "/rota/edit/preview")
    sends(elin, "/rota/edit/people", **ASHA_SECOND)

    assert "Changes to single times that would count for nothing" in words(elin.get("/rota/edit/preview"))
    sends(elin, "/rota/edit/throw-away")
    sends(elin, "/rota/edit/people", do="up:1:0:1")
    assert "count for nothing" not in words(elin.get("/rota/edit/preview"))
