"""The rule that nobody is rung or texted whom the test did not foresee."""

import pytest

from oncall.practice.script import Network
from tests.oncall.practice.line import LINE, TEXT_LINE


def test_an_unforeseen_call_fails_the_test(hunt, carer, network):
    carer.rings(LINE).ends()

    with pytest.raises(AssertionError, match="a call to \\+447700900201"):
        network.verify()
    network.allows("unexpected")


def test_a_call_to_a_telephone_without_a_plan_fails_the_test(hunt, carer, asha, network):
    carer.rings(LINE).ends()

    with pytest.raises(AssertionError, match="unexpected: a call to \\+447700900201"):
        network.verify()
    network.allows("unexpected")


def test_an_unforeseen_text_fails_the_test(client, line, asha, network):
    client.messages.create(to=asha.number, from_=TEXT_LINE, body="Hello")
    network.quiet()

    with pytest.raises(AssertionError, match="a text from \\+447700900100 to \\+447700900201: Hello"):
        network.verify()
    network.allows("unexpected")


def test_a_text_with_other_words_than_foreseen_fails_the_test(client, line, asha, network):
    asha.expects_text("a contact")
    client.messages.create(to=asha.number, from_=TEXT_LINE, body="Something else")
    network.quiet()

    with pytest.raises(AssertionError, match="Something else"):
        network.verify()
    asha.phone.expects.holding.clear()
    network.allows("unexpected")


def test_a_text_that_never_came_fails_the_test():
    network = Network()
    network.phone("+447700900201").expects_text("a contact")

    with pytest.raises(AssertionError, match="no text with 'a contact' reached"):
        network.close()


def test_leaving_the_block_verifies_but_never_hides_another_error():
    def failing_block():
        with Network() as network:
            network.phone("+447700900201").expects_text("a contact")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing_block()


def test_one_plan_after_another_serves_one_call_each(hunt, carer, asha):
    asha.is_busy().then().answers().presses("1").hangs_up()

    carer.rings(LINE).ends()
    carer.rings(LINE).connects_to(asha).ends()

    assert len(asha.rung) == 2


def test_waiting_for_words_that_never_come_says_what_was_heard(line, carer):
    line.says("voice", "<Say>Hello.</Say>")

    with pytest.raises(AssertionError, match=r"'good evening' was not heard, but: \['Hello.'\]"):
        carer.rings(LINE).hears("good evening")


def test_a_withheld_number_shows_as_the_network_says(line, carer):
    carer.rings(LINE, withheld="+266696687").ends()

    assert line.at("voice")[0]["From"] == "+266696687"
