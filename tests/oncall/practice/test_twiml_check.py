"""The strict reader of TwiML."""

import json
from pathlib import Path

import pytest

from oncall.practice.twiml_check import check

SOUND = [
    "<Say>Hello</Say>",
    '<Say language="en-GB" voice="Polly.Amy-Neural">Dial <say-as interpret-as="digits">999</say-as></Say>',
    '<Dial timeout="20" callerId="+441632960100"><Number url="/w">+447700900201</Number></Dial>',
    '<Dial action="/n">+447700900201</Dial>',
    '<Gather numDigits="1" finishOnKey="" input="dtmf speech"><Say>Press</Say><Pause length="2"/></Gather>',
    '<Record action="/r" maxLength="120" playBeep="false"/><Say>Nothing heard</Say>',
    "",
]
FAULTY = {
    "<say>Hello</say>": "12200 there is no verb <say>",
    "<Say/>": "13520 <Say> says nothing",
    '<Say voise="x">Hello</Say>': "12200 <Say> has no attribute voise",
    '<Dial timeout="4">+447700900201</Dial>': "12200 <Dial> timeout: '4' is not a whole number 5..600",
    '<Dial timeout="soon">+447700900201</Dial>': "12200 <Dial> timeout: 'soon' is not a whole number 5..600",
    "<Dial/>": "12200 <Dial> has nobody to ring",
    "<Dial>+447700900201<Number>+447700900202</Number></Dial>": "mixes a number of its own with others",
    "<Dial><Number>+447700900201</Number><Conference>a</Conference></Dial>": "mixes Conference, Number",
    "<Dial><Number></Number></Dial>": "<Number> is empty",
    f"<Dial>{'<Number>+447700900201</Number>' * 11}</Dial>": "more than 10 at once",
    '<Dial action="/n">+447700900201</Dial><Say>x</Say>': "<Say> after <Dial> is never reached",
    "<Hangup/><Say>x</Say>": "<Say> after <Hangup> is never reached",
    "<Number>+447700900201</Number>": "<Number> may not stand in <Response>",
    "<Gather><Record/></Gather>": "<Record> may not stand in <Gather>",
    '<Gather finishOnKey="##"/>': "'##' is not of the form",
    '<Gather input="dtmf,speech"/>': "is not a list of dtmf|speech",
    '<Dial answerOnBridge="yes">+447700900201</Dial>': "'yes' is not true or false",
    '<Redirect method="PUT">/x</Redirect>': "'PUT' is not GET or POST",
    '<Dial><Number statusCallback="http://my_host/x">+447700900201</Number></Dial>': "no underscore",
    '<Dial ringTone="xx">+447700900201</Dial>': "is not one of",
}
CORPUS = Path(__file__).parents[3].parent / "shared" / "twilio" / "twiml_corpus.json"


@pytest.mark.parametrize("inside", SOUND)
def test_a_sound_document_has_no_faults(inside):
    assert check(f"<Response>{inside}</Response>") == []


@pytest.mark.parametrize(("inside", "fault"), FAULTY.items())
def test_each_fault_is_named(inside, fault):
    assert fault in str([str(found) for found in check(f"<Response>{inside}</Response>")])


@pytest.mark.parametrize(
    ("text", "code"),
    [("<Response>", 12100), ("", 12100), ("<html/>", 12102), (f"<Response>{' ' * 70_000}</Response>", 11750)],
)
def test_what_cannot_be_played_at_all_has_its_number(text, code):
    assert [fault.code for fault in check(text)] == [code]


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("<Dial>+447700900201</Dial>", 13201),
        ("<Redirect>/x</Redirect>", 12200),
        ('<Pause length="1"/>', 12200),
    ],
)
def test_a_whisper_may_hold_only_a_few_verbs(inside, code):
    assert check(f"<Response>{inside}</Response>") == []
    assert [fault.code for fault in check(f"<Response>{inside}</Response>", whisper=True)] == [code]


def test_a_whispers_question_may_pause():
    inside = '<Gather numDigits="1"><Say>Press <break/> 1</Say><Pause length="1"/></Gather><Hangup/>'

    assert check(f"<Response>{inside}</Response>", whisper=True) == []


def test_a_texts_document_knows_other_verbs():
    assert check("<Response><Message>Hello</Message></Response>", "messaging") == []
    assert "<Say> may not stand" in str(check("<Response><Say>Hello</Say></Response>", "messaging")[0])


if CORPUS.exists():
    SAMPLES = json.loads(CORPUS.read_text(encoding="utf-8"))["docs"]

    @pytest.mark.parametrize("sample", SAMPLES, ids=[sample["path"] for sample in SAMPLES])
    def test_the_vendors_own_samples_are_sound(sample):
        found = [str(fault) for fault in check(sample["twiml"], sample["kind"])]

        # One of them shows on purpose that what follows a <Dial> with an action is never reached.
        assert [fault for fault in found if "after <Dial> is never reached" not in fault] == []
