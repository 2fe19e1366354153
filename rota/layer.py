"""One layer, ready to be asked: whom it offers at an instant, and when that may change."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from rota.model import Layer, PersonId, Rotation, Unit
from rota.rotation import NOBODY, Turns, entry
from rota.wallclock import EARLIEST, LATEST
from rota.windows import Span, Windows, WindowTurns


class _Duty(Protocol):
    def people_at(self, at: datetime) -> tuple[PersonId, ...]: ...

    def edges(self, start: datetime, end: datetime) -> Iterator[datetime]: ...


class LayerPlan:
    """A layer, its turns and windows worked out as far as they have been asked for. Instants are in UTC."""

    def __init__(self, layer: Layer, zone: ZoneInfo, is_holiday: Callable[[date], bool]) -> None:
        self.name = layer.name
        self._start = EARLIEST if layer.start is None else layer.start
        self._end = LATEST if layer.end is None else layer.end
        self._duty: _Duty = (
            _InWindows(layer.rotation, Windows(layer.windows, zone, is_holiday), zone)
            if layer.windows
            else _AllTheTime(layer.rotation, zone)
        )

    def people_at(self, at: datetime) -> tuple[PersonId, ...]:
        """Whose turn it is at an instant; nobody's outside the windows and outside the layer's own span."""
        return self._duty.people_at(at) if self._start <= at < self._end else NOBODY

    def edges(self, start: datetime, end: datetime) -> Iterator[datetime]:
        """Every instant from `start` to `end` at which the layer may offer somebody else, in no order."""
        start, end = max(start, self._start), min(end, self._end)
        if start < end:
            yield from (start, end)
            yield from self._duty.edges(start, end)


class _AllTheTime:
    """A rotation without windows: one turn follows another."""

    def __init__(self, rotation: Rotation, zone: ZoneInfo) -> None:
        self._rotation = rotation
        self._turns = Turns(rotation, zone)

    def people_at(self, at: datetime) -> tuple[PersonId, ...]:
        return entry(self._rotation, self._turns.number_at(at))

    def edges(self, start: datetime, end: datetime) -> Iterator[datetime]:
        return self._turns.edges(start, end)


class _InWindows:
    """A rotation that is on in windows only: whoever's turn it is when one begins keeps it to its end."""

    def __init__(self, rotation: Rotation, windows: Windows, zone: ZoneInfo) -> None:
        self._rotation = rotation
        self._windows = windows
        self._number = _number_of_window(rotation, windows, zone)

    def people_at(self, at: datetime) -> tuple[PersonId, ...]:
        window = self._windows.at(at)
        return NOBODY if window is None else entry(self._rotation, self._number(window))

    def edges(self, start: datetime, end: datetime) -> Iterator[datetime]:
        for window in self._windows.between(start, end):
            yield from (window.start, window.end)


def _number_of_window(rotation: Rotation, windows: Windows, zone: ZoneInfo) -> Callable[[Span], int | None]:
    """What tells the number of the turn that a window is part of."""
    if rotation.unit is Unit.WINDOW:
        return WindowTurns(windows, rotation.every, rotation.start.instant, zone).number_of
    turns = Turns(rotation, zone)
    return lambda window: turns.number_at(window.start)
