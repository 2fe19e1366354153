"""The engine against a naive resolver: every minute of a year, and random rotas in five zones."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rota.cover import Cover, cover, plan_of
from rota.model import Gap, Rota, Shift
from rota.reading import rota_from
from tests.rota import naive
from tests.rota.plans import away, holidays, layer, override, turns, window

CHRISTMAS = {date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28)}
CLOSURES = {date(2026, 12, 29)}

A_YEAR = {
    "timezone": "Europe/London",
    "holidays": "GB-ENG",
    "closures": ["2026-12-29"],
    "tiers": [
        {
            "name": "first",
            "layers": [
                layer(turns("week", "2026-03-02T09:00", "asha", "ben", ["carys", "dai"], []), "weeks"),
                layer(
                    turns("month", "2026-01-31T01:30", "elin", "asha"),
                    "months",
                    windows=[window("01:30", "05:00", "sun")],
                ),
                layer(
                    turns("window", "2026-02-10T00:00", "asha", ["ben", "dai"], [], every=2),
                    "nights",
                    windows=[
                        window("17:00", "09:00", "mon", "tue", "wed", "thu"),
                        window("17:00", "mon 09:00", "fri"),
                        window("01:00", "02:00", "sun"),
                        window("09:00", "17:00", "holiday"),
                    ],
                    until="2026-12-30T12:00",
                ),
                layer(
                    turns("hour", "2026-03-20T00:00", "ben", "carys", "elin"),
                    "hours",
                    since="2026-03-28",
                    until="2026-03-30",
                ),
            ],
        }
    ],
    "overrides": [
        override("2026-12-25T09:00", "2026-12-26T09:00", person="dai"),
        override("2026-12-25T12:00", "2026-12-27T09:00", person="elin"),
        override("2026-05-01", "2026-06-01", person="dai", replace="asha"),
        override("2026-05-10", "2026-05-20", person="carys", replace="dai"),
        override("2026-10-25T00:30", "2026-10-25T01:30", add="elin"),
        override("2026-07-01", "2026-07-20", remove="ben"),
        override("2026-03-29T00:00", "2026-03-29T01:30", person="elin"),
    ],
    "absences": [
        away("asha", "2026-05-05", "2026-05-25"),
        away("dai", "2026-05-12", "2026-12-25T10:00"),
        away("elin", "2026-12-26", "2026-12-26T12:00"),
    ],
}


def test_every_minute_of_a_year_in_london_agrees_with_a_naive_resolver():
    clock = naive.Clock("Europe/London", date(2026, 1, 1), 365)
    plan = rota_from(A_YEAR, holidays)

    expected = naive.resolve(A_YEAR, clock, (CHRISTMAS | CLOSURES).__contains__)

    assert row_of(cover(plan, "first", clock.start, clock.start + 365 * naive.DAY), clock) == expected
    assert asked_one_by_one(plan, clock, every=15) == expected[::15]


NAMES = ["asha", "ben", "carys", "dai"]
PERIODS = [
    ("Europe/London", date(2026, 3, 22)),
    ("Europe/London", date(2026, 10, 18)),
    ("America/New_York", date(2027, 3, 7)),
    ("America/New_York", date(2026, 10, 25)),
    ("Australia/Lord_Howe", date(2026, 3, 29)),
    ("Australia/Lord_Howe", date(2026, 9, 27)),
    ("Asia/Kathmandu", date(2026, 6, 1)),
    ("UTC", date(2026, 12, 15)),
]
DAYS = 16

person = st.sampled_from(NAMES)
entry = person | st.lists(person, max_size=2, unique=True)
at_night = st.sampled_from(["00:00", "00:30", "01:00", "01:30", "01:45", "02:00", "02:15", "02:30", "03:00"])
clock_time = at_night | st.sampled_from(["09:00", "17:00", "22:00", "23:45"])
weekdays = st.lists(st.sampled_from([*naive.NAMES, "holiday"]), max_size=4, unique=True)


@st.composite
def documents(draw):
    """A rota, and the first day of the weeks around a clock change in which to look at it."""
    zone, first = draw(st.sampled_from(PERIODS))
    day = st.integers(1, DAYS - 2).map(lambda days: (first + timedelta(days=days)).isoformat())
    moment = st.builds("{}T{}".format, day, clock_time)
    span = st.tuples(moment, moment).map(sorted).filter(lambda ends: ends[0][:10] < ends[1][:10])
    until = clock_time | st.builds("{} {}".format, st.sampled_from(naive.NAMES), clock_time)
    windows = st.lists(
        st.builds(lambda start, end, days: window(start, end, *days), clock_time, until, weekdays),
        min_size=1,
        max_size=3,
    )

    def a_layer(number: int) -> dict:
        has_windows = draw(st.booleans())
        units = ["hour", "day", "week", "month", *(["window"] * 4 if has_windows else [])]
        people = draw(st.lists(entry, max_size=4))
        rotation = turns(draw(st.sampled_from(units)), draw(moment), *people, every=draw(st.integers(1, 3)))
        cut = dict(zip(("since", "until"), draw(st.none() | span) or (), strict=False))
        return layer(
            rotation, f"layer {number}", **({"windows": draw(windows)} if has_windows else {}), **cut
        )

    change = st.one_of(
        st.builds(lambda who: {"person": who}, person),
        st.builds(lambda who, whom: {"person": who, "replace": whom}, person, person),
        st.builds(lambda who: {"add": who}, person),
        st.builds(lambda who: {"remove": who}, person),
    )
    overrides = st.lists(st.builds(lambda ends, what: override(*ends, **what), span, change), max_size=5)
    absences = st.lists(st.builds(lambda who, ends: away(who, *ends), person, span), max_size=3)
    document = {
        "timezone": zone,
        "closures": [
            (first + timedelta(days=days)).isoformat()
            for days in draw(st.lists(st.integers(0, DAYS), max_size=3))
        ],
        "tiers": [
            {"name": "first", "layers": [a_layer(number) for number in range(draw(st.integers(1, 3)))]}
        ],
        "overrides": draw(overrides),
        "absences": draw(absences),
    }
    return document, first


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(documents())
def test_random_rotas_agree_with_a_naive_resolver_at_instants_and_in_spans_across_clock_changes(drawn):
    document, first = drawn
    clock = naive.clock(document["timezone"], first, DAYS, 15)
    closures = {date.fromisoformat(day) for day in document["closures"]}
    plan = rota_from(document, holidays)

    expected = naive.resolve(document, clock, closures.__contains__)

    assert row_of(cover(plan, "first", clock.start, clock.start + DAYS * naive.DAY), clock) == expected
    assert asked_one_by_one(plan, clock, every=1) == expected


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(documents(), st.lists(st.integers(0, DAYS * 96), min_size=3, max_size=3, unique=True).map(sorted))
def test_the_shifts_of_two_adjoining_spans_join_to_those_of_their_union(drawn, cuts):
    document, first = drawn
    clock = naive.clock(document["timezone"], first, DAYS, 15)
    start, middle, end = (clock.start + cut * clock.step for cut in cuts)

    left, right = (
        cover(rota_from(document, holidays), "first", *span) for span in ((start, middle), (middle, end))
    )
    union = cover(rota_from(document, holidays), "first", start, end)

    assert joined(left.shifts, right.shifts, middle) == list(union.shifts)
    assert joined(left.gaps, right.gaps, middle) == list(union.gaps)


def joined(left: Sequence[Any], right: Sequence[Any], middle: datetime) -> list[Any]:
    """Two rows of shifts or gaps as one, with what goes on across the middle made whole."""

    def same(one: Any, other: Any) -> bool:
        return replace(one, start=middle, end=middle) == replace(other, start=middle, end=middle)

    ending = [each for each in left if each.end == middle]
    starting = [each for each in right if each.start == middle]
    whole = [replace(one, end=other.end) for one in ending for other in starting if same(one, other)]
    apart = [each for each in left if each not in ending or not any(same(each, other) for other in starting)]
    apart += [
        each for each in right if each not in starting or not any(same(each, other) for other in ending)
    ]
    return sorted([*apart, *whole], key=lambda each: (each.start, getattr(each, "person", "")))


def row_of(found: Cover, clock: naive.Clock) -> list[tuple[tuple[str, str], ...]]:
    """Shifts as the naive resolver gives them; where shifts and gaps are both, or neither, it shows `?`."""
    row: list[list[tuple[str, str]]] = [[] for _ in range(clock.length)]
    for shift in found.shifts:
        for place in places(shift, clock):
            row[place].append((shift.person, shift.source))
    gaps = {place for gap in found.gaps for place in places(gap, clock)}
    return [
        tuple(sorted(on)) if bool(on) != (place in gaps) else (("?", "?"),) for place, on in enumerate(row)
    ]


def places(span: Shift | Gap, clock: naive.Clock) -> range:
    """Where on the row a shift or gap lies: it begins and ends on full minutes, or quarters of an hour."""
    (start, before), (end, after) = (divmod(at - clock.start, clock.step) for at in (span.start, span.end))
    assert not before
    assert not after
    return range(start, end)


def asked_one_by_one(plan: Rota, clock: naive.Clock, every: int) -> list[tuple[tuple[str, str], ...]]:
    """Who is on at every such place on the row, each worked out for itself."""
    tier = plan_of(plan, "first")
    instants = (clock.start + place * clock.step for place in range(0, clock.length, every))
    return [tuple(sorted(tier.afresh(at).items())) for at in instants]
