"""The practice network as a program of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time

import pytest
import requests

NUMBERS = [{"number": "+441632960100", "name": "Marches"}]
PHONES = [{"number": "+447700900301", "name": "Jo Morgan", "who": "carer"}]


@pytest.fixture
def files(tmp_path):
    (tmp_path / "phones.json").write_text(json.dumps(PHONES), encoding="utf-8")
    (tmp_path / "numbers.json").write_text(json.dumps(NUMBERS), encoding="utf-8")
    return ["--phones", str(tmp_path / "phones.json"), "--numbers", str(tmp_path / "numbers.json")]


def start(*arguments, token="secret"):
    environment = os.environ | {"PRACTICE_TOKEN": token}
    return subprocess.Popen(
        [sys.executable, "-m", "oncall.practice", *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_it_is_stopped_and_stops_at_once(files, stop):
    with start("--bind", "127.0.0.1:0", "--account", "AC" + "0" * 32, *files) as program:
        url = program.stdout.readline().split()[-1]
        auth = ("AC" + "0" * 32, "secret")
        account = requests.get(
            f"{url}2010-04-01/Accounts/AC{'0' * 32}/IncomingPhoneNumbers.json", auth=auth, timeout=5
        )
        page = requests.get(url, timeout=30).text
        watching = requests.get(f"{url}events", stream=True, timeout=30)

        program.send_signal(stop)
        stopped_at = time.monotonic()
        code = program.wait(timeout=30)

        assert code == 0
        assert time.monotonic() - stopped_at < 2
        assert account.json()["incoming_phone_numbers"][0]["friendly_name"] == "Marches"
        assert "Jo Morgan" in page
        assert "secret" not in page
        watching.close()


@pytest.mark.parametrize(
    ("arguments", "token", "sentence"),
    [
        (["--bind", "nowhere"], "secret", "nowhere is not an address and a port"),
        ([], "", "Set PRACTICE_TOKEN"),
        (["--phones", "/does/not/exist"], "secret", "/does/not/exist cannot be read"),
    ],
)
def test_what_stops_it_from_starting_is_said_in_a_sentence(arguments, token, sentence):
    with start(*arguments, token=token) as program:
        _, said = program.communicate(timeout=20)

    assert program.returncode == 1
    assert sentence in said
    assert said.count("\n") == 1


def test_a_taken_port_is_said_in_a_sentence():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with start("--bind", address) as program:
            _, said = program.communicate(timeout=20)

    assert program.returncode == 1
    assert said == f"{address} cannot be listened on: another program has it.\n"
