"""Where the telephone company asks what is next in a call that the lifeline answers."""

from dataclasses import dataclass

from oncall.lifeline.trail import Trail
from oncall.telephony.addresses import RETRIES


@dataclass(frozen=True, slots=True)
class LifelineAddresses:
    """Every address of a call's next step, below `base`; the trail travels in it."""

    base: str

    def next_after(self, trail: Trail, part: int = 0) -> str:
        """A part of a ringing is over; who is rung next?"""
        return self._of("next", trail, f"&part={part}" if part else "")

    def whisper(self, trail: Trail) -> str:
        """Somebody has picked up; what do they hear before they are connected?"""
        return self._of("whisper", trail)

    def key(self, trail: Trail, turn: int) -> str:
        """They have pressed a key, for the `turn`-th time."""
        return self._of(f"key/{turn}", trail)

    def leg(self, trail: Trail) -> str:
        """How the ringing of one telephone goes."""
        return self._of("leg", trail)

    def message_left(self, trail: Trail) -> str:
        """The caller has finished leaving a message, or left none."""
        return self._of("message", trail)

    def no_message(self, trail: Trail) -> str:
        """The caller was asked for a message and said nothing."""
        return self._of("silence", trail)

    def recording(self, trail: Trail) -> str:
        """A recording is ready to be fetched."""
        return self._of("recording", trail)

    def _of(self, what: str, trail: Trail, more: str = "") -> str:
        return f"{self.base}/twilio/lifeline/{what}?{trail.query()}{more}{RETRIES}"
