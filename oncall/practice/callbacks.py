"""Callbacks that tell the service what has happened; they can be late, doubled, disordered or lost."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from oncall.practice.addresses import BadOverride
from oncall.practice.clock import Bell
from oncall.practice.problems import Kind

if TYPE_CHECKING:
    from oncall.practice.exchange import Exchange

BAD_ADDRESS = 11100


@dataclass(frozen=True, slots=True)
class Callback:
    """One callback that is waiting to be sent. `state` is the word by which a switch may lose it."""

    url: str
    method: str
    params: dict[str, str]
    state: str
    last: bool = False
    voice: bool = True


@dataclass(slots=True)
class _Stream:
    waiting: deque[Callback] = field(default_factory=deque)
    held: list[Callback] = field(default_factory=list)
    being_sent: bool = False
    last_kept: bool = False


class Callbacks:
    """Sends callbacks beside everything else, those of one call or text one after another."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._streams: dict[str, _Stream] = {}
        self._bell = Bell(exchange.clock)

    def post(self, about: str, callback: Callback) -> None:
        """Have a callback sent that belongs to one call or text (`about` is its sid)."""
        switches = self._exchange.switches
        if not callback.url or switches.callbacks_lost & {callback.state, "all"}:
            return
        with self._exchange.clock.lock:
            stream = self._streams.setdefault(about, _Stream())
            stream.held.append(callback)
            if not (callback.last and stream.last_kept):
                self._let_out(about, stream, complete=callback.last)

    def keep_last(self, about: str) -> None:
        """Keep the last callback of a call back until `let_go`."""
        with self._exchange.clock.lock:
            self._streams.setdefault(about, _Stream()).last_kept = True

    def let_go(self, about: str) -> None:
        """Send what was kept back."""
        with self._exchange.clock.lock:
            if (stream := self._streams.get(about)) is not None and stream.last_kept:
                stream.last_kept = False
                self._let_out(about, stream, complete=True)

    def wait_until_sent(self, about: str) -> None:
        """Wait until no callback of one call is on its way; late ones are not waited for."""
        if not self._exchange.switches.callback_delay:
            self._bell.wait(lambda: not self._on_its_way(about))

    def _on_its_way(self, about: str) -> bool:
        stream = self._streams.get(about)
        return stream is not None and (stream.being_sent or bool(stream.waiting))

    def _let_out(self, about: str, stream: _Stream, *, complete: bool) -> None:
        reverse = self._exchange.switches.callback_order == "reversed"
        if complete or not reverse:
            stream.waiting.extend(reversed(stream.held) if reverse else stream.held)
            stream.held.clear()
        if not stream.being_sent:
            stream.being_sent = True
            self._exchange.clock.start(self._drain, about, stream)

    def _drain(self, about: str, stream: _Stream) -> None:
        exchange = self._exchange
        while True:
            with exchange.clock.lock:
                if not stream.waiting:
                    stream.being_sent = False
                    if not (stream.held or stream.last_kept):
                        self._streams.pop(about, None)
                    self._bell.ring()
                    exchange.touch()
                    return
                callback = stream.waiting.popleft()
            if exchange.switches.callback_delay:
                exchange.clock.sleep(exchange.switches.callback_delay)
            for _ in range(exchange.switches.callback_copies):
                self._send(callback)

    def _send(self, callback: Callback) -> None:
        params = list(callback.params.items())
        try:
            sent = self._exchange.sender.send(
                callback.url, callback.method, params, purpose=callback.state, voice=callback.voice
            )
        except BadOverride as wrong:
            self._exchange.problem(Kind.TWIML, str(wrong), BAD_ADDRESS, callback.url)
            return
        if not sent.ok:
            self._exchange.problem(
                Kind.WEBHOOK, f"a callback was not taken: {sent.trouble}", sent.code, sent.url
            )
        elif sent.status == 200 and not sent.content_type:
            self._exchange.problem(Kind.WEBHOOK, "an answer came without Content-Type", 12300, sent.url)
