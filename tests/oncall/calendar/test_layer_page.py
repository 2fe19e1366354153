"""A layer in fields: turns, windows, errors beside their field, a new layer, two coordinators at once."""

import re

import pytest

from oncall.calendar.layer_form import as_form, as_written
from oncall.rotas import draft_store
from oncall.service.store import service_with_code
from tests.oncall.calendar.test_editor import elin, farah
from tests.oncall.contacts.page import words
from tests.oncall.shifts.plain import ZONE

__all__ = ["elin", "farah"]

PATH = "/rota/edit/layer?service=marches&tier=0&layer="
WINDOW = {"days-0": ["mon", "fri"], "start-0": "17:00", "until-0": "09:00", "until_day-0": "", "rows": "1"}
WEEKS = {"name": "weeks", "unit": "day", "every": "2", "start": "2026-11-02T09:00", "was": "weeks"}


def saves(who, layer=0, revision=None, path="/rota/edit/layer", **fields):
    """Send the form of a layer of the first tier, as the page has it."""
    shown = who.get(f"{PATH}{layer}").text
    known = revision or re.search(r'name="revision" value="(\d+)"', shown)[1]
    place = {"service": "marches", "tier": "0", "layer": str(layer), "revision": known}
    return who.post(path, f"{PATH}{layer}", **place, **fields)


def draft(scene, tier=0):
    """The layers of a tier in the draft."""
    with scene.w.unit_of_work() as work:
        found = draft_store.read(work.session, service_with_code(work.session, "marches").id)
    return None if found is None else found.definition["tiers"][tier]["layers"]


def test_turns_and_windows_are_changed_in_fields(scene, elin):
    assert saves(elin, **WEEKS, **WINDOW).status_code == 303

    assert draft(scene)[0] == {
        "name": "weeks",
        "rotation": {
            "unit": "day",
            "every": 2,
            "from": "2026-11-02T09:00",
            "people": ["asha", "ben", "carys"],
        },
        "windows": [{"days": ["mon", "fri"], "from": "17:00", "until": "09:00"}],
    }
    said = words(elin.get("/rota/edit"))
    assert "Every 2 days it is the next turn, from Mon 2 Nov 2026 09:00." in said
    assert "Only Mon, Fri 17:00 to 09:00." in said


def test_a_window_is_shown_as_it_is_written_and_taken_out(scene, elin):
    page = elin.get(f"{PATH}1").text
    assert re.search(r'value="sat" checked', page)
    assert 'name="start-0" type="time" value="09:00"' in page
    saturdays = {"name": "saturday days", "unit": "week", "every": "1", "start": "2026-11-07T09:00"}
    taken_out = {"days-0": "sat", "start-0": "09:00", "until-0": "17:00", "out-0": "yes", "rows": "2"}

    saves(elin, 1, was="saturday days", **saturdays, **taken_out)

    assert "windows" not in draft(scene)[1]


@pytest.mark.parametrize(
    ("fields", "field", "says"),
    [
        ({"every": "0"}, "every", "The length of a turn must be a whole number, 1 or more, not 0."),
        ({"start": ""}, "start", "Say when the first turn begins."),
        (
            {"start": "soon"},
            "start",
            "The beginning of the first turn must be a time like 2026-11-02T09:00, not soon.",
        ),
        ({"name": ""}, "name", "Give the layer a name."),
        ({"unit": "moon"}, "unit", "The unit of a turn must be"),
        ({"days-0": []}, "days-0", "Tick the days on which the window begins."),
        ({"until-0": ""}, "until-0", "Say from when until when the window lasts."),
        (
            {"start-0": "25:00"},
            "start-0",
            "The beginning of a window must be a clock time like 17:00, not 25:00.",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(scene, elin, fields, field, says):
    page = saves(elin, **{**WEEKS, **WINDOW, **fields})

    assert page.status_code == 422
    beside = re.search(rf'<p id="{field}-error".*?</p>', page.text, re.DOTALL)[0]
    assert says in re.sub(r"\s+", " ", beside).replace("&#39;", "'")
    assert f'href="#{field}"' in page.text
    assert 'value="fri" checked' in page.text or "days-0" in fields
    assert draft(scene) is None


def test_a_new_layer_is_added_without_anybody_and_taken_out_again(scene, elin):
    new = {**WEEKS, "name": "nights", "was": ""}
    assert saves(elin, 2, **new, **WINDOW).status_code == 303
    assert [one["name"] for one in draft(scene)] == ["weeks", "saturday days", "nights"]
    assert draft(scene)[2]["rotation"]["people"] == []

    assert saves(elin, 2, path="/rota/edit/layer/out").status_code == 303

    assert [one["name"] for one in draft(scene)] == ["weeks", "saturday days"]


def test_the_second_of_two_is_told_and_keeps_what_they_filled_in(scene, elin, farah):
    saves(elin, **{**WEEKS, "every": "3"}, rows="0")

    late = saves(farah, revision="0", **WEEKS, **WINDOW)
    assert late.status_code == 409
    said = words(late)
    assert "Elin Hughes changed the draft at Thu 5 Nov 22:00, after you opened it." in said
    assert "As your colleague left it: Every 3 days" in said
    assert 'value="fri" checked' in late.text
    assert draft(scene)[0]["rotation"]["every"] == 3
    assert saves(farah, **WEEKS, **WINDOW).status_code == 303

    assert draft(scene)[0]["rotation"]["every"] == 2


def test_a_form_for_a_layer_that_is_another_by_now_changes_nothing(scene, elin):
    saves(elin, 0, path="/rota/edit/layer/out")

    saves(elin, 0, **WEEKS, rows="0")

    assert [one["name"] for one in draft(scene)] == ["saturday days"]
    assert "A colleague has changed the layers meanwhile." in words(elin.get("/rota/edit"))


def test_a_layer_that_is_not_there_is_not_found(elin):
    assert elin.get(f"{PATH}9").status_code == 404
    assert elin.get("/rota/edit/layer?tier=9&layer=0").status_code == 404


def test_what_the_form_leaves_alone_stays_as_it_was_written():
    layer = {
        "name": "nights",
        "from": "2026-11-10T00:00",
        "rotation": {"unit": "window", "from": "2026-11-02T00:00:30", "people": [["asha", "ben"], []]},
        "windows": [
            {"from": "17:00", "until": "mon 09:00"},
            {"days": ["holiday"], "from": "9:00", "until": "17:00"},
        ],
    }

    assert as_written(as_form(layer, ZONE), layer, ZONE) == layer
