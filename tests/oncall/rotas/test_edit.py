"""Changes to a rota as written, what they change for whom, and the file it makes."""

from copy import deepcopy
from datetime import UTC, datetime, timedelta

from oncall.rotas.difference import Changed, difference
from oncall.rotas.document import parse, read_file
from oncall.rotas.edit import added, joined, left, moved, taken_out
from oncall.rotas.rota_file import as_written, rota_from_mapping
from oncall.rotas.write_out import as_file
from tests.oncall.contacts.scene import MARCHES

NOW = datetime(2026, 11, 5, 22, tzinfo=UTC)
WRITTEN = as_written(read_file(MARCHES).data)
OVERRIDE = {"tier": "backup", "from": "2026-11-06T17:00", "until": "2026-11-07T09:00", "person": "dai"}


def people(definition, tier=0, layer=0):
    return definition["tiers"][tier]["layers"][layer]["rotation"]["people"]


def changes(edit):
    before, after = rota_from_mapping(WRITTEN), rota_from_mapping(edit(WRITTEN))
    return difference(before, after, NOW, NOW + timedelta(days=4))


def test_a_turn_moves_up_and_down_and_stops_at_the_ends():
    assert people(moved(0, 0, 2, -1)(WRITTEN)) == ["asha", "carys", "ben"]
    assert people(moved(0, 0, 0, 1)(WRITTEN)) == ["ben", "asha", "carys"]
    assert moved(0, 0, 0, -1)(WRITTEN) == moved(0, 0, 2, 1)(WRITTEN) == WRITTEN


def test_a_turn_is_added_last_and_taken_out():
    assert people(joined(0, 1, "ben")(WRITTEN), layer=1) == ["dai", "asha", "ben"]
    assert people(left(0, 1, 0)(WRITTEN), layer=1) == ["asha"]


def test_what_is_not_there_changes_nothing():
    for edit in (moved(9, 0, 0, 1), joined(0, 9, "ben"), left(0, 0, 9), taken_out("overrides", 9)):
        assert edit(WRITTEN) == WRITTEN


def test_what_was_written_is_never_touched():
    before = deepcopy(WRITTEN)
    for edit in (moved(0, 0, 0, 1), joined(0, 0, "dai"), left(0, 0, 0), added("overrides", OVERRIDE)):
        edit(WRITTEN)

    assert before == WRITTEN


def test_the_same_override_twice_is_one_and_the_last_taken_out_leaves_none():
    twice = added("overrides", OVERRIDE)(added("overrides", OVERRIDE)(WRITTEN))

    assert twice["overrides"] == [*WRITTEN["overrides"], OVERRIDE]
    assert "absences" not in taken_out("absences", 0)(WRITTEN)


def test_the_file_it_makes_says_the_same():
    assert parse(as_file(WRITTEN), "rota").data == WRITTEN
    assert "  - {tier: backup, from: 2026-11-06T17:00" in as_file(added("overrides", OVERRIDE)(WRITTEN))


def test_a_change_concerns_whoever_comes_and_whoever_goes():
    start, end = datetime(2026, 11, 6, 17, tzinfo=UTC), datetime(2026, 11, 7, 9, tzinfo=UTC)

    assert changes(added("overrides", OVERRIDE)) == [
        Changed("ben", "backup", start, end, False),
        Changed("dai", "backup", start, end, True),
    ]


def test_whoever_loses_the_middle_of_a_shift_keeps_its_ends():
    lost = [one for one in changes(added("overrides", OVERRIDE)) if one.person == "ben"]

    assert [(one.start.hour, one.end.hour) for one in lost] == [(17, 9)]
