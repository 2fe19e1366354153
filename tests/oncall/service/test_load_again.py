"""A changed service file is loaded: what the pages have changed of the rota stays, follows, or is told of."""

from datetime import UTC, datetime

import pytest

from oncall.rotas import store
from oncall.rotas.document import parse
from oncall.rotas.merge import merged
from oncall.service.hand_rules import away, both, stands_in
from oncall.service.load import load
from oncall.service.read_service import read_service
from oncall.shifts.change import change_rota
from oncall.shifts.unfit import tell_unfit
from tests.oncall.contacts.conftest import crowd, scene, thursday
from tests.oncall.contacts.scene import MARCHES
from tests.oncall.shifts.conftest import config_in, on, told

__all__ = ["crowd", "on", "scene", "thursday"]

FRIDAY = datetime(2026, 11, 6, 17, tzinfo=UTC), datetime(2026, 11, 7, 9, tzinfo=UTC)
NIGHT, A_WEEK_ON = datetime(2026, 11, 6, 22, tzinfo=UTC), datetime(2026, 11, 13, 22, tzinfo=UTC)
TEAM = {"asha", "ben", "dai"}


@pytest.fixture
def swapped(scene):
    """Dai stands in for Asha on Friday night, and Carys is away on Saturday, as the pages have it."""
    with scene.w.unit_of_work() as work:
        config = config_in(work, scene)
        saturday = FRIDAY[1], datetime(2026, 11, 8, 9, tzinfo=UTC)
        edit = both(
            stands_in(config, "practitioner", "dai", "asha", *FRIDAY), away(config, "carys", *saturday, "ill")
        )
        change_rota(work, config, edit, now=scene.clock(), by="asha", origin="swap")
    scene.clock.advance(minutes=1)
    return scene


def loads(scene, *changes):
    text = MARCHES.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    reading, open_ = read_service(parse(text, "marches.yaml")), scene.w.unit_of_work
    return load(reading, unit_of_work=open_, now=scene.clock, tell=tell_unfit)


def written(scene):
    with scene.w.unit_of_work() as work:
        return store.newest(work.session, config_in(work, scene).id)


def the_turns(*people):
    """Changes whose turn it is first."""
    return f"people: [{', '.join(people)}]"


def practitioners(scene):
    """The line of the file that says who the practitioners are."""
    people = written(scene)["tiers"][0]["layers"][0]["rotation"]["people"]
    return the_turns(*people), people


def test_a_swap_and_an_absence_stay_when_the_file_changes_something_else(swapped, on):
    change = ("people: [elin, dai]", "people: [dai, elin]")
    first, again = loads(swapped, change), loads(swapped, change)

    assert (first.changed, first.notes) == (True, ())
    assert (again.changed, again.notes, again.version) == (False, (), first.version)
    assert on(at=NIGHT) == ("dai",)
    assert on("manager") == ("dai",)
    assert [one["person"] for one in written(swapped)["absences"] if one.get("reason") == "ill"] == ["carys"]


def test_a_swap_follows_its_shift_where_the_file_moves_it(swapped, on):
    line, people = practitioners(swapped)
    loaded = loads(swapped, (line, the_turns(people[1], people[0], *people[2:])))

    assert on(at=A_WEEK_ON) == ("dai",)
    assert on(at=NIGHT) == (people[1],)
    assert loaded.notes == (
        "dai for asha on practitioner, Fri 6 Nov 17:00 to Sat 7 Nov 09:00: follows its shift, "
        "Fri 13 Nov 17:00 to Sat 14 Nov 09:00.",
    )
    assert not loads(swapped, (line, the_turns(people[1], people[0], *people[2:]))).changed


def test_a_swap_that_no_longer_fits_is_told_in_a_sentence_and_to_both(swapped):
    line, people = practitioners(swapped)
    loaded = loads(swapped, (line, the_turns(*people[1:])))
    swapped.does_errands()

    assert [one for one in loaded.notes if "no longer fits" in one] == [
        "dai for asha on practitioner, Fri 6 Nov 17:00 to Sat 7 Nov 09:00: no longer fits the rota; "
        "whoever it concerns is told."
    ]
    assert all("your swap no longer fits" in told(swapped, who)[0] for who in ("asha", "dai"))
    assert loads(swapped, (line, the_turns(*people[1:]))).notes == ()


BASE = {
    "timezone": "Europe/London",
    "tiers": [{"name": "first", "layers": []}],
    "overrides": [{"tier": "first", "person": "asha"}],
}
SWAP = {"tier": "first", "person": "dai", "replace": "asha"}


def but(**changes):
    """The file as it was loaded first, with other sections."""
    return {**BASE, **changes}


def test_what_the_pages_took_out_stays_out_and_what_the_file_adds_comes():
    file = but(overrides=[*BASE["overrides"], {"tier": "first", "add": "ben"}])
    found = merged(BASE, but(overrides=[SWAP]), file, TEAM).definition

    assert found["overrides"] == [{"tier": "first", "add": "ben"}, SWAP]


def test_what_the_file_takes_out_goes():
    assert merged(BASE, BASE, but(overrides=[]), TEAM).definition["overrides"] == []


def test_turns_changed_on_the_pages_stay_unless_the_file_changes_them_too():
    pages = but(tiers=[{"name": "first", "layers": [{"rotation": {"people": ["ben", ["dai"]]}}]}])
    file = but(tiers=[{"name": "first", "layers": [{"rotation": {"people": ["asha"]}}]}])

    stays, goes = merged(BASE, pages, but(absences=[]), TEAM), merged(BASE, pages, file, TEAM)

    assert (stays.definition["tiers"], stays.turns_lost) == (pages["tiers"], False)
    assert (goes.definition["tiers"], goes.turns_lost) == (file["tiers"], True)


@pytest.mark.parametrize("gone", ["dai", "second"])
def test_what_names_somebody_or_a_tier_that_is_gone_is_taken_out_and_named(gone):
    swap = {**SWAP, "tier": "second"} if gone == "second" else SWAP
    found = merged(BASE, but(overrides=[*BASE["overrides"], swap]), BASE, TEAM - {gone})

    assert found.dropped == (swap,)
    assert found.definition["overrides"] == BASE["overrides"]
