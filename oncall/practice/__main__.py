"""`python -m oncall.practice`: the practice network as a program of its own."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from pathlib import Path

from oncall.practice.application import create_application
from oncall.practice.clock import Clock
from oncall.practice.database_switch import DatabaseSwitch
from oncall.practice.exchange import Exchange
from oncall.practice.people import BadFile, add_service_numbers, put_up_phones
from oncall.practice.server import PortTaken, Server


def main(arguments: list[str] | None = None) -> int:
    """Serve until Ctrl-C or SIGTERM; 0 then, 1 with one sentence when it cannot start."""
    asked = _parser().parse_args(arguments)
    token = os.environ.get("PRACTICE_TOKEN") or asked.token
    if not token:
        return _cannot("Set PRACTICE_TOKEN to the token that signs webhooks.")
    exchange = Exchange(Clock(speed=asked.speed), account_sid=asked.account, token=token)
    host, _, port = asked.bind.rpartition(":")
    if not port.isdigit():
        return _cannot(f"{asked.bind} is not an address and a port, such as 127.0.0.1:8001.")
    try:
        for path in asked.phones:
            put_up_phones(exchange, path)
        for path in asked.numbers:
            add_service_numbers(exchange, path)
        server = Server(create_application(exchange), host, int(port))
    except (BadFile, PortTaken) as trouble:
        return _cannot(str(trouble))
    if asked.database_switch is not None:
        exchange.database = DatabaseSwitch(asked.database_switch)
    exchange.url = asked.public_url or server.url
    _serve(exchange, server)
    return 0


def _serve(exchange: Exchange, server: Server) -> None:
    stop = threading.Event()
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, lambda *_: stop.set())
    server.start()
    sys.stdout.write(f"Practice phones: {exchange.url}/\n")
    sys.stdout.flush()
    stop.wait()
    exchange.close()
    server.stop()


def _cannot(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m oncall.practice", description=__doc__)
    parser.add_argument("--bind", default="127.0.0.1:8001", help="address and port to listen on")
    parser.add_argument("--public-url", default="", help="the address under which others reach it")
    parser.add_argument("--account", default="", help="the account's sid; made up when absent")
    parser.add_argument("--token", default="", help="the account's token; PRACTICE_TOKEN is better")
    parser.add_argument("--phones", type=Path, action="append", default=[], help="JSON file of telephones")
    parser.add_argument(
        "--numbers", type=Path, action="append", default=[], help="JSON file of the service's numbers"
    )
    parser.add_argument(
        "--database-switch", type=Path, help="folder in which the service's database is stopped and started"
    )
    parser.add_argument("--speed", type=float, default=1.0, help="practice seconds in one of ours")
    return parser


if __name__ == "__main__":
    sys.exit(main())
