"""Which numbers a service file may hold, and which callers show one."""

import pytest

from oncall.telephony.numbers import (
    NEVER_DIALLED,
    NOT_DIALLABLE,
    NOT_INTERNATIONAL,
    caller_number,
    can_be_texted,
    refusal,
)


@pytest.mark.parametrize(
    "number",
    [
        pytest.param("+441632960100", id="a drama landline"),
        pytest.param("+447700900100", id="a drama mobile"),
        pytest.param("+442079460100", id="London, for drama"),
        pytest.param("+441164960100", id="Leicester, which begins like a helpline"),
        pytest.param("+441184960100", id="Reading, which begins like a directory"),
        pytest.param("+443069990100", id="03 at the price of a landline, for drama"),
        pytest.param("+448081570100", id="freephone, for drama"),
        pytest.param("+448001111", id="freephone with few digits"),
        pytest.param("+44169772345", id="Brampton, which has nine digits"),
        pytest.param("+445600000100", id="internet telephone"),
        pytest.param("+441534960100", id="Jersey"),
        pytest.param("+447624000100", id="a mobile on the Isle of Man"),
        pytest.param("+12025550123", id="a number abroad"),
        pytest.param("+353861234567", id="a mobile in Ireland"),
    ],
)
def test_a_number_that_can_be_rung_is_accepted(number):
    assert refusal(number) is None


@pytest.mark.parametrize(
    "short", ["999", "112", "111", "101", "105", "119", "116123", "118500", "60777", "85258"]
)
@pytest.mark.parametrize("written", ["{}", "+{}", "+44{}"])
def test_an_emergency_or_short_number_is_refused_however_it_is_written(short, written):
    assert refusal(written.format(short)) == NEVER_DIALLED


@pytest.mark.parametrize(
    "number",
    [
        pytest.param("+449098790100", id="premium rate, for drama"),
        pytest.param("+449001234567", id="premium rate"),
        pytest.param("+447012345678", id="a personal number"),
        pytest.param("+448701234567", id="0870"),
        pytest.param("+448712345678", id="0871"),
        pytest.param("+448431234567", id="0843"),
        pytest.param("+448451234567", id="0845"),
        pytest.param("+448201234567", id="08 that is nobody's"),
        pytest.param("+19005551234", id="premium rate in America"),
        pytest.param("+33899123456", id="premium rate in France"),
        pytest.param("+1911", id="an emergency number abroad"),
    ],
)
def test_a_number_that_costs_more_than_a_call_is_refused(number):
    assert refusal(number) == NEVER_DIALLED


@pytest.mark.parametrize(
    "number",
    [
        "01632960100",
        "00441632960100",
        "441632960100",
        "+44 1632 960100",
        "+44(0)1632960100",
        "tel:1",
        "",
        "+",
    ],
)
def test_a_number_must_be_in_international_form(number):
    assert refusal(number) == NOT_INTERNATIONAL


def test_digits_of_another_script_are_no_digits():
    assert refusal("+44١٦٣٢٩٦٠١٠٠") == NOT_INTERNATIONAL
    assert caller_number("+44١٦٣٢٩٦٠١٠٠") is None


@pytest.mark.parametrize(
    "number",
    [
        pytest.param("+4416329601001", id="a digit too many"),
        pytest.param("+441632960", id="half the digits"),
        pytest.param("+44163296010", id="a landline with a digit missing"),
        pytest.param("+44770090010", id="a mobile with a digit missing"),
        pytest.param("+4401632960100", id="the trunk 0 left in"),
        pytest.param("+0441632960100", id="no country begins with 0"),
        pytest.param("+2101234567", id="no such country"),
        pytest.param("+447640123456", id="a pager"),
        pytest.param("+266696687", id="what a withheld number looks like"),
        pytest.param("+12345678901234567", id="longer than any number"),
    ],
)
def test_a_number_that_could_not_be_dialled_is_refused(number):
    assert refusal(number) == NOT_DIALLABLE


@pytest.mark.parametrize(
    "shown", ["", "anonymous", "Restricted", "+266696687", "+86282452253", "+256", "01632960301", "sip:a@b"]
)
def test_a_withheld_number_is_no_number(shown):
    assert caller_number(shown) is None


def test_a_shown_number_is_taken_as_it_is():
    assert caller_number(" +447700900301 ") == "+447700900301"


def test_a_landline_cannot_be_texted():
    assert can_be_texted("+447700900301")
    assert can_be_texted("+353861234567")
    assert not can_be_texted("+441632960301")
    assert not can_be_texted("+447012345678")
    assert not can_be_texted(None)
