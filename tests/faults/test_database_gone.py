"""The database is killed, or takes connections and answers nothing, while people are on the line."""

import pytest

from tests.faults.house import LINE

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

FAULTS = pytest.mark.parametrize("fault", ["kill_database", "freeze_database"])


@FAULTS
def test_calls_before_during_and_after_are_put_through_and_each_is_there_once(house, fault):
    house.asha.does_not_answer()
    house.ben.answers(after=5).presses("1").hangs_up(after=20)
    house.elin.answers(after=5).presses("1").hangs_up(after=20)
    for phone in (house.asha, house.ben, house.elin):
        phone.may_be_texted()

    call = house.morgan.rings(LINE)
    house.asha.is_rung()
    with house.while_time_stands():
        getattr(house, fault)()
    call.hears("still trying").connects_to(house.ben).ends()
    house.price.rings(LINE).hears("through to Marches").connects_to(house.ben).ends()
    house.network.quiet()
    house.mend()
    house.is_done()
    house.morgan.rings(LINE).connects_to(house.ben).ends()

    house.is_done()
    house.answered_in_time()
    house.nothing_is_lost_or_doubled()
    contacts = house.export()
    rung = [[(a["tier"], a["person"], a["result"]) for a in contact["attempts"]] for contact in contacts]
    by_ben = ("backup", "ben", "accepted")
    assert rung[:2] == [[("practitioner", "asha", "no_answer"), by_ben]] * 2
    assert rung[2] == [by_ben]  # who rings again so soon is put through to whoever had the last call
    assert [contact["caller"] for contact in contacts] == ["morgan", "price", "morgan"]
    assert {(contact["outcome"], contact["accepted_by"]) for contact in contacts} == {("answered", "ben")}


@FAULTS
def test_the_database_comes_back_in_the_middle_of_a_call(house, fault):
    house.asha.does_not_answer()
    house.ben.does_not_answer()
    house.elin.answers(after=5).presses("1").hangs_up(after=20)
    for phone in (house.asha, house.ben, house.elin):
        phone.may_be_texted()

    getattr(house, fault)()
    call = house.morgan.rings(LINE)
    house.ben.is_rung()
    with house.while_time_stands():
        house.mend()
    call.connects_to(house.elin).ends()

    house.is_done()
    house.answered_in_time()
    assert house.results == [
        ("practitioner", "asha", "no_answer"),
        ("backup", "ben", "no_answer"),
        ("manager", "elin", "accepted"),
    ]


@FAULTS
def test_a_message_left_in_the_dark_is_fetched_and_everybody_is_told(house, fault):
    for phone in (house.asha, house.ben, house.elin, house.last_resort):
        phone.does_not_answer()
        phone.may_be_texted()

    getattr(house, fault)()
    house.morgan.rings(LINE).hears("say who you are").leaves_message(seconds=4).ends()
    house.network.quiet()
    house.mend()

    house.is_told(house.asha, house.ben, house.elin)
    house.answered_in_time()
    contact = house.contact
    assert (contact["outcome"], contact["callback_owner"]) == ("voicemail", "asha")
    assert len(list((house.settings.data_dir / "recordings").glob("RE*"))) == 1
