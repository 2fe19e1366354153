"""Which requests are the telephone company's own, and which are refused."""

import base64
import hashlib
import hmac
import json
import logging
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict
from werkzeug.test import EnvironBuilder

from oncall.telephony.guard import address_asked, signed

BASE = "https://oncall.example.org"
ADDRESS = f"{BASE}/twilio/voice"
TOKEN = "a token of 32 letters and digits"
FORM = MultiDict(
    [("CallSid", "CA1"), ("From", "+447700900301"), ("FromCity", ""), ("Body", " two  words "), ("Tag", "b")]
)
FORM.add("Tag", "a")
SHARED = Path(__file__).parents[4] / "shared" / "twilio" / "twilio_signature_vectors.json"
PUBLISHED = {
    "signed_url": "https://example.com/myapp.php?foo=1&bar=2",
    "params": {
        "CallSid": "CA1234567890ABCDE",
        "Digits": "1234",
        "From": "+14158675310",
        "To": "+18005551212",
        "Caller": "+14158675310",
    },
    "token": "12345",
    "sig": "L/OH5YylLD5NRKLltdqwSvS0BnU=",
}
VECTORS = [PUBLISHED, *(json.loads(SHARED.read_text()) if SHARED.is_file() else [])]


def sign(address: str, form, token: str = TOKEN) -> str:
    """The vendor's own description of its signature, followed by hand."""
    lists = dict(form.lists()) if isinstance(form, MultiDict) else {name: [form[name]] for name in form}
    text = address + "".join(name + value for name in sorted(lists) for value in sorted(set(lists[name])))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


@pytest.mark.parametrize("vector", VECTORS)
def test_the_vectors_on_which_three_implementations_agree(vector):
    body = vector["json_body"].encode() if "json_body" in vector else None
    form = MultiDict(vector["params"])

    assert signed(vector["signed_url"], form, vector["sig"], [vector["token"]], body=body)
    assert not signed(vector["signed_url"], form, vector["sig"], ["another token"], body=body)
    assert not signed(
        vector["signed_url"].replace("foo=1", "foo=2"), form, vector["sig"], [vector["token"]], body=body
    )


def test_repeated_names_and_blank_values_are_part_of_what_is_signed():
    assert signed(ADDRESS, FORM, sign(ADDRESS, FORM), [TOKEN])
    assert not signed(ADDRESS, FORM.to_dict(), sign(ADDRESS, FORM), [TOKEN])


@pytest.mark.parametrize("field", ["CallSid", "From", "FromCity", "Body", "Tag"])
def test_no_field_can_be_changed_added_or_left_out(field):
    signature = sign(ADDRESS, FORM)
    changed, added, without = FORM.copy(), FORM.copy(), FORM.copy()
    changed[field] = "changed"
    added.add("New", field)
    del without[field]

    assert not signed(ADDRESS, changed, signature, [TOKEN])
    assert not signed(ADDRESS, added, signature, [TOKEN])
    assert signed(ADDRESS, without, signature, [TOKEN]) is False


def test_a_signature_is_for_one_address():
    signature = sign(ADDRESS, FORM)

    assert not signed(f"{BASE}/twilio/text", FORM, signature, [TOKEN])
    assert not signed(f"{ADDRESS}/", FORM, signature, [TOKEN])
    assert not signed(f"{ADDRESS}?", FORM, signature, [TOKEN])
    assert not signed("http://oncall.example.org/twilio/voice", FORM, signature, [TOKEN])


@pytest.mark.parametrize("signature", ["", " ", "é", "\ud800", "=", sign(ADDRESS, FORM)[:-1], "x" * 10_000])
def test_a_missing_or_senseless_signature_fits_nothing(signature):
    assert not signed(ADDRESS, FORM, signature, [TOKEN])


def test_nothing_fits_when_there_is_no_token():
    assert not signed(ADDRESS, FORM, sign(ADDRESS, FORM), [])


def test_both_tokens_are_accepted_while_they_are_rotated():
    assert signed(ADDRESS, FORM, sign(ADDRESS, FORM, "old"), ["new", "old"])
    assert signed(ADDRESS, FORM, sign(ADDRESS, FORM, "new"), ["new", "old"])
    assert not signed(ADDRESS, FORM, sign(ADDRESS, FORM, "older"), ["new", "old"])


@pytest.mark.parametrize(
    ("configured", "spelt"),
    [
        ("https://oncall.example.org:8443", "https://oncall.example.org:8443"),
        ("https://oncall.example.org:8443", "https://oncall.example.org"),
        ("https://oncall.example.org", "https://oncall.example.org:443"),
        ("http://oncall.example.org", "http://oncall.example.org:80"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("http://[::1]:8000", "http://[::1]"),
        ("http://[::1]", "http://[::1]:80"),
        ("https://name:word@oncall.example.org", "https://oncall.example.org"),
        ("https://name:word@oncall.example.org:8443", "https://oncall.example.org"),
        ("https://oncall.example.org/prefix", "https://oncall.example.org/prefix"),
    ],
)
def test_name_password_and_port_may_be_left_out_of_what_is_signed(configured, spelt):
    signature = sign(f"{spelt}/twilio/voice?a=b", FORM)

    assert signed(f"{configured}/twilio/voice?a=b", FORM, signature, [TOKEN])


def test_another_port_is_another_address():
    signature = sign("https://oncall.example.org:9999/twilio/voice", FORM)

    assert not signed("https://oncall.example.org:8443/twilio/voice", FORM, signature, [TOKEN])


def test_a_json_body_must_be_the_one_whose_hash_was_signed():
    body = '{"naïve": true}'.encode()
    address = f"{ADDRESS}?bodySHA256={hashlib.sha256(body).hexdigest()}"
    signature = sign(address, {})

    assert signed(address, {}, signature, [TOKEN], body=body)
    assert not signed(address, {}, signature, [TOKEN], body=body + b" ")
    assert not signed(ADDRESS, {}, sign(ADDRESS, {}), [TOKEN], body=body)
    assert not signed(f"{ADDRESS}?bodySHA256=é", {}, sign(f"{ADDRESS}?bodySHA256=é", {}), [TOKEN], body=body)


@given(
    st.dictionaries(st.text(), st.text(), max_size=5),
    st.text(max_size=50),
    st.text(st.characters(), max_size=40),
)
def test_nothing_that_arrives_can_break_the_guard(form, path, signature):
    assert not signed(f"{BASE}/{path}", form, signature, [TOKEN])
    assert not signed(path, form, signature, [TOKEN])
    assert not signed(ADDRESS, {**form, "\ud800": "\udfff"}, signature or "x", [TOKEN])


@given(st.dictionaries(st.text(), st.lists(st.text(), min_size=1, max_size=3), max_size=6))
def test_whatever_the_companys_own_library_signs_is_accepted(lists):
    form = MultiDict(lists)
    try:
        signature = RequestValidator(TOKEN).compute_signature(ADDRESS, form)
    except UnicodeEncodeError:
        return

    assert signed(ADDRESS, form, signature, [TOKEN])


@pytest.mark.parametrize(
    "asked", ["/twilio/voice", "/twilio/voice?", "/a%2Fb", "/a%20b?c=%2F+d&e=", "/é?f=é", "//a/../b"]
)
def test_the_raw_address_is_used_as_it_came(asked):
    for name in ("RAW_URI", "REQUEST_URI"):
        assert address_asked({name: asked, "PATH_INFO": "/other"}, BASE) == BASE + asked


def test_the_host_of_a_proxys_address_is_not_believed():
    environ = {"RAW_URI": "http://elsewhere.example/twilio/voice?a=b", "HTTP_HOST": "elsewhere.example"}

    assert address_asked(environ, BASE) == f"{ADDRESS}?a=b"
    assert address_asked({"RAW_URI": "*"}, BASE) == f"{BASE}/"


@pytest.mark.parametrize(
    ("path", "query", "address"),
    [
        ("/twilio/voice", "", "/twilio/voice"),
        ("/twilio/voice/next/17", "bodySHA256=0a&b=%2F+c", "/twilio/voice/next/17?bodySHA256=0a&b=%2F+c"),
        ("/a b", "", "/a%20b"),
        ("/Ã©", "", "/%C3%A9"),  # é, as WSGI hands it over
        ("", "", ""),
    ],
)
def test_a_server_that_keeps_no_raw_address_is_no_hindrance(path, query, address):
    assert address_asked({"PATH_INFO": path, "QUERY_STRING": query}, BASE) == BASE + address


@pytest.mark.parametrize("base", [BASE, "https://host.example/prefix", "http://127.0.0.1:8000"])
def test_a_request_behind_a_proxy_is_checked_against_the_configured_address(base):
    signature = sign(f"{base}/twilio/voice/next/17?x=%2F", FORM)
    environ = EnvironBuilder(
        "/twilio/voice/next/17?x=%2F", base_url="http://inner:8000", data=FORM
    ).get_environ()
    asked = address_asked(environ, base)

    assert asked == f"{base}/twilio/voice/next/17?x=%2F"
    assert signed(asked, FORM, signature, [TOKEN])


def test_neither_a_token_nor_a_number_is_ever_logged(caplog):
    caplog.set_level(logging.DEBUG)

    signed(ADDRESS, FORM, sign(ADDRESS, FORM), [TOKEN])
    signed(ADDRESS, FORM, "wrong", [TOKEN])

    assert caplog.text == ""
