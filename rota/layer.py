"""One layer, ready to be asked: whom it offers at an instant, and how that changes in a span."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from rota.model import Layer, PersonId, Rotation, Unit
from rota.rotation import NOBODY, Turns, entry
from rota.wallclock import EARLIEST, LATEST
from rota.windows import Span, Windows, WindowTurns

People = tuple[PersonId, ...]


class _Duty(Protocol):
    def people_at(self, at: datetime) -> People: ...

    def changes(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, People]]: ...


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

    def people_at(self, at: datetime) -> People:
        """Whose turn it is at an instant; nobody's outside the windows and outside the layer's own span."""
        return self._duty.people_at(at) if self._start <= at < self._end else NOBODY

    def changes(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, People]]:
        """Who is offered from when on, in order, from `start` up to `end`; of two at once the last counts.

        Nobody is, until the first change says so.
        """
        cut_start, cut_end = max(start, self._start), min(end, self._end)
        if cut_start < cut_end:
            yield from self._duty.changes(cut_start, cut_end)
            yield cut_end, NOBODY


class _AllTheTime:
    """A rotation without windows: one turn follows another."""

    def __init__(self, rotation: Rotation, zone: ZoneInfo) -> None:
        self._rotation = rotation
        self._turns = Turns(rotation, zone)

    def people_at(self, at: datetime) -> People:
        return entry(self._rotation, self._turns.number_at(at))

    def changes(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, People]]:
        for since, number in self._turns.from_to(start, end):
            yield since, entry(self._rotation, number)


class _InWindows:
    """A rotation that is on in windows only: whoever's turn it is when one begins keeps it to its end."""

    def __init__(self, rotation: Rotation, windows: Windows, zone: ZoneInfo) -> None:
        self._rotation = rotation
        self._windows = windows
        self._turn = _turn_of_window(rotation, windows, zone)

    def people_at(self, at: datetime) -> People:
        window = self._windows.at(at)
        return NOBODY if window is None else entry(self._rotation, self._turn(window)[0])

    def changes(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, People]]:
        people, until = NOBODY, EARLIEST
        for window in self._windows.between(start, end):
            if window.start >= until:
                number, until = self._turn(window)
                people = entry(self._rotation, number)
            yield max(start, window.start), people
            yield min(window.end, end), NOBODY


def _turn_of_window(
    rotation: Rotation, windows: Windows, zone: ZoneInfo
) -> Callable[[Span], tuple[int | None, datetime]]:
    """What tells the number of the turn that a window is part of, and before when all that begin are."""
    if rotation.unit is Unit.WINDOW:
        counted = WindowTurns(windows, rotation.every, rotation.start.instant, zone)
        return lambda window: (counted.number_of(window), window.end)
    turns = Turns(rotation, zone)
    return lambda window: turns.turn_at(window.start)
