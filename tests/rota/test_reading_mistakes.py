"""Every mistake in a rota file is told in one sentence, with its place."""

from copy import deepcopy

import pytest

from rota.errors import MistakesError
from rota.reading import rota_from
from tests.rota.plans import away, holidays
from tests.rota.test_reading import DOCUMENT

LAYER = ("tiers", 0, "layers", 0)
ROTATION = (*LAYER, "rotation")
NIGHTS = ("tiers", 0, "layers", 1)
WINDOW = (*NIGHTS, "windows", 0)
CHANGE = ("overrides", 0)
ABSENCE = ("absences", 0)

WHOLE = "must be a whole number, 1 or more, not"
A_TIME = "must be a time like 2026-11-02T09:00, not"
A_ZONE = "`timezone` must be a timezone like Europe/London, not"
ONE_OF = "An override needs exactly one of `person`, `add` and `remove`."
UNITS = "hour, day, week, month, window"

MISTAKES = [
    # in a rotation
    (ROTATION, "every", 0, f"`every` {WHOLE} 0."),
    (ROTATION, "every", -1, f"`every` {WHOLE} -1."),
    (ROTATION, "every", 1.5, f"`every` {WHOLE} 1.5."),
    (ROTATION, "every", "2", f"`every` {WHOLE} 2."),
    (ROTATION, "unit", "year", f"`unit` must be one of {UNITS}, not year."),
    (ROTATION, "unit", "window", "`unit: window` needs a layer with windows."),
    (ROTATION, "from", "soon", f"`from` {A_TIME} soon."),
    (ROTATION, "people", "asha", "`people` must be a list."),
    # in a layer
    (LAYER, "rotation", ..., "`rotation` must be a mapping."),
    (LAYER, "rotation", "weekly", "`rotation` must be a mapping."),
    (LAYER, "from", "x", f"`from` {A_TIME} x."),
    (LAYER[:-1], 0, "weeks", "An entry of `layers` must be a mapping."),
    # in a window
    (WINDOW, "days", "mon", "`days` must be a list."),
    (WINDOW, "from", "25:00", "`from` must be a clock time like 17:00, not 25:00."),
    (WINDOW, "until", "xyz 09:00", "`until` must be a day like mon, not xyz."),
    (WINDOW[:-1], 0, None, "An entry of `windows` must be a mapping."),
    (NIGHTS, "windows", "nights", "`windows` must be a list."),
    # in a tier
    (("tiers",), 0, "first", "An entry of `tiers` must be a mapping."),
    (("tiers", 0), "ring_seconds", 0, "`ring_seconds` must be a whole number from 1 to 600, not 0."),
    ((), "tiers", "x", "`tiers` must be a list."),
    # in the calendar
    ((), "timezone", "Mars/Olympus", f"{A_ZONE} Mars/Olympus."),
    ((), "timezone", "Europe", f"{A_ZONE} Europe."),
    ((), "holidays", "FR", "`holidays` must be GB-ENG, not FR."),
    ((), "holidays", ["GB-ENG"], "`holidays` must be a name, not ['GB-ENG']."),
    ((), "closures", "2026-12-29", "`closures` must be a list."),
    # in an override or an absence
    (CHANGE, "tier", "nobody", "There is no tier called nobody."),
    (CHANGE, "until", "2026-11-02T09:00", "`until` must be after `from`."),
    (CHANGE, "until", "2026-11-01", "`until` must be after `from`."),
    (CHANGE, "until", "2026-11-02T08:59:59Z", "`until` must be after `from`."),
    (CHANGE, "person", ["dai"], "`person` must be a name, not ['dai']."),
    (("overrides", 1), "replace", [], "`replace` must be a name, not []."),
    (("overrides",), 0, 7, "An entry of `overrides` must be a mapping."),
    ((), "overrides", {}, "`overrides` must be a list."),
    (ABSENCE, "until", "2026-11-02", "`until` must be after `from`."),
    (ABSENCE, "tier", "nobody", "There is no tier called nobody."),
    (("absences",), 0, [], "An entry of `absences` must be a mapping."),
]


@pytest.mark.parametrize(
    ("where", "key", "to", "says"), MISTAKES, ids=[f"{row[1]} {row[2]}" for row in MISTAKES]
)
def test_a_mistake_is_told_in_one_sentence_with_its_place(where, key, to, says):
    assert mistakes(changed(*where, key, to=to)) == [((*where, key), says)]


@pytest.mark.parametrize(
    ("where", "key"),
    [
        (ROTATION, "unit"),
        (ROTATION, "from"),
        (ROTATION, "people"),
        (LAYER, "name"),
        (WINDOW, "from"),
        (WINDOW, "until"),
        (("tiers", 1), "name"),
        ((), "tiers"),
        ((), "timezone"),
        (CHANGE, "tier"),
        (CHANGE, "from"),
        (CHANGE, "until"),
        (ABSENCE, "person"),
        (ABSENCE, "from"),
        (ABSENCE, "until"),
    ],
    ids=str,
)
def test_what_must_be_written_is_told_to_be_missing_where_it_should_stand(where, key):
    assert mistakes(changed(*where, key, to=...)) == [(where, f"`{key}` is missing.")]


def test_an_entry_of_a_list_has_a_place_of_its_own():
    people, days = (
        changed(*ROTATION, "people", to=["asha", ["ben", None]]),
        changed(*WINDOW, "days", to=["mon", "day"]),
    )

    assert mistakes(people) == [((*ROTATION, "people", 1), "An entry of `people` must be a name.")]
    says = "An entry of `days` must be a day like mon, or holiday, not day."
    assert mistakes(days) == [((*WINDOW, "days", 1), says)]


def test_a_rotation_that_counts_windows_needs_some():
    says = "`unit: window` needs a layer with windows."

    for none in ([], None):
        assert mistakes(changed(*NIGHTS, "windows", to=none)) == [((*NIGHTS, "rotation", "unit"), says)]


def test_an_override_does_exactly_one_thing():
    assert mistakes(changed(*CHANGE, "person", to=...)) == [(CHANGE, ONE_OF)]
    assert mistakes(changed(*CHANGE, "add", to="elin")) == [(CHANGE, ONE_OF)]
    alone = changed("overrides", 2, "replace", to="asha")
    assert mistakes(alone) == [(("overrides", 2), "`replace` needs the `person` who takes over.")]


def test_two_tiers_of_one_name_are_a_mistake():
    twice = changed("tiers", to=[*DOCUMENT["tiers"], {"name": "backup"}])

    assert mistakes(twice) == [(("tiers", 2, "name"), "There are two tiers called backup.")]


def test_an_absence_may_name_a_tier_that_is_there_and_still_counts_in_every_tier():
    assert len(rota_from(changed("absences", 0, "tier", to="backup"), holidays).absences) == 1


def test_a_span_that_a_clock_change_leaves_no_time_does_not_end_after_it_begins():
    skipped = changed("absences", 0, to=away("ben", "2027-03-28T01:10", "2027-03-28T01:50"))

    with pytest.raises(MistakesError, match="`until` must be after `from`"):
        rota_from(skipped, holidays)


def test_all_mistakes_are_told_at_once():
    document = changed("tiers", 0, "layers", 0, "rotation", "every", to=0)
    document["timezone"] = "Nowhere"
    document["overrides"][3]["tier"] = "nobody"
    document["absences"][0]["until"] = "2026-11-01"

    with pytest.raises(MistakesError) as refused:
        rota_from(document, holidays)

    assert [mistake.path for mistake in refused.value.mistakes] == [
        ("timezone",),
        ("tiers", 0, "layers", 0, "rotation", "every"),
        ("overrides", 3, "tier"),
        ("absences", 0, "until"),
    ]
    assert (
        str(refused.value)
        == "timezone: `timezone` must be a timezone like Europe/London, not Nowhere. (and 3 more)"
    )


@pytest.mark.parametrize("document", [None, [], "x", 7, [{"tiers": []}]], ids=repr)
def test_a_document_that_is_no_mapping_is_refused(document):
    with pytest.raises(MistakesError, match=r"^the file: The file must be a mapping\.$"):
        rota_from(document, holidays)


def test_people_must_be_staff_where_staff_are_declared():
    staff = {"asha", "ben"}

    with pytest.raises(MistakesError) as refused:
        rota_from(DOCUMENT, holidays, staff)

    assert {mistake.says for mistake in refused.value.mistakes} == {
        "An entry of `people` must be one of the staff, not dai.",
        "`person` must be one of the staff, not dai.",
        "`add` must be one of the staff, not dai.",
    }
    assert rota_from(DOCUMENT, holidays, {"asha", "ben", "dai"}).people() == {"asha", "ben", "dai"}


def changed(*path, to):
    """The document with one thing in it written otherwise; `...` takes it away."""
    document = deepcopy(DOCUMENT)
    there = document
    for step in path[:-1]:
        there = there[step]
    if to is ...:
        there.pop(path[-1])
    else:
        there[path[-1]] = to
    return document


def mistakes(document):
    """Where and what is wrong."""
    with pytest.raises(MistakesError) as refused:
        rota_from(document, holidays)
    return [(mistake.path, mistake.says) for mistake in refused.value.mistakes]
