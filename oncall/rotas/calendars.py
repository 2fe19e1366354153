"""Bank holidays of the four nations, from the `holidays` package. The only place that knows it.

A bank holiday that falls on a weekend counts on its own day and on its substitute day. The package knows
the days that have been proclaimed by its release and reckons up to the year 2100; a day proclaimed later is
given as `proclaimed`, or written as a closure.
"""

from collections.abc import Callable, Iterable
from datetime import date
from functools import lru_cache

from holidays import country_holidays

from rota.errors import UnclearError

STATUTORY = "GB-ENG"
NATIONS = {STATUTORY: "ENG", "GB-WLS": "WLS", "GB-SCT": "SCT", "GB-NIR": "NIR"}


def bank_holidays(code: str, proclaimed: Iterable[date] = ()) -> Callable[[date], bool]:
    """What tells whether a day is a bank holiday of the calendar with this code, or one of `proclaimed`.

    Raises UnclearError for a code that is none of NATIONS.
    """
    if code not in NATIONS:
        raise UnclearError(f"must be one of {', '.join(NATIONS)}, not {code}")
    also = frozenset(proclaimed)
    return lambda day: day in also or day in _of_year(code, day.year)


@lru_cache(maxsize=1024)
def _of_year(code: str, year: int) -> frozenset[date]:
    return frozenset(country_holidays("GB", subdiv=NATIONS[code], years=year, expand=False))
