"""Rotas of one layer in windows, for tests."""

from zoneinfo import ZoneInfo

from tests.rota.plans import layer, rota, turns, window

LONDON = ZoneInfo("Europe/London")
NIGHTS = window("17:00", "09:00", "mon", "tue", "wed", "thu")
WEEKEND = window("17:00", "mon 09:00", "fri")


def alone(*windows, **more):
    """A rota of one layer in windows that is always the same person's."""
    return rota(layer(turns("week", "2000-01-03", "asha"), "w", windows=list(windows)), **more)


def counted(*windows, start="2026-11-02"):
    """A rota whose every window is another person's: a, b, c…"""
    return rota(layer(turns("window", start, *"abcdefgh"), "w", windows=list(windows)))
