"""The switch by which a visitor stops the service's database: two files, and a button where there is one."""

import threading

import pytest
import requests

from oncall.practice.database_switch import ASKED, RUNNING, STOPPED, TOLD, DatabaseSwitch


@pytest.fixture
def obeyed(tmp_path):
    """Somebody who does what is asked for, once."""

    def obeys(word):
        while not (tmp_path / ASKED).exists() or (tmp_path / ASKED).read_text() != word:
            threading.Event().wait(0.01)
        (tmp_path / TOLD).write_text(word)

    return lambda word: threading.Thread(target=obeys, args=(word,)).start()


def test_what_is_asked_for_is_so_when_it_has_been_told(tmp_path, obeyed):
    switch = DatabaseSwitch(tmp_path)
    assert not switch.is_stopped

    obeyed(STOPPED)
    assert switch.ask(STOPPED)
    assert switch.is_stopped
    assert switch.ask(STOPPED)

    obeyed(RUNNING)
    assert switch.ask(RUNNING)
    assert not switch.is_stopped


def test_where_nobody_does_it_that_is_said(tmp_path):
    switch = DatabaseSwitch(tmp_path)

    assert not switch.ask(STOPPED, patience=0)

    assert switch.is_turning
    assert not switch.is_stopped


def test_its_button_says_how_it_is_and_works_without_scripting(network, tmp_path, obeyed):
    network.exchange.database = DatabaseSwitch(tmp_path)
    (tmp_path / TOLD).write_text(RUNNING)
    assert "Stop the database" in requests.get(network.url, timeout=30).text

    obeyed(STOPPED)
    page = requests.post(f"{network.url}/database/stopped", timeout=30)

    assert page.status_code == 200
    assert "The database is stopped." in page.text
    assert "Start the database" in requests.get(f"{network.url}/state", timeout=30).json()["database"]


def test_there_is_no_button_where_there_is_no_switch(network):
    assert "database" not in requests.get(network.url, timeout=30).text
    assert requests.get(f"{network.url}/state", timeout=30).json()["database"] == ""
    assert requests.post(f"{network.url}/database/stopped", timeout=30).status_code == 404


def test_another_sites_page_cannot_press_it(network, tmp_path):
    network.exchange.database = DatabaseSwitch(tmp_path)

    cross = {"Sec-Fetch-Site": "cross-site"}
    refused = requests.post(f"{network.url}/database/stopped", headers=cross, timeout=30)

    assert refused.status_code == 403
    assert not (tmp_path / ASKED).exists()
