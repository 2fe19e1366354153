"""Bank holidays of the four nations."""

from datetime import date

import pytest

from oncall.rotas.calendars import NATIONS, bank_holidays
from rota.errors import UnclearError


@pytest.mark.parametrize(
    ("code", "day", "is_holiday"),
    [
        ("GB-ENG", "2026-04-06", True),
        ("GB-SCT", "2026-04-06", False),
        ("GB-SCT", "2026-11-30", True),
        ("GB-SCT", "2026-01-02", True),
        ("GB-NIR", "2026-03-17", True),
        ("GB-NIR", "2026-07-13", True),
        ("GB-WLS", "2026-08-31", True),
        ("GB-WLS", "2026-08-03", False),
        ("GB-ENG", "2026-12-26", True),
        ("GB-ENG", "2026-12-28", True),
        ("GB-ENG", "2026-12-27", False),
        ("GB-ENG", "2023-05-08", True),
    ],
)
def test_each_nation_has_its_own_days_and_a_weekend_day_its_substitute(code, day, is_holiday):
    assert bank_holidays(code)(date.fromisoformat(day)) is is_holiday


def test_a_day_proclaimed_late_is_added():
    day = date(2028, 6, 1)

    assert not bank_holidays("GB-ENG")(day)
    assert bank_holidays("GB-ENG", proclaimed=[day])(day)


def test_an_unknown_calendar_is_refused():
    for code in ("GB", "gb-eng", "FR", ""):
        with pytest.raises(UnclearError, match=f"must be one of {', '.join(NATIONS)}, not {code}"):
            bank_holidays(code)
