"""Numbers, addresses and signatures as the provider writes them."""

import json
from pathlib import Path

import pytest

from oncall.practice.addresses import BadOverride, Overrides, can_be_rung, signed_address, split_overrides
from oncall.practice.webhooks import signature

VECTORS = Path(__file__).parents[3].parent / "shared" / "twilio" / "twilio_signature_vectors.json"


@pytest.mark.parametrize("number", ["+447700900201", "+441632960100", "+3531234567"])
def test_a_full_international_number_can_be_rung(number):
    assert can_be_rung(number)


@pytest.mark.parametrize(
    "number", ["", "anonymous", "+266696687", "07700900201", "999", "+44 7700", "+0123456789"]
)
def test_what_is_no_number_cannot_be_rung(number):
    assert not can_be_rung(number)


def test_an_address_says_how_it_wants_to_be_fetched():
    bare, rules = split_overrides(
        "https://line.example.org/v?a=1#rc=2&rp=ct,rt,5xx&rt=4000&e=dublin,frankfurt"
    )

    assert bare == "https://line.example.org/v?a=1"
    assert rules == Overrides(rc=2, rt=4000, rp=frozenset({"ct", "rt", "5xx"}))


@pytest.mark.parametrize("fragment", ["rc=9", "rt=0", "rp=sometimes", "nonsense=1", "ct=soon"])
def test_fetching_rules_that_do_not_exist_are_refused(fragment):
    with pytest.raises(BadOverride):
        split_overrides(f"https://line.example.org/v#{fragment}")


@pytest.mark.parametrize(
    ("url", "voice", "signed"),
    [
        ("https://me:pass@line.example.org:8443/v?a=1#rc=2", True, "https://line.example.org/v?a=1"),
        ("https://me:pass@line.example.org:8443/v", False, "https://line.example.org:8443/v"),
        ("http://me:pass@line.example.org:8080/v", True, "http://line.example.org:8080/v"),
    ],
)
def test_what_is_signed_leaves_out_sign_in_and_fragment_and_sometimes_the_port(url, voice, signed):
    assert signed_address(url, voice=voice) == signed


if VECTORS.exists():

    @pytest.mark.parametrize("vector", json.loads(VECTORS.read_text(encoding="utf-8")))
    def test_signatures_agree_with_the_vendors_vectors(vector):
        given = {
            name: [value] if isinstance(value, str) else value for name, value in vector["params"].items()
        }
        body = [(name, value) for name, values in given.items() for value in values]

        # Voice over https is signed without the port; the vectors that have one are of texts.
        assert signature(vector["token"], vector["signed_url"], body, voice=False) == vector["sig"]
