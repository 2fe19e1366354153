"""A rota file as text: what it means, and where its mistakes are."""

from datetime import UTC, date, datetime
from textwrap import dedent

import pytest

from oncall.rotas.document import parse
from oncall.rotas.rota_file import (
    FileProblem,
    hours_from_mapping,
    phones_of,
    read_hours,
    read_rota,
    rota_from_mapping,
)
from rota.cover import who_is_on
from rota.errors import MistakesError

FILE = """\
timezone: Europe/London
holidays: GB-ENG
closures: [2026-12-29]
office_hours:
  monday: 09:00-17:00
  2026-12-24: 09:00-12:00
tiers:
  - name: practitioner
    layers:
      - name: weeks
        rotation: {unit: week, every: 1, from: 2026-11-02T09:00, people: [asha, [ben, dai], []]}
      - name: nights
        rotation:
          unit: window
          from: 2026-11-02
          people: [carys]
        windows:
          - {days: [mon, tue], from: 17:00, until: 09:00}
          - {days: [fri], from: "17:00", until: mon 09:00}
          - {days: [holiday], from: 09:00, until: 17:00}
overrides:
  - {tier: practitioner, from: 2026-12-25T09:00:00, until: 2026-12-26T09:00:00+00:00, person: elin}
absences:
  - {person: ben, from: 2026-11-09, until: 2026-11-12}
"""


def on(plan, at):
    return who_is_on(plan, "practitioner", datetime.fromisoformat(at).replace(tzinfo=UTC))


def test_times_and_dates_may_be_written_without_quotes():
    plan = read_rota(parse(FILE, "rota.yaml"))

    assert on(plan, "2026-11-02T18:00") == ("carys",)
    assert on(plan, "2026-11-04T18:00") == ("asha",)
    assert on(plan, "2026-11-11T18:00") == ("dai",)
    assert on(plan, "2026-12-25T12:00") == ("elin",)
    assert on(plan, "2026-12-28T12:00") == ("carys",)
    assert on(plan, "2026-12-29T12:00") == ("carys",)


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_either_version_of_yaml_means_the_same(version):
    plan = read_rota(parse(f"%YAML {version}\n---\n{FILE}", "rota.yaml"))

    assert rota_answers(plan) == rota_answers(read_rota(parse(FILE, "rota.yaml")))


def rota_answers(plan):
    return [on(plan, f"2026-{month:02}-{day:02}T18:00") for month in (11, 12) for day in range(1, 31)]


def test_office_hours_come_from_the_same_file():
    office = read_hours(parse(FILE, "rota.yaml"))

    assert office.is_open(datetime(2026, 12, 24, 11, tzinfo=UTC))
    assert not office.is_open(datetime(2026, 12, 24, 12, tzinfo=UTC))
    assert not office.is_working_day(date(2026, 12, 28))
    assert read_hours(parse(FILE, "rota.yaml"), "GB-SCT").is_working_day(date(2027, 3, 29))


def test_what_was_read_can_be_kept_as_json_and_read_again():
    kept = parse(FILE, "rota.yaml").data

    assert rota_answers(rota_from_mapping(kept)) == rota_answers(read_rota(parse(FILE, "rota.yaml")))
    assert hours_from_mapping(kept).is_open(datetime(2026, 12, 24, 11, tzinfo=UTC))


def test_every_mistake_is_told_with_its_line_in_the_order_of_the_file():
    wrong = (
        FILE.replace("every: 1", "every: 0")
        .replace("[mon, tue]", "[moon]")
        .replace("until: 2026-11-12", "until: 2026-11-09")
    )

    with pytest.raises(FileProblem) as refused:
        read_rota(parse(wrong, "rota.yaml"))

    assert refused.value.sentences == (
        "rota.yaml, line 11: `every` must be a whole number, 1 or more, not 0.",
        "rota.yaml, line 18: An entry of `days` must be a day like mon, or holiday, not moon.",
        "rota.yaml, line 24: `until` must be after `from`.",
    )
    assert str(refused.value) == f"{refused.value.sentences[0]} (and 2 more)"


def test_what_is_missing_is_told_at_the_line_where_it_should_stand():
    with pytest.raises(FileProblem, match=r"^rota\.yaml, line 13: `from` is missing\.$"):
        read_rota(parse(FILE.replace("          from: 2026-11-02\n", ""), "rota.yaml"))


def test_a_mistake_in_the_hours_is_told_with_its_line():
    with pytest.raises(
        FileProblem, match=r"^rota\.yaml, line 6: `2026-12-24` must be hours like .*, not noon\.$"
    ):
        read_hours(parse(FILE.replace("09:00-12:00", "noon"), "rota.yaml"))


def test_a_mistake_in_json_is_told_with_its_line_too():
    lines = [
        '{"timezone": "UTC",',
        '"tiers": [],',
        '"absences": [{"person": "asha",',
        '"from": "x", "until": "2026-11-02"}]}',
    ]
    text = "\n".join(lines)

    with pytest.raises(FileProblem, match=r"^rota\.json, line 4: `from` must be a time"):
        read_rota(parse(text, "rota.json"))


def test_people_who_are_not_staff_are_a_mistake_where_staff_are_given():
    with pytest.raises(MistakesError, match="must be one of the staff, not dai"):
        rota_from_mapping(parse(FILE, "rota.yaml").data, {"asha", "ben", "carys", "elin"})


def test_staff_with_a_phone_are_told_and_a_short_file_has_none():
    staff = dedent("""
        staff:
          - {id: asha, phone: "+447700900201"}
          - {id: ben}
          - {id: carys, phone: ""}
          - nonsense
    """)

    assert phones_of(parse(staff, "x").data) == {"asha"}
    assert phones_of(parse(FILE, "x").data) is None
    assert phones_of(["x"]) is None
