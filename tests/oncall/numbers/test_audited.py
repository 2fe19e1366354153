"""Decisions about restricted numbers and no-contact lists are in the audit chain, once, without a number."""

from oncall.access import audit_store
from oncall.numbers import no_contact, restrict
from oncall.numbers.read_numbers import read_numbers
from oncall.numbers.restrict import Asked
from tests.oncall.contacts.scene import MORGAN, STRANGER


def decisions(scene):
    with scene.w.unit_of_work() as work:
        assert audit_store.verify(work.session).broken is None
        rows = list(audit_store.export(work.session, None, None))
    assert STRANGER not in str(rows)
    return [(row["action"], row["user"]) for row in rows if row["action"].startswith("numbers.")]


def test_each_decision_about_a_restriction_is_kept_by_whom(scene):
    elin, farah = scene.somebody("elin"), scene.somebody("farah")
    asked = Asked("marches", STRANGER, "silent calls", 1)
    restrict.ask(asked, elin, scene.w)
    restrict.ask(asked, farah, scene.w)
    [one] = read_numbers(elin, scene.w).restrictions
    for who in (elin, farah, farah):
        restrict.approve(one.id, who, scene.w)
    for who in (elin, farah):
        restrict.end(one.id, who, scene.w)

    assert decisions(scene) == [
        ("numbers.restriction_asked", elin.user_id),
        ("numbers.restriction_approved", farah.user_id),
        ("numbers.restriction_ended", elin.user_id),
    ]


def test_what_is_refused_is_no_decision(scene):
    restrict.ask(Asked("marches", MORGAN, "silent calls", 1), scene.somebody("elin"), scene.w)

    assert decisions(scene) == []


def test_each_change_of_a_no_contact_list_is_kept_by_whom(scene):
    elin = scene.somebody("elin")
    for _ in range(2):
        no_contact.add("C-7K2Q", STRANGER, "court order", elin, scene.w)
    [one] = read_numbers(elin, scene.w).no_contact
    for _ in range(2):
        no_contact.take_off(one.id, elin, scene.w)

    assert decisions(scene) == [
        ("numbers.no_contact_listed", elin.user_id),
        ("numbers.no_contact_taken_off", elin.user_id),
    ]
