"""A professional hears, once, that telling us is not telling the duty team; nobody else does."""

import pytest

from tests.scenarios.night import LINE

NOT_THE_DUTY_TEAM = "telling us is not telling the emergency duty team"


@pytest.fixture
def answered(night):
    """Asha takes whatever comes."""
    night.asha.answers().presses("1").hangs_up(after=5)
    night.asha.may_be_texted()
    return night


def test_a_social_worker_hears_it_after_the_greeting(answered):
    call = answered.nkemelu.rings(LINE).connects_to(answered.asha)
    call.ends()

    assert "through to Marches" in call.heard[0]
    assert NOT_THE_DUTY_TEAM in call.heard[1]
    assert call.words.count(NOT_THE_DUTY_TEAM) == 1


@pytest.mark.parametrize("who", ["morgan", "landline", "stranger"])
def test_a_carer_a_shared_number_and_a_stranger_do_not(answered, who):
    call = getattr(answered, who).rings(LINE).connects_to(answered.asha)
    call.ends()

    assert NOT_THE_DUTY_TEAM not in call.words


def test_a_repeated_request_gets_the_same_words(answered):
    call = answered.nkemelu.rings(LINE).connects_to(answered.asha)
    first = answered.network.webhooks[0]
    again = answered.network.repeat(first)
    call.ends()

    assert NOT_THE_DUTY_TEAM in again.body
    assert again.body == first.body
