"""Fairness: nights, weekends, bank holidays, rest, disturbed time, and the table for pay."""

import csv
from datetime import UTC, date, datetime, timedelta

from oncall.calendar.fairness import _nights, fairness
from oncall.rotas.document import parse
from oncall.rotas.duty_store import InForce
from oncall.rotas.known import Known
from oncall.rotas.rota_file import read_rota
from oncall.rotas.stretches import merged
from oncall.service.store import config_of, service_with_code
from tests.oncall.calendar.test_rota_page import loads
from tests.oncall.contacts.page import part, words
from tests.oncall.shifts.test_changing_hands import newest_ask

NIGHTS = """
timezone: Europe/London
holidays: GB-ENG
tiers:
  - name: practitioner
    layers:
      - name: nights
        rotation: {unit: window, every: 3, from: 2026-12-21T00:00, people: [asha, ben]}
        windows: [{from: "17:00", until: "09:00"}]
"""


def shares(scene, text=NIGHTS, start=datetime(2026, 12, 21, tzinfo=UTC), days=14, disturbed=()):
    """Everybody's share by a rota of nights."""
    with scene.w.unit_of_work() as work:
        config = config_of(scene.w.config_cache, work.session, service_with_code(work.session, "marches").id)
    end = start + timedelta(days=days)
    rota = read_rota(parse(text, "nights"))
    found = fairness(
        config, Known(start, end, start, (), (InForce(start, end, rota),)), disturbed, start, end
    )
    return {share.person: share for share in found.shares}


def test_nights_weekends_and_bank_holidays_are_counted(scene):
    asha = shares(scene)["asha"]

    assert asha.nights == 8  # 21-23, 27-29 December, 2 and 3 January
    assert asha.most_nights_running == 3
    assert asha.weekend_days == 3  # Sunday 27 December, Saturday 2 and Sunday 3 January
    assert asha.bank_holidays == 1  # Monday 28 December


def test_rest_is_the_shortest_between_two_shifts(scene):
    found = shares(scene, NIGHTS.replace('"17:00"', '"18:00"'))

    assert found["asha"].rest == timedelta(hours=9)


def test_a_night_is_one_that_takes_sleep():
    evening = (datetime(2026, 11, 5, 17, tzinfo=UTC), datetime(2026, 11, 5, 23, tzinfo=UTC))
    early = (datetime(2026, 11, 6, 5, 59, tzinfo=UTC), datetime(2026, 11, 6, 9, tzinfo=UTC))
    zone = read_rota(parse(NIGHTS, "nights")).zone

    assert list(_nights(evening, zone)) == []
    assert list(_nights(early, zone)) == [date(2026, 11, 5)]


def test_two_calls_at_once_disturb_once(scene):
    at = datetime(2026, 12, 21, 23, tzinfo=UTC)
    calls = [("asha", at, at + timedelta(minutes=10)), ("asha", at, at + timedelta(minutes=25))]

    asha = shares(scene, disturbed=calls)["asha"]

    assert (asha.disturbances, asha.disturbed) == (2, timedelta(minutes=25))
    assert merged([(2, 3), (0, 1), (1, 2)]) == [(0, 3)]


def test_the_page_says_it_and_whom_a_call_disturbed(scene, browser):
    ref = scene.rings()
    scene.takes_it(ref)
    scene.ends(ref)
    scene.goes_unanswered(ref, "completed", 0)

    said = words(browser("elin").get("/rota/fairness?from=2026-11-05&until=2026-11-09"))

    assert "Asha Verma Nights 4 Most nights running 4 Weekend days 2 Bank holidays 0" in said
    assert "Disturbed 1 time, 0 h 5 min" in said


def test_only_keepers_read_it(browser):
    assert browser("asha").get("/rota/fairness").status_code == 403
    assert browser("asha").get("/rota/pay.csv").status_code == 403


def test_the_table_for_pay_has_every_minute(browser):
    page = browser("elin").get("/rota/pay.csv?from=2026-11-05&until=2026-11-07")
    rows = list(csv.DictReader(page.text.splitlines()))

    asha = [row for row in rows if row["staff"] == "asha"]
    assert [(row["from"], row["minutes"], row["day"]) for row in asha] == [
        ("2026-11-05T22:00+00:00", "660", "weekday"),
        ("2026-11-06T16:30+00:00", "450", "weekday"),
    ]


def test_whoever_keeps_the_rota_sees_who_could_in_fair_order(scene, browser):
    away = "  absences:\n    - {person: asha, from: 2026-11-06T17:00, until: 2026-11-07T09:00}\n"
    loads(scene, ("  absences:\n", away))
    elin = browser("elin")
    span = {"from": "2026-11-06T17:00", "until": "2026-11-07T09:00"}
    elin.post("/rota/gaps/ask", "/rota", service="marches", tier="practitioner", **span)
    page = f"/rota/asks/{newest_ask(scene)}"

    said = part(elin.get(page), "could")

    assert said.index("Dai Rees") < said.index("Carys Pugh") < said.index("Ben Okafor")
    assert "They would be on two tiers at once." in said
    assert "Who could" not in words(browser("dai").get(page))
    elin.post(f"{page}/take", page, **{"for": "dai"})
    assert "Dai Rees has it." in words(elin.get(page))
