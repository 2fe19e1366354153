"""Once a night each service's calls are compared with the telephone company's log."""

from datetime import UTC, datetime

from oncall.calls.nightly import Nightly
from oncall.contacts import store
from oncall.telephony.gateway import LoggedCall
from tests.oncall.contacts.scene import LINE, MORGAN

AT = datetime(2026, 11, 5, 22, 5, tzinfo=UTC)


def test_after_half_past_three_the_day_before_is_compared_once(scene):
    scene.telephony.log.append(LoggedCall("CA" + "5" * 32, None, MORGAN, LINE, "completed", AT, AT))
    scene.clock.advance(hours=5)
    Nightly(scene.w).put()
    scene.does_errands()
    with scene.w.unit_of_work() as work:
        assert not store.has_contact(work.session, "CA" + "5" * 32)

    scene.clock.advance(minutes=31)
    for nightly in (Nightly(scene.w), Nightly(scene.w)):
        nightly.put()
        nightly.put()
    scene.does_errands()

    contact = scene.contact("CA" + "5" * 32)
    assert (contact.outcome, contact.callback_owner, contact.started_at) == ("abandoned", "asha", AT)
