"""Follow-ups as others get them."""

import json
from datetime import timedelta

from oncall.cli.export import WHAT
from oncall.followups.set_anchor import set_anchor
from tests.oncall.followups.test_remind import promise

CONTRACT = {
    "id",
    "contact",
    "child",
    "kind",
    "title",
    "owner",
    "duty_holder",
    "due_at",
    "status",
    "statutory",
}


def exported(night, service=None, since=None):
    with night.w.unit_of_work() as work:
        return list(WHAT["follow-ups"](work.session, service, since))


def test_every_field_of_the_contract_is_there_oldest_first_and_in_json(night):
    night.propose()
    night.scene.clock.advance(minutes=1)
    promise(night)
    rows = exported(night)

    assert all(set(row) >= CONTRACT for row in rows)
    assert rows[-1]["kind"] == "F16"
    assert {row["contact"] for row in rows} == {night.ref}
    assert json.loads(json.dumps(rows)) == rows


def test_what_waits_for_its_anchor_has_no_due_time_and_then_one_in_utc(night):
    night.propose()
    assert _five(night)["due_at"] is None
    assert (_five(night)["status"], _five(night)["statutory"]) == ("awaiting_anchor", True)
    night.scene.clock.advance(hours=8)
    set_anchor(night.step("F05"), "2026-11-06", "04:10", night.w)

    assert _five(night)["due_at"] == "2026-11-09T04:10:00Z"
    assert _five(night)["duty_holder"]["organisation"] == "responsible authority"


def test_only_what_began_since_then_and_of_one_service(night):
    night.propose()
    now = night.scene.clock()

    assert exported(night, since=now) != []
    assert exported(night, since=now + timedelta(seconds=1)) == []
    assert exported(night, service="borders") == []
    assert exported(night, service="marches") == exported(night)


def _five(night):
    return next(row for row in exported(night) if row["kind"] == "F05")
