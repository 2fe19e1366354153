"""A telephone in a test: it rings, texts and answers as it is told. Seconds are practice seconds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from oncall.practice import plans
from oncall.practice.inbound import ring_service
from oncall.practice.plans import Plan
from oncall.practice.scripted_calls import ScriptedCall
from oncall.practice.texts_in import send_to_service

if TYPE_CHECKING:
    from oncall.practice.phones import Phone, Rung, Text
    from oncall.practice.script import Network
    from oncall.practice.texts import Message
    from oncall.practice.waiting import Waiting


class Answering:
    """What somebody does after picking up, said in a row: `.presses("3").presses("1").hangs_up(after=10)`."""

    def __init__(self, phone: ScriptedPhone, plan: Plan) -> None:
        self._phone = phone
        self._plan = plan

    def presses(self, keys: str, after: float = 1.0) -> Answering:
        """Press keys some seconds after the next question has begun."""
        return self._and(plans.press(keys, after))

    def hangs_up(self, after: float = 0.0) -> Answering:
        """Hang up some seconds after having been connected."""
        return self._and(plans.hang_up(after))

    def puts_down(self, after: float = 0.0) -> Answering:
        """Hang up some seconds from here, connected or not."""
        return self._and(plans.put_down(after))

    def leaves_message(self, seconds: float = 5.0, ends_with: str = "hang up") -> Answering:
        """Speak after the next beep; then `hang up`, fall `silence`, or press a key."""
        return self._and(plans.leave_message(seconds, ends_with))

    def then(self) -> Planning:
        """What the telephone does at the call after this one."""
        return Planning(self._phone, replaces=False)

    def _and(self, action: plans.Action) -> Answering:
        self._plan.actions.append(action)
        return self


class Planning:
    """Says how a telephone takes its calls."""

    def __init__(self, phone: ScriptedPhone, *, replaces: bool) -> None:
        self._phone = phone
        self._replaces = replaces

    def answers(self, after: float = 3.0) -> Answering:
        """Pick up after some seconds, and listen."""
        return self._plan(Plan(actions=[plans.pick_up(after)]))

    def voicemail(self, after: float = 15.0) -> Answering:
        """A box picks up after some seconds and listens without pressing anything."""
        return self._plan(plans.voicemail(after))

    def declines(self, after: float = 2.0) -> Answering:
        """Refuse on the handset after some seconds."""
        return self._plan(Plan(actions=[plans.decline(after)]))

    def does_not_answer(self) -> Answering:
        """Let it ring."""
        return self._plan(Plan())

    def is_busy(self) -> Answering:
        """Be engaged."""
        return self._plan(Plan("busy"))

    def is_unreachable(self) -> Answering:
        """Be switched off, or out of use."""
        return self._plan(Plan("off"))

    def _plan(self, plan: Plan) -> Answering:
        queue = self._phone.phone.plans
        with self._phone.phone.exchange.clock.lock:
            if self._replaces:
                queue.clear()
            queue.append(plan)
        return Answering(self._phone, plan)


class ScriptedPhone(Planning):
    """One telephone of a test."""

    def __init__(self, network: Network, phone: Phone, waiting: Waiting) -> None:
        super().__init__(self, replaces=True)
        self.phone = phone
        self._network = network
        self._waiting = waiting

    @property
    def number(self) -> str:
        """Its number."""
        return self.phone.number

    @property
    def rung(self) -> list[Rung]:
        """Every call offered to it, with `from_` and `at`."""
        return list(self.phone.rung)

    @property
    def on_a_call(self) -> bool:
        """Whether its line is in use."""
        return self.phone.leg is not None

    @property
    def call(self) -> ScriptedCall:
        """The call it is on, or the last one it was on. Raises AssertionError when there was none."""
        leg = self.phone.leg or self.phone.last_leg
        assert leg is not None, f"{self.number} has had no call"
        return ScriptedCall(self._network, leg, self._waiting)

    def rings(self, to: str, *, withheld: str = "", forwarded_from: str = "") -> ScriptedCall:
        """Ring a number of the service. `withheld` is what the network shows instead of the number."""
        leg = ring_service(self.phone.exchange, self.phone, to, shows=withheld, forwarded_from=forwarded_from)
        return ScriptedCall(self._network, leg, self._waiting)

    def is_rung(self, times: int = 1) -> None:
        """Wait until it has been rung so often."""
        self._waiting.until(
            lambda: len(self.phone.rung) >= times,
            lambda: f"{self.number} was rung {len(self.phone.rung)} times",
        )

    def texts(self, body: str, to: str, media: Sequence[str] = (), *, shows: str = "") -> Message:
        """Text a number of the service; `media` are content types of pictures, `shows` an odd sender."""
        with self.phone.exchange.clock.acting():
            return send_to_service(self.phone.exchange, self.phone, to, body, tuple(media), shows=shows)

    @property
    def texts_received(self) -> list[Text]:
        """The texts it got from the service, oldest first (not the network's own)."""
        return [text for text in self.phone.texts if text.incoming and not text.from_network]

    def may_be_texted(self) -> ScriptedPhone:
        """Foresee any text."""
        self.phone.expects.any_text = True
        return self

    def expects_text(self, containing: str) -> ScriptedPhone:
        """Foresee a text with certain words; the test fails when none comes."""
        self.phone.expects.holding.append(containing)
        return self

    def receives(self, containing: str) -> Text:
        """Wait for a text with certain words, which is foreseen thereby if it has not come yet."""
        if not self._holding(containing):
            self.expects_text(containing)
        self._waiting.until(
            lambda: bool(self._holding(containing)),
            lambda: f"no text with {containing!r} reached {self.number}",
        )
        return self._holding(containing)[-1]

    def texts_fail(self, *error_codes: int | None) -> None:
        """Texts to it are accepted and end undelivered with these codes in turn; None mends it."""
        self.phone.texts_fail = [code for code in error_codes if code is not None]

    def texts_are_refused(self, *error_codes: int | None) -> None:
        """Texts to it are refused at once with these codes (21610, 21614 …) in turn; None mends it."""
        self.phone.texts_refused = [code for code in error_codes if code is not None]

    def _holding(self, containing: str) -> list[Text]:
        return [text for text in self.texts_received if containing.casefold() in text.body.casefold()]
