"""Where the telephone company finds us: every webhook address, made from the configured public one.

Only ids stand in an address, never a number or a name. The primary and the fallback addresses differ, so
that a fault in one does not take the other with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

RETRIES = "#rc=2&rp=ct,rt,5xx&rt=4000"
"""How the company should retry: twice more, on connection faults, slow answers and 5xx, within its 15 s."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Every webhook address below `public`; `fallback` is where the same service answers in an emergency."""

    public: str
    fallback: str

    def voice(self) -> str:
        """A call has come in."""
        return f"{self.public}/twilio/voice{RETRIES}"

    def voice_again(self, step: str, turn: int = 0, of: Sequence[int] = ()) -> str:
        """The same address for a later step of a call from one of us: a PIN, a choice, or to be put through.

        It stays the address of a new call, so that without a database the lifeline puts them through.
        """
        choices = f"&of={'-'.join(str(one) for one in of)}" if of else ""
        return f"{self.public}/twilio/voice?as={step}&turn={turn}{choices}{RETRIES}"

    def voice_fallback(self) -> str:
        """The primary address failed while a call was on the line."""
        return f"{self.fallback}/twilio/fallback/voice"

    def voice_ended(self) -> str:
        """An incoming call has ended."""
        return f"{self.public}/twilio/voice/ended{RETRIES}"

    def text(self) -> str:
        """A text has come in."""
        return f"{self.public}/twilio/text{RETRIES}"

    def text_fallback(self) -> str:
        """The primary address failed for a text."""
        return f"{self.fallback}/twilio/fallback/text"

    def text_status(self) -> str:
        """What became of a text we sent."""
        return f"{self.public}/twilio/text/status{RETRIES}"

    def next_after(self, attempt_id: int, trail: str, part: int = 0) -> str:
        """A part of an attempt is over; who is rung next? `trail` is what the lifeline needs to go on."""
        counted = f"&part={part}" if part else ""
        return f"{self.public}/twilio/voice/next/{attempt_id}?{trail}{counted}{RETRIES}"

    def whisper(self, attempt_id: int, trail: str) -> str:
        """Somebody has picked up; what do they hear before they are connected?"""
        return f"{self.public}/twilio/voice/whisper/{attempt_id}?{trail}"

    def key(self, attempt_id: int, turn: int) -> str:
        """They have pressed a key, for the `turn`-th time."""
        return f"{self.public}/twilio/voice/key/{attempt_id}/{turn}"

    def leg(self, attempt_id: int) -> str:
        """How the ringing of one telephone goes."""
        return f"{self.public}/twilio/voice/leg/{attempt_id}{RETRIES}"

    def message_left(self, contact_id: int) -> str:
        """The caller has finished leaving a message, or left none."""
        return f"{self.public}/twilio/voice/message/{contact_id}{RETRIES}"

    def no_message(self, contact_id: int) -> str:
        """The caller was asked for a message and said nothing."""
        return f"{self.public}/twilio/voice/silence/{contact_id}{RETRIES}"

    def recording(self, contact_id: int) -> str:
        """A recording is ready to be fetched."""
        return f"{self.public}/twilio/voice/recording/{contact_id}{RETRIES}"

    def recorded(self, contact_id: int) -> str:
        """How the recording of a call stands."""
        return f"{self.public}/twilio/voice/recorded/{contact_id}/status{RETRIES}"

    def follow_ups(self, errand_id: int) -> str:
        """Somebody whom no text reaches has picked up to hear of follow-ups."""
        return f"{self.public}/twilio/voice/follow-ups/{errand_id}{RETRIES}"

    def follow_ups_leg(self, errand_id: int) -> str:
        """How the ringing of that telephone goes."""
        return f"{self.public}/twilio/voice/follow-ups/{errand_id}/leg{RETRIES}"

    def page(self, page_call_id: int) -> str:
        """Somebody who was rung about a contact has picked up; what do they hear?"""
        return f"{self.public}/twilio/voice/page/{page_call_id}{RETRIES}"

    def page_key(self, page_call_id: int, turn: int) -> str:
        """They have pressed a key, for the `turn`-th time."""
        return f"{self.public}/twilio/voice/page/{page_call_id}/key/{turn}{RETRIES}"

    def page_text(self, page_call_id: int, turn: int) -> str:
        """They have taken a text: read it to them, for the `turn`-th time from 0."""
        return f"{self.public}/twilio/voice/page/{page_call_id}/text/{turn}{RETRIES}"

    def page_text_heard(self, page_call_id: int, turn: int) -> str:
        """It has been read to them to its end."""
        return f"{self.public}/twilio/voice/page/{page_call_id}/text/{turn}/heard{RETRIES}"

    def page_leg(self, page_call_id: int) -> str:
        """How the ringing of that telephone goes."""
        return f"{self.public}/twilio/voice/page/{page_call_id}/leg{RETRIES}"

    def shift_call(self, shift_call_id: int) -> str:
        """Somebody who was rung about a shift that is not confirmed has picked up; what do they hear?"""
        return f"{self.public}/twilio/voice/shift/{shift_call_id}{RETRIES}"

    def shift_key(self, shift_call_id: int, turn: int) -> str:
        """They have pressed a key, for the `turn`-th time."""
        return f"{self.public}/twilio/voice/shift/{shift_call_id}/key/{turn}{RETRIES}"

    def shift_leg(self, shift_call_id: int) -> str:
        """How the ringing of that telephone goes."""
        return f"{self.public}/twilio/voice/shift/{shift_call_id}/leg{RETRIES}"

    def handover_call(self, call_id: int) -> str:
        """Somebody who was rung about a late handover has picked up; what do they hear?"""
        return f"{self.public}/twilio/voice/handover/{call_id}{RETRIES}"

    def handover_key(self, call_id: int, turn: int) -> str:
        """They have pressed a key, for the `turn`-th time."""
        return f"{self.public}/twilio/voice/handover/{call_id}/key/{turn}{RETRIES}"

    def handover_leg(self, call_id: int) -> str:
        """How the ringing of that telephone goes."""
        return f"{self.public}/twilio/voice/handover/{call_id}/leg{RETRIES}"

    def phone_test(self, test_id: int) -> str:
        """Somebody whose telephone is tried has picked up; what do they hear?"""
        return f"{self.public}/twilio/voice/test/{test_id}{RETRIES}"

    def phone_test_key(self, test_id: int, turn: int) -> str:
        """They have pressed a key, for the `turn`-th time."""
        return f"{self.public}/twilio/voice/test/{test_id}/key/{turn}{RETRIES}"

    def phone_test_leg(self, test_id: int) -> str:
        """How the ringing of that telephone goes."""
        return f"{self.public}/twilio/voice/test/{test_id}/leg{RETRIES}"

    def call_back(self, call_back_id: int) -> str:
        """Whoever asked to ring a caller back has picked up; what do they hear?"""
        return f"{self.public}/twilio/voice/callback/{call_back_id}{RETRIES}"

    def call_back_key(self, call_back_id: int, turn: int) -> str:
        """They have pressed a key, for the `turn`-th time."""
        return f"{self.public}/twilio/voice/callback/{call_back_id}/key/{turn}{RETRIES}"

    def call_back_dialled(self, call_back_id: int) -> str:
        """The caller's telephone has rung: did they answer?"""
        return f"{self.public}/twilio/voice/callback/{call_back_id}/dialled{RETRIES}"

    def self_test(self) -> str:
        """We ring ourselves and have picked up."""
        return f"{self.public}/twilio/voice/test{RETRIES}"

    def self_test_leg(self) -> str:
        """How our own call to ourselves goes."""
        return f"{self.public}/twilio/voice/test/leg{RETRIES}"

    def join(self, join_id: int) -> str:
        """Whoever is asked to join a call has picked up; what do they hear?"""
        return f"{self.public}/twilio/voice/join/{join_id}{RETRIES}"

    def join_key(self, join_id: int, turn: int) -> str:
        """They have pressed a key, for the `turn`-th time."""
        return f"{self.public}/twilio/voice/join/{join_id}/key/{turn}{RETRIES}"

    def join_practitioner(self, join_id: int) -> str:
        """Where the practitioner's leg is sent when somebody joins their call."""
        return f"{self.public}/twilio/voice/join/{join_id}/practitioner{RETRIES}"

    def join_wait(self, join_id: int) -> str:
        """What somebody alone in the conference hears."""
        return f"{self.public}/twilio/voice/join/{join_id}/wait{RETRIES}"

    def join_alone(self, join_id: int) -> str:
        """Where the caller's leg is sent when nobody else is left."""
        return f"{self.public}/twilio/voice/join/{join_id}/alone{RETRIES}"

    def join_over(self, join_id: int, *, caller: bool) -> str:
        """The conference is over for somebody."""
        return f"{self.public}/twilio/voice/join/{join_id}/over/{'caller' if caller else 'staff'}{RETRIES}"

    def join_leg(self, join_id: int) -> str:
        """How the ringing of the third telephone goes."""
        return f"{self.public}/twilio/voice/join/{join_id}/leg{RETRIES}"

    def call_back_leg(self, call_back_id: int) -> str:
        """How the ringing of one's own telephone goes."""
        return f"{self.public}/twilio/voice/callback/{call_back_id}/leg{RETRIES}"

    def call_back_caller(self, call_back_id: int) -> str:
        """How the ringing of the caller's telephone goes."""
        return f"{self.public}/twilio/voice/callback/{call_back_id}/caller{RETRIES}"
