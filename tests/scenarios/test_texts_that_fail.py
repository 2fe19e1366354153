"""Why a reply did not arrive stands beside it in words, whatever number the company has for it."""

import re
from html import unescape

import pytest

from tests.scenarios.night import TEXT_LINE
from tests.scenarios.pulse import passes
from tests.scenarios.texting import Reader, by_night, comes, received, says

REFUSED = {
    21211: "the number is not right",
    21212: "our own number is not right",
    21408: "texts to that country are not switched on",
    21602: "it held no words",
    21603: "it said no number of ours to come from",
    21606: "our number cannot send texts",
    21608: "a trial account may text only numbers it has checked",
    21609: "our address for hearing of it is not right",
    21610: "they have sent STOP, so our texts are blocked",
    21612: "the number cannot be reached by text",
    21614: "the number is not a mobile",
    21617: "it was too long",
    21703: "our account has no number to send it from",
    21704: "our account has no number to send it from",
    21705: "our account’s way of sending texts is not right",
}
"""What is said at once when we ask for a text to be sent."""
UNDELIVERED = {
    30001: "too many texts were waiting",
    30002: "our account is suspended",
    30003: "the telephone is off or out of reach",
    30004: "it was blocked on the way",
    30005: "the number is not in use",
    30006: "it is a landline, or its network takes no texts",
    30007: "a network held it back as unwanted",
    30008: "the network did not say why",
    30009: "a part of it was lost",
    30017: "the network was too busy",
    30018: "our number is not registered with their network",
    30410: "their network did not answer in time",
    30450: "their network refused it as suspicious",
    39999: "the telephone company did not take it",
}
"""What is told later of a text that was taken; the last one we do not know."""


@pytest.fixture
def night(night_at):
    """Thursday night at a quick pace, with sign-ins."""
    return by_night(night_at(speed=1000, practice=True))


def test_every_number_the_company_has_for_a_failure_is_said_in_words_and_its_owner_told_to_ring(night):
    night.network.allows("rest")
    comes(night)
    says(night, "1")
    for failing, codes in ((night.morgan.texts_are_refused, REFUSED), (night.morgan.texts_fail, UNDELIVERED)):
        failing(*codes)
        for _ in codes:
            night.asha.texts("We will ring you", to=TEXT_LINE)
            night.network.quiet()
        passes(night, seconds=5)
        failing(None)
    passes(night, seconds=20)

    page = unescape(Reader(night, "asha").get(f"/contacts/{night.contact['ref']}/texts"))

    for how, sentences in (("Not sent", REFUSED), ("Not delivered", UNDELIVERED)):
        said = re.findall(rf"app-bubble__state\">{how}: ([^<]+)<", page)
        assert sorted(said) == sorted(sentences.values())
    told = [text for text in received(night.asha) if "was not delivered. Please ring" in text]
    assert len(told) == len({**REFUSED, **UNDELIVERED})
    assert len(received(night.morgan)) == 1
