"""Texts both ways."""

import pytest
import requests
from flask import Response
from twilio.base.exceptions import TwilioRestException

from oncall.practice.texts import segments
from tests.oncall.practice.line import LINE, TEXT_LINE

ASHA = "+447700900201"


def test_a_text_arrives_and_each_state_is_told(client, line, asha, network):
    asha.expects_text("contact")

    sent = client.messages.create(
        to=ASHA, from_=TEXT_LINE, body="A contact is yours.", status_callback=f"{line.url}/text-state"
    )
    network.quiet()

    assert sent.status == "queued"
    assert asha.receives("contact").from_ == TEXT_LINE
    assert [form["MessageStatus"] for form in line.at("text-state")] == ["sent", "delivered"]
    assert client.messages(sent.sid).fetch().status == "delivered"
    assert all(asked.signed for asked in line.asked)


@pytest.mark.parametrize(("number", "code"), [("+441632960301", 30006), ("+447700900999", 30005)])
def test_a_text_to_a_landline_or_to_nobody_is_undelivered(client, line, network, number, code):
    network.allows("unexpected")

    sent = client.messages.create(
        to=number, from_=TEXT_LINE, body="Hello", status_callback=f"{line.url}/state"
    )
    network.quiet()

    assert client.messages(sent.sid).fetch().error_code == code
    assert line.at("state")[-1]["ErrorCode"] == str(code)
    assert line.at("state")[-1]["MessageStatus"] == "undelivered"


def test_texts_can_be_made_to_fail_later_or_at_once(client, line, asha, network):
    network.allows("rest")
    asha.texts_fail(30007)
    sent = client.messages.create(to=ASHA, from_=TEXT_LINE, body="Hello")
    network.quiet()
    assert client.messages(sent.sid).fetch().status == "undelivered"

    asha.texts_are_refused(21614)
    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(to=ASHA, from_=TEXT_LINE, body="Hello")

    assert refused.value.code == 21614
    assert asha.texts_received == []


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"to": ""}, 21604),
        ({"to": "0770"}, 21211),
        ({"from_": ""}, 21603),
        ({"from_": "+447700900199"}, 21212),
        ({"from_": LINE}, 21606),
        ({"body": ""}, 21602),
        ({"body": "x" * 1601}, 21617),
        ({"validity_period": 36_001}, 21624),
        ({"status_callback": "nowhere"}, 21609),
    ],
)
def test_a_text_asked_for_wrongly_is_refused(client, line, network, wrong, code):
    network.allows("rest")

    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(**({"to": ASHA, "from_": TEXT_LINE, "body": "Hello"} | wrong))

    assert refused.value.code == code


def test_a_text_to_the_service_is_answered_at_once(line, carer, network):
    carer.expects_text("received")
    line.says("sms", lambda form: f"<Message>We have received: {form['Body']}</Message>")

    sent = carer.texts("Please ring me", to=TEXT_LINE)
    network.quiet()

    form = line.at("sms")[0]
    assert (form["MessageSid"], form["From"], form["NumMedia"]) == (sent.sid, carer.number, "0")
    assert carer.receives("Please ring me").from_ == TEXT_LINE


def test_a_plain_text_answer_is_texted_back(line, carer, network):
    carer.may_be_texted()
    line.says("sms", lambda form: Response("Thank you", mimetype="text/plain"))

    carer.texts("Hello", to=TEXT_LINE)

    assert carer.receives("Thank you").body == "Thank you"


def test_a_failing_answer_goes_to_the_fallback(line, carer, network):
    network.allows("webhook")
    line.says("sms", lambda form: ("broken", 500))

    carer.texts("Hello", to=TEXT_LINE)
    network.quiet()

    assert line.at("sms-fallback")[0]["ErrorCode"] == "11200"


def test_a_picture_can_be_fetched(line, carer, network):
    carer.texts("", to=TEXT_LINE, media=["image/png"])
    network.quiet()

    form = line.at("sms")[0]
    answer = requests.get(form["MediaUrl0"], auth=(network.account_sid, network.token), timeout=30)
    assert (form["NumMedia"], form["MediaContentType0"]) == ("1", "image/png")
    assert answer.content.startswith(b"\x89PNG")


def test_stop_blocks_texts_until_start(client, line, carer, network):
    carer.may_be_texted()
    carer.texts("Stop", to=TEXT_LINE)
    network.quiet()
    assert line.at("sms")[0]["Body"] == "Stop"

    with pytest.raises(TwilioRestException) as refused:
        client.messages.create(to=carer.number, from_=TEXT_LINE, body="Hello")
    assert refused.value.code == 21610

    carer.texts("START", to=TEXT_LINE)
    client.messages.create(to=carer.number, from_=TEXT_LINE, body="Hello again")
    assert carer.receives("Hello again")


def test_the_words_of_a_text_can_be_blanked_and_the_text_deleted(client, line, asha, network):
    asha.may_be_texted()
    sent = client.messages.create(to=ASHA, from_=TEXT_LINE, body="Hello")
    network.quiet()

    assert client.messages(sent.sid).update(body="").body == ""
    client.messages(sent.sid).delete()

    assert client.messages.list(to=ASHA) == []


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("€" * 81, 2),
        ("’" * 70, 1),
        ("’" * 71, 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_long_and_unusual_texts_take_several_parts(body, parts):
    assert segments(body) == parts
