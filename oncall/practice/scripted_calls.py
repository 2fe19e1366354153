"""A call in a test, from one telephone's end of it. Seconds are practice seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oncall.practice import plans
from oncall.practice.orders import LegOver

if TYPE_CHECKING:
    from oncall.practice.calls import Leg
    from oncall.practice.script import Network
    from oncall.practice.scripted_phones import ScriptedPhone
    from oncall.practice.waiting import Waiting


class ScriptedCall:
    """What one person hears and does in a call."""

    def __init__(self, network: Network, leg: Leg, waiting: Waiting) -> None:
        self.leg = leg
        self._network = network
        self._waiting = waiting

    @property
    def sid(self) -> str:
        """The provider's name for this leg."""
        return self.leg.sid

    @property
    def status(self) -> str:
        """The provider's word for how it stands."""
        return self.leg.status

    @property
    def heard(self) -> list[str]:
        """Everything said to this person so far, in order, without sounds."""
        return [heard.words for heard in self.leg.heard if heard.said]

    @property
    def words(self) -> str:
        """The same in one piece."""
        return " ".join(self.heard)

    @property
    def sounds(self) -> list[str]:
        """Tones and files played to this person so far: `ringing tone`, `beep`, a file's name."""
        return [heard.words for heard in self.leg.heard if not heard.said]

    @property
    def connected_to(self) -> ScriptedPhone | None:
        """Whom this person is through to, or was last; None if nobody."""
        other = self.leg.others[-1] if self.leg.others else self.leg.met[-1] if self.leg.met else None
        return None if other is None or other.phone is None else self._network.phone(other.phone.number)

    def hears(self, phrase: str, within: float | None = None) -> ScriptedCall:
        """Wait until words with this phrase are said to this person, at most `within` seconds from now."""
        asked_at = self._network.clock.now()

        def said() -> bool:
            return any(
                phrase.casefold() in heard.words.casefold()
                and (within is None or heard.at <= asked_at + within)
                for heard in self.leg.heard
            )

        self._waiting.until(said, lambda: f"{phrase!r} was not heard, but: {self.heard}", self._is_over)
        return self

    def connects_to(self, phone: ScriptedPhone) -> ScriptedCall:
        """Wait until this person is (or has been) through to a telephone."""
        self._waiting.until(
            lambda: any(other.phone is phone.phone for other in self.leg.met),
            lambda: f"not connected to {phone.number}; the call is {self.status}, heard {self.heard}",
            self._is_over,
        )
        return self

    def presses(self, keys: str, after: float = 1.0) -> ScriptedCall:
        """Press keys some seconds after the next question (or beep, or while connected)."""
        with self._network.clock.acting():
            try:
                plans.press(keys, after)(self.leg)
            except LegOver:
                raise AssertionError(f"the call ended before {keys!r} was asked for: {self.heard}") from None
        return self

    def leaves_message(self, seconds: float = 5.0, ends_with: str = "hang up") -> ScriptedCall:
        """Speak after the beep; then `hang up`, fall `silence`, or press a key."""
        with self._network.clock.acting():
            try:
                plans.leave_message(seconds, ends_with)(self.leg)
            except LegOver:
                raise AssertionError(f"there was no beep, but: {self.heard} {self.sounds}") from None
        return self

    def hangs_up(self, after: float = 0.0) -> ScriptedCall:
        """Hang up some seconds from now; a call that is over meanwhile stays as it is."""
        with self._network.clock.acting():
            try:
                plans.put_down(after)(self.leg)
            except LegOver:
                return self
        return self

    def ends(self) -> ScriptedCall:
        """Wait until it is over."""
        self._waiting.until(self._is_over, lambda: f"the call is still {self.status}; heard: {self.heard}")
        return self

    def _is_over(self) -> bool:
        return self.leg.over
