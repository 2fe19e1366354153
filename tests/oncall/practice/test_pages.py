"""The practice telephones as pages: what they show and what their buttons do, without a browser."""

import json

import pytest
import requests

from oncall.practice.clock import Clock
from oncall.practice.exchange import Exchange
from oncall.practice.people import BadFile, add_service_numbers, put_up_phones
from tests.oncall.practice.line import LINE, TEXT_LINE


@pytest.fixture
def press(network):
    """Press a telephone's button as the page does."""

    def pressed(phone, action, **form):
        url = f"{network.url}/phones/{phone.number.removeprefix('+')}/{action}"
        return requests.post(url, data=form, headers={"Accept": "application/json"}, timeout=30)

    return pressed


@pytest.fixture
def shown(network):
    """What the page would show of a telephone now."""

    def of(phone):
        return requests.get(f"{network.url}/state", timeout=30).json()["phones"][
            phone.number.removeprefix("+")
        ]

    return of


def page(network, path="/"):
    return requests.get(network.url + path, timeout=30)


def test_the_page_shows_every_telephone_and_says_that_it_is_practice(network):
    network.phone("+447700900301", "Jo Morgan")
    network.phone("+447700900201", "Asha Verma")

    shown = page(network).text

    assert "This is practice. Nothing here rings a real phone." in shown
    assert "Jo Morgan" in shown
    assert "07700 900201" in shown


def test_a_name_cannot_carry_markup(network):
    network.phone("+447700900301", "<b>Jo</b>")

    assert "&lt;b&gt;Jo" in page(network).text
    assert "<b>Jo" not in page(network).text


def test_the_page_loads_nothing_from_elsewhere(network):
    network.phone("+447700900301")

    answer = page(network)

    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "http://" not in answer.text
    assert "https://" not in answer.text
    assert requests.get(f"{network.url}/static/practice.js", timeout=30).status_code == 200


def test_a_visitor_rings_answers_presses_and_hangs_up(hunt, carer, asha, network, press, shown):
    network.allows("unexpected")  # nobody has planned anything: a visitor plays both ends
    press(carer, "ring", to=LINE)
    asha.is_rung()
    assert shown(asha)["says"] == f"Ringing: {LINE} is calling"
    assert shown(asha)["can"] == ["answer"]
    assert shown(carer)["says"].startswith("Waiting")

    press(asha, "answer")
    asha.call.hears("Press 1")
    press(asha, "press", keys="1")
    asha.call.connects_to(carer)
    assert shown(asha)["says"] == "Connected to +447700900301"

    press(asha, "hang-up")
    carer.call.hears("Goodbye").ends()
    assert shown(carer)["says"] == "Free. The last call has ended."
    assert [sound for _, said, sound in shown(carer)["heard"] if not said] == ["(it rings)"]


def test_a_visitor_refuses_and_leaves_a_message(line, carer, network, press, shown):
    line.says("voice", '<Record action="/left" timeout="300"/>')
    line.says("left", "<Say>Thank you.</Say>")

    press(carer, "ring")
    network.wait_until(lambda: "speak" in shown(carer)["can"], "there is no beep")
    press(carer, "speak", seconds="8")

    carer.call.hears("Thank you").ends()
    assert line.at("left")[0]["RecordingDuration"] == "8"


@pytest.mark.parametrize(
    ("setting", "status"), [("engaged", "busy"), ("off", "failed"), ("voicemail", "completed")]
)
def test_a_telephone_behaves_as_set(hunt, carer, asha, press, setting, status):
    press(asha, "settings", **{setting: "1"})

    carer.rings(LINE).hears("Goodbye").ends()

    assert hunt.at("next")[0]["DialCallStatus"] == status


def test_a_hidden_number_is_not_shown_to_the_service(line, carer, press):
    press(carer, "settings", withheld="1")
    press(carer, "ring")
    carer.call.ends()

    assert line.at("voice")[0]["From"] == "anonymous"


def test_a_text_goes_out_and_the_answer_is_shown(line, carer, network, press, shown):
    carer.may_be_texted()
    line.says("sms", "<Message>We have it.</Message>")

    press(carer, "text", to=TEXT_LINE, body="Hello", picture="1")
    carer.receives("We have it")

    assert line.at("sms")[0]["NumMedia"] == "1"
    assert shown(carer)["text_count"] == 2
    assert "We have it." in shown(carer)["texts"]


def test_buttons_that_came_too_late_do_nothing(carer, network, press):
    for action in ("answer", "decline", "hang-up", "press", "speak", "ring"):
        assert press(carer, action, keys="1").status_code == 204

    assert carer.phone.last_leg is None


def test_without_scripting_a_button_leads_back_to_its_telephone(carer, network):
    url = f"{network.url}/phones/447700900301/settings"

    answer = requests.post(url, data={"engaged": "1", "one": "1"}, allow_redirects=False, timeout=30)

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/phones/447700900301#phone-447700900301"
    assert carer.phone.engaged


def test_another_sites_page_cannot_press_buttons(carer, network):
    url = f"{network.url}/phones/447700900301/settings"

    answer = requests.post(url, data={"engaged": "1"}, headers={"Sec-Fetch-Site": "cross-site"}, timeout=30)

    assert answer.status_code == 403
    assert not carer.phone.engaged


def test_what_went_wrong_is_shown_until_it_is_cleared(line, carer, network):
    line.says("voice", "<Say/>")
    carer.rings(LINE).ends()
    network.quiet()
    assert "Faulty TwiML 13520" in page(network).text

    requests.post(f"{network.url}/problems/clear", timeout=30)

    assert "Nothing so far." in page(network).text


def test_nothing_is_sent_while_nothing_has_changed(carer, network):
    first = requests.get(f"{network.url}/state", timeout=30)

    again = requests.get(f"{network.url}/state", headers={"If-None-Match": first.headers["ETag"]}, timeout=30)

    assert again.status_code == 304


def test_changes_are_announced_as_they_happen(carer, network):
    with requests.get(f"{network.url}/events", stream=True, timeout=30) as stream:
        lines = stream.iter_lines(decode_unicode=True)
        first = next(line for line in lines if line)
        network.exchange.touch()
        second = next(line for line in lines if line)

    assert first.startswith("data: ")
    assert int(second.removeprefix("data: ")) > int(first.removeprefix("data: "))


def test_an_unknown_telephone_or_button_is_404(carer, network, press):
    assert page(network, "/phones/447700900999").status_code == 404
    assert press(carer, "explode").status_code == 404


@pytest.fixture
def exchange():
    clock = Clock()
    yield Exchange(clock)
    clock.close()


def test_telephones_are_put_up_from_a_file(exchange, tmp_path):
    path = tmp_path / "phones.json"
    phones = [{"number": "+447700900399", "name": "A withheld caller", "who": "other", "withheld": True}]
    path.write_text(json.dumps(phones), encoding="utf-8")

    put_up_phones(exchange, path)

    phone = exchange.phones["+447700900399"]
    assert (phone.name, phone.who, phone.withheld) == ("A withheld caller", "other", True)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("{", "cannot be read as JSON"),
        ("{}", "must hold a list"),
        ('[{"number": "0770"}]', "full international number"),
        ('[{"number": "+447700900301", "who": "dog"}]', "who must be one of"),
    ],
)
def test_a_file_of_telephones_that_is_wrong_is_explained(exchange, tmp_path, content, complaint):
    path = tmp_path / "phones.json"
    path.write_text(content, encoding="utf-8")

    with pytest.raises(BadFile, match=complaint):
        put_up_phones(exchange, path)


def test_a_wrong_number_of_the_service_is_explained(exchange, tmp_path):
    path = tmp_path / "numbers.json"
    path.write_text('[{"number": "999"}]', encoding="utf-8")

    with pytest.raises(BadFile, match="every number of the service"):
        add_service_numbers(exchange, path)
