"""The telephone exchange: everything the network knows, and where its parts find each other."""

from __future__ import annotations

import threading
from collections import deque
from typing import TYPE_CHECKING

from oncall.practice.addresses import new_sid
from oncall.practice.callbacks import Callbacks
from oncall.practice.numbers import ServiceNumber
from oncall.practice.phones import Phone
from oncall.practice.problems import Kind, Problem
from oncall.practice.switches import Switches
from oncall.practice.webhooks import Sender, Webhook

if TYPE_CHECKING:
    from oncall.practice.calls import Leg
    from oncall.practice.clock import Clock
    from oncall.practice.conferences import Conference
    from oncall.practice.database_switch import DatabaseSwitch
    from oncall.practice.recordings import Recording
    from oncall.practice.rest_trouble import Trouble
    from oncall.practice.texts import Message

MOST_REMEMBERED = 20_000


class Exchange:
    """Telephones, numbers, calls, texts and recordings of one account. Change them holding `clock.lock`.

    A `strict` exchange calls every call or text unexpected that no plan foresees.
    """

    def __init__(self, clock: Clock, *, account_sid: str = "", token: str = "", strict: bool = False) -> None:
        self.clock = clock
        self.account_sid = account_sid or new_sid("AC")
        self.tokens = [token or new_sid("")]
        self.strict = strict
        self.url = ""
        self.switches = Switches()
        self.phones: dict[str, Phone] = {}
        self.numbers: dict[str, ServiceNumber] = {}
        self.calls: dict[str, Leg] = {}
        self.messages: dict[str, Message] = {}
        self.recordings: dict[str, Recording] = {}
        self.conferences: dict[str, Conference] = {}
        self.database: DatabaseSwitch | None = None  # of the service, where a visitor may turn it
        self.rest_troubles: list[Trouble] = []
        self.blocked: set[tuple[str, str]] = set()  # (who sent STOP, to which number)
        self.problems: deque[Problem] = deque(maxlen=MOST_REMEMBERED)
        self.webhooks: deque[Webhook] = deque(maxlen=MOST_REMEMBERED)
        self.version = 0
        self.closed = False
        self.changed = threading.Condition(clock.lock)
        self.next_rest_call_at = 0.0
        self.sender = Sender(lambda: self.tokens[0], clock.utc, self._write_down)
        self.callbacks = Callbacks(self)

    def touch(self) -> None:
        """Something has changed: pages and tests look again."""
        with self.clock.lock:
            self.version += 1
            self.changed.notify_all()

    def close(self) -> None:
        """Cut everything off."""
        self.closed = True
        self.touch()
        self.clock.close()

    def problem(self, kind: Kind, says: str, code: int = 0, about: str = "") -> None:
        """Write down what went wrong."""
        with self.clock.lock:
            self.problems.append(Problem(kind, says, code, about))
            self.touch()

    def unexpected(self, says: str, about: str = "") -> None:
        """Write down a call or text that nobody foresaw."""
        self.problem(Kind.UNEXPECTED, says, about=about)

    def phone(self, number: str, name: str = "", who: str = "other") -> Phone:
        """The telephone with a number; it is put up if there was none."""
        with self.clock.lock:
            if number not in self.phones:
                self.phones[number] = Phone(self, number, name, who)
            return self.phones[number]

    def add_number(self, number: str, name: str = "") -> ServiceNumber:
        """Give the account a number of its own. Giving it twice changes nothing."""
        with self.clock.lock:
            if (held := self.number(number)) is not None:
                return held
            at = self.clock.utc()
            added = ServiceNumber(number, name or number, at, at)
            self.numbers[added.sid] = added
            return added

    def number(self, number: str) -> ServiceNumber | None:
        """The account's own number, if it is one."""
        return next((held for held in self.numbers.values() if held.phone_number == number), None)

    def add_call(self, leg: Leg) -> None:
        """Keep a new leg's record."""
        with self.clock.lock:
            self.calls[leg.sid] = leg
            self.touch()

    def _write_down(self, webhook: Webhook) -> None:
        with self.clock.lock:
            self.webhooks.append(webhook)
            self.touch()
