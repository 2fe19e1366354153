"""The outside alone: load, connect, up and export, as an operator runs them."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

import oncall
from oncall.practice.script import Network
from tests.scenarios.night import LINE, PHONES, TEXT_LINE

MARCHES = Path(oncall.__file__).parent / "data" / "marches.yaml"
ONCALL = [str(Path(sys.executable).with_name("oncall"))]


class Installation:
    """One installation in a folder of its own, worked by its commands only."""

    def __init__(self, folder: Path, network: Network, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.env = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "ONCALL_DATA_DIR": str(folder / "var"),
            "ONCALL_BIND": f"127.0.0.1:{port}",
            "ONCALL_SECRET_KEY": secrets.token_hex(32),
            "TWILIO_ACCOUNT_SID": network.account_sid,
            "TWILIO_AUTH_TOKEN": network.token,
            "ONCALL_TWILIO_API_URL": network.url,
        }
        self.folder = folder
        self.log = folder / "up.log"

    def run(self, *words: str) -> str:
        """What one command prints; it must succeed."""
        done = subprocess.run(
            [*ONCALL, *words], env=self.env, cwd=self.folder, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def export(self, what: str) -> list[dict]:
        """The lines of one export."""
        return [json.loads(line) for line in self.run("export", what, "--format", "jsonl").splitlines()]

    def start(self) -> subprocess.Popen:
        """`oncall up`, answering."""
        with self.log.open("wb") as log:
            up = subprocess.Popen([*ONCALL, "up"], env=self.env, cwd=self.folder, stderr=log, stdout=log)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            try:
                if requests.get(f"{self.url}/readyz", timeout=1).ok:
                    return up
            except requests.RequestException:
                pass
            time.sleep(0.2)
        raise AssertionError("oncall up did not answer within a minute")


@pytest.fixture
def network() -> Iterator[Network]:
    with Network(speed=50) as network:
        network.number(LINE)
        network.number(TEXT_LINE)
        yield network


def unused_port() -> int:
    """A port that nothing listens on just now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@pytest.mark.slow
def test_a_night_worked_by_commands_alone(tmp_path, network):
    here = Installation(tmp_path, network, unused_port())
    assert "version 1 is in force" in here.run("load", str(MARCHES))
    here.run("twilio", "connect")
    people = [network.phone(number) for name, number in PHONES.items()]
    for phone in people:
        phone.may_be_texted()
        phone.does_not_answer()
    carer = network.phone(PHONES["price"])

    up = here.start()
    try:
        assert "nothing changed" in here.run("load", str(MARCHES))
        carer.texts("Quillfeather has taken the heliotropes", to=TEXT_LINE)
        carer.rings(LINE).hears("hear a message").ends()
        network.quiet()
        text, contact = sorted(here.export("contacts"), key=lambda one: one["channel"])
    finally:
        network.allows("webhook")  # somebody may be being paged: what is told now reaches nobody
        up.send_signal(signal.SIGINT)
        stopped = up.wait(timeout=30)
        written = here.log.read_text("utf-8")
        sys.stderr.write(written)  # for whoever reads a failed test
        assert stopped == 0

    assert (text["channel"], text["caller"]) == ("sms", contact["caller"])
    assert "errand_done" in written
    planted = ("heliotropes", "quillfeather", "sam price", PHONES["price"].removeprefix("+44"))
    assert [one for one in planted if one.casefold() in written.casefold()] == []
    assert contact["service"] == "marches"
    assert contact["outcome"] == "missed"
    assert contact["callback_owner"]
    legs = here.export("calls")
    assert {leg["role"] for leg in legs} >= {"caller", "last_resort"}
    assert [(one["service"], one["state"], one["signed_by"]) for one in here.export("handovers")] == [
        ("marches", "draft", None)
    ]
