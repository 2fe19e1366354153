"""The account's answers, held against the provider's own description where that is at hand."""

import json
from pathlib import Path

import pytest
import requests
from openapi_core import OpenAPI
from openapi_core.contrib.requests import RequestsOpenAPIRequest, RequestsOpenAPIResponse

from tests.oncall.practice.line import LINE, TEXT_LINE

DESCRIPTION = Path(__file__).parents[3].parent / "shared" / "twilio" / "twilio_oai_2010_subset.json"
ASHA = "+447700900201"

if DESCRIPTION.exists():

    @pytest.fixture(scope="module")
    def description():
        spec = json.loads(DESCRIPTION.read_text(encoding="utf-8"))
        return OpenAPI.from_dict(spec)

    @pytest.fixture
    def ask(network, description):
        """Ask the account something, and hold question and answer against the description."""

        def asked(method, path, **kwargs):
            home = f"/2010-04-01/Accounts/{network.account_sid}"
            request = requests.Request(method, f"https://api.twilio.com{home}{path}", **kwargs)
            url, auth = f"{network.url}{home}{path}", (network.account_sid, network.token)
            answer = requests.request(method, url, auth=auth, timeout=5, **kwargs)
            answer.raise_for_status()
            described = RequestsOpenAPIRequest(request)
            description.validate_response(described, RequestsOpenAPIResponse(answer))
            return answer.json()

        return asked

    def test_calls_have_the_described_shape(ask, line, asha, network):
        asha.answers()

        sid = ask("POST", "/Calls.json", data={"To": ASHA, "From": LINE, "Url": f"{line.url}/page"})["sid"]
        network.quiet()

        assert ask("GET", f"/Calls/{sid}.json")["status"] == "completed"
        assert len(ask("GET", "/Calls.json", params={"Status": "completed"})["calls"]) == 1

    def test_texts_have_the_described_shape(ask, line, asha, network):
        asha.may_be_texted()

        sid = ask("POST", "/Messages.json", data={"To": ASHA, "From": TEXT_LINE, "Body": "Hello"})["sid"]
        network.quiet()

        assert ask("GET", f"/Messages/{sid}.json")["status"] == "delivered"
        assert len(ask("GET", "/Messages.json")["messages"]) == 1

    def test_numbers_have_the_described_shape(ask, line):
        number = ask("GET", "/IncomingPhoneNumbers.json", params={"PhoneNumber": LINE})[
            "incoming_phone_numbers"
        ][0]
        path = f"/IncomingPhoneNumbers/{number['sid']}.json"

        assert ask("POST", path, data={"VoiceUrl": "https://line.example.org/v"})["voice_method"] == "POST"

    def test_recordings_have_the_described_shape(ask, line, carer, network):
        line.says("voice", '<Record action="/left"/>')
        call = carer.rings(LINE).leaves_message(seconds=2)
        network.quiet()

        kept = ask("GET", "/Recordings.json", params={"CallSid": call.sid})["recordings"]

        assert ask("GET", f"/Recordings/{kept[0]['sid']}.json")["duration"] == "2"
