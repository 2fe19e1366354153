"""A carer rings and reaches somebody."""

from tests.scenarios.night import LINE


def test_the_first_practitioner_accepts(night):
    night.asha.answers(after=4).presses("1").hangs_up(after=60)
    night.asha.expects_text("taken contact")

    night.morgan.rings(LINE).hears("through to Marches").connects_to(night.asha).ends()
    night.settles()

    contact = night.contact
    assert night.results == [("practitioner", "asha", "accepted")]
    assert (contact["outcome"], contact["accepted_by"]) == ("answered", "asha")
    assert (contact["caller"], contact["match"]) == ("morgan", "candidate")
    assert contact["callback_owner"] is None
    assert contact["answered_at"] < contact["ended_at"]


def test_the_whisper_says_who_rings_but_no_name(night):
    night.asha.answers().presses("1").hangs_up(after=5)
    night.asha.may_be_texted()

    night.morgan.rings(LINE).ends()

    assert "known foster carer" in night.asha.call.words
    assert "Morgan" not in night.asha.call.words


def test_both_sides_see_the_service_s_number(night):
    night.asha.answers().presses("1").hangs_up(after=5)
    night.asha.may_be_texted()

    night.morgan.rings(LINE).ends()

    assert [rung.from_ for rung in night.asha.rung] == [LINE]


def test_a_voicemail_box_is_not_taken_for_an_answer(night):
    night.asha.voicemail(after=10)
    night.ben.answers().presses("1").hangs_up(after=5)
    night.ben.may_be_texted()

    night.morgan.rings(LINE).hears("still trying").connects_to(night.ben).ends()
    night.settles()

    assert night.results == [("practitioner", "asha", "not_accepted"), ("backup", "ben", "accepted")]
    assert night.contact["accepted_by"] == "ben"


def test_engaged_moves_on_at_once(night):
    night.asha.is_busy()
    night.ben.answers().presses("1").hangs_up(after=5)
    night.ben.may_be_texted()

    night.morgan.rings(LINE).connects_to(night.ben).ends()
    night.settles()

    assert night.results[0] == ("practitioner", "asha", "busy")


def test_declining_on_the_handset_moves_on(night):
    night.asha.declines()
    night.ben.answers().presses("1").hangs_up(after=5)
    night.ben.may_be_texted()

    night.morgan.rings(LINE).connects_to(night.ben).ends()
    night.settles()

    assert night.results[0] == ("practitioner", "asha", "declined")


def test_pressing_2_passes_the_call_on(night):
    night.asha.answers().presses("2")
    night.ben.answers().presses("1").hangs_up(after=5)
    night.ben.may_be_texted()

    night.morgan.rings(LINE).connects_to(night.ben).ends()
    night.settles()

    assert night.results == [("practitioner", "asha", "declined"), ("backup", "ben", "accepted")]


def test_pressing_3_says_it_again(night):
    night.asha.answers().presses("3").presses("1").hangs_up(after=5)
    night.asha.may_be_texted()

    night.morgan.rings(LINE).connects_to(night.asha).ends()

    assert night.asha.call.words.count("Press 1") == 2


def test_a_key_that_means_nothing_says_it_again(night):
    night.asha.answers().presses("7").presses("1").hangs_up(after=5)
    night.asha.may_be_texted()

    night.morgan.rings(LINE).connects_to(night.asha).ends()
    night.settles()

    assert night.results == [("practitioner", "asha", "accepted")]


def test_an_unreachable_telephone_moves_on(night):
    night.asha.is_unreachable()
    night.ben.answers().presses("1").hangs_up(after=5)
    night.ben.may_be_texted()

    night.morgan.rings(LINE).connects_to(night.ben).ends()
    night.settles()

    assert night.results[0] == ("practitioner", "asha", "failed")
