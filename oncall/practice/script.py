"""The network in a test: telephones that do as they are told, over real HTTP, on fast practice time.

    with Network(speed=100) as network:                  # serves on network.url until the block ends
        network.number("+441632960100", voice_url=…)     # or let the service point it by REST
        carer, asha = network.phone("+447700900301"), network.phone("+447700900201")
        asha.answers(after=3).presses("1").hangs_up(after=30)

        call = carer.rings("+441632960100")              # withheld="anonymous" hides the number
        call.hears("through to").connects_to(asha)
        call.ends()
        network.quiet()                                  # every call over, every callback delivered
        assert asha.rung[0].from_ == "+441632960100"

Seconds are practice seconds, `speed` of them to one of ours, and none pass while the service is
answering a request: what is due first happens first, however slow the machine. `Network(holds=True)` lets
none pass while the test itself is doing something either: only while it waits. Waiting gives up after
`patience` seconds of ours.

Whoever may be rung is told what to do beforehand:
    answers(after=3)    then .presses("1"), .presses("3").presses("1"), .hangs_up(after=10) once
                        connected, .puts_down(after=5) connected or not
    is_busy()  declines(after=2)  does_not_answer()  voicemail(after=15)  is_unreachable()
A plan serves every call until another replaces it; `asha.is_busy().then().answers()` is one plan after
another. The caller's end: .hears("words"), .presses("1"), .leaves_message(seconds=5), .hangs_up(after=10),
.connects_to(asha), .ends(); and .heard, .words, .sounds, .connected_to, .status, .sid.

Whoever may be texted says `may_be_texted()` or `expects_text("words in it")`; `receives("words")` waits
for one; `carer.texts("help", to=…)` sends one. **A call or text that nobody foresaw fails the test**:
`verify()`, `close()` and the end of the block raise AssertionError and list them, with faulty TwiML,
refused REST calls and webhooks that failed. A test that means to cause some says `allows("webhook")`.

Disturbances: `network.switches` (see switches.py), `network.repeat(network.webhooks[-1])`,
`network.rotate_token("…")`, `network.rest_fails("lost answer", path="Messages")`. What happened is in
`network.webhooks` and `network.problems`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import datetime
from types import TracebackType
from typing import Self

from oncall.practice.application import create_application
from oncall.practice.clock import Clock
from oncall.practice.exchange import Exchange
from oncall.practice.problems import Kind, Problem
from oncall.practice.rest_trouble import Trouble, TroubleKind
from oncall.practice.scripted_phones import ScriptedPhone
from oncall.practice.server import Server
from oncall.practice.switches import Switches
from oncall.practice.waiting import Waiting
from oncall.practice.webhooks import Webhook


class Network:
    """A telephone network of a test's own. `starts_at` is the practice date and time (UTC) it begins with.

    `steady=False` lets practice time run on while the service is answering; `holds` is for a steady one.
    """

    def __init__(
        self,
        *,
        speed: float = 100.0,
        steady: bool = True,
        holds: bool = False,
        account_sid: str = "",
        token: str = "",
        starts_at: datetime | None = None,
        patience: float = 20.0,
    ) -> None:
        self.clock = Clock(speed=speed, steady=steady, starts_at=starts_at)
        self.exchange = Exchange(self.clock, account_sid=account_sid, token=token, strict=True)
        self._server = Server(create_application(self.exchange))
        self.exchange.url = self.url = self._server.url
        self._waiting = Waiting(self.exchange, patience)
        self._phones: dict[str, ScriptedPhone] = {}
        self._allowed: set[Kind] = set()
        self._open = True
        self._server.start()
        if holds:
            self.clock.hold()

    @property
    def account_sid(self) -> str:
        """The account by which the service signs in."""
        return self.exchange.account_sid

    @property
    def token(self) -> str:
        """The token that signs webhooks now."""
        return self.exchange.tokens[0]

    @property
    def switches(self) -> Switches:
        """What is not documented, or is to be disturbed."""
        return self.exchange.switches

    @property
    def webhooks(self) -> list[Webhook]:
        """Every request the network has made, oldest first."""
        return list(self.exchange.webhooks)

    @property
    def problems(self) -> list[Problem]:
        """Everything that went wrong, oldest first."""
        return list(self.exchange.problems)

    def number(self, phone_number: str, **settings: str) -> None:
        """Give the account a number; `settings` are fields of ServiceNumber such as `voice_url`."""
        number = self.exchange.add_number(phone_number)
        for name, value in settings.items():
            setattr(number, name, value)

    def phone(self, number: str, name: str = "") -> ScriptedPhone:
        """The telephone with a number, always the same one."""
        if number not in self._phones:
            self._phones[number] = ScriptedPhone(self, self.exchange.phone(number, name), self._waiting)
        return self._phones[number]

    def rotate_token(self, token: str) -> None:
        """Sign webhooks with another token from now on; REST accepts both."""
        self.exchange.tokens.insert(0, token)

    def repeat(self, webhook: Webhook) -> Webhook:
        """Send a webhook again as it was, signed with today's token; how it was answered this time."""
        with self.clock.acting():
            return self.exchange.sender.send(
                webhook.url,
                webhook.method,
                webhook.params,
                purpose=webhook.purpose,
                voice=webhook.voice,
                token=webhook.token,
            )

    def rest_fails(
        self,
        kind: TroubleKind,
        times: int = 1,
        *,
        path: str = "",
        method: str = "POST",
        seconds: float = 10.0,
    ) -> None:
        """Make trouble for the service's next REST requests: see rest_trouble.Trouble."""
        self.exchange.rest_troubles.append(Trouble(kind, times, path, method, seconds))

    def quiet(self, still: float = 0.0) -> None:
        """Wait until nothing is going on, and has not been for `still` seconds of ours."""
        quiet_since = [time.monotonic()]

        def long_enough() -> bool:
            if self.clock.going_on:
                quiet_since[0] = time.monotonic()
                return False
            return time.monotonic() - quiet_since[0] >= still

        self._waiting.until(long_enough, lambda: f"the network is still busy: {self._going_on()}")

    def wait_until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait for something about the network to hold; `what` says it in words."""
        self._waiting.until(condition, lambda: what)

    def allows(self, *kinds: str) -> None:
        """This test means to cause such problems: `unexpected`, `twiml`, `rest`, `webhook`."""
        self._allowed |= {Kind(kind) for kind in kinds}

    def verify(self) -> None:
        """Raise AssertionError with whatever went wrong and was not allowed, and every missing text."""
        wrong = [str(problem) for problem in self.problems if problem.kind not in self._allowed]
        wrong += [line for phone in self._phones.values() for line in _missing(phone)]
        if wrong:
            raise AssertionError("\n".join(["The practice network saw:", *wrong]))

    def close(self) -> None:
        """Cut everything off, free the port, and verify. Closing again changes nothing."""
        if self._stop():
            self.verify()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()
        else:
            self._stop()

    def _stop(self) -> bool:
        if not self._open:
            return False
        self._open = False
        self.exchange.close()
        self._server.stop()
        return True

    def _going_on(self) -> str:
        going_on = (leg for leg in self.exchange.calls.values() if not leg.over)
        return ", ".join(f"{leg.from_} → {leg.to} {leg.status}" for leg in going_on) or "no call"


def _missing(phone: ScriptedPhone) -> Iterable[str]:
    expects = phone.phone.expects
    missing = [words for words in expects.holding if words not in expects.arrived]
    return [f"no text with {words!r} reached {phone.number}" for words in missing]
