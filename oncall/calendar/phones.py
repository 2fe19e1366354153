"""A keeper of the rota has a telephone rung again that did not answer its test call."""

from oncall.access.store import Person
from oncall.calendar.read_calendar import configs_of
from oncall.shifts.try_phone import ring_again
from oncall.wiring import Wiring


def ring_phone_again(reader: Person, code: str, test_id: int, w: Wiring) -> bool:
    """Whether it is being rung. False if it has answered since, is being rung, or is none of the reader's."""
    with w.unit_of_work() as work:
        config = next((each for each in configs_of(work, reader, w) if each.code == code), None)
        return config is not None and ring_again(work, config, test_id, w.now())
