"""What a call carries with it in its addresses."""

import pytest

from oncall.lifeline.trail import NOT_SAID, Trail, read


@pytest.mark.parametrize(
    "trail",
    [
        Trail("marches", "CA1", 1793916000),
        Trail("marches", "CA1", 1793916000, in_office_hours=True, caller="foster_carer"),
        Trail("a.b@c-d", "CA1", 0, caller="withheld").then("tier", "ärzte@x").then("last_resort", None),
        Trail("m", "CA1", 5).then("office_line", None).then("tier", "office_line").then("tier", "asha"),
        Trail("m", "CA1", 5, passed=("asha", "ben"), no_contact=True).then("tier", "elin", 12),
    ],
)
def test_it_arrives_as_it_left(trail):
    assert read(trail.query()) == trail


def test_the_last_to_be_rung_is_the_last_one():
    trail = Trail("marches", "CA1", 0).then("office_line", None).then("tier", "asha")

    assert trail.last == ("tier", "asha")


def test_it_counts_how_often_the_same_telephone_was_rung():
    trail = Trail("m", "CA1", 0).then("tier", "asha").then("last_resort", None).then("tier", "asha")

    assert trail.nth == 2
    assert trail.then("tier", "ben").nth == 1


@pytest.mark.parametrize(
    "query", ["", "s=marches", "b=12", "s=marches&b=soon", "s=marches&b=-1", "%%%", "t=asha"]
)
def test_an_address_without_one_has_none(query):
    assert read(query) is None


def test_what_is_not_said_is_not_made_up():
    assert read("s=marches&b=12").caller == NOT_SAID
