"""The signature: what it needs, what it keeps, and how it is taken back."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest

from oncall.handover import sign as signing
from oncall.handover.add_addendum import Adding, Writing, add_addendum
from oncall.handover.document import documents_now
from oncall.handover.sign import Signing, sign
from oncall.handover.tables import AddendumKind, HandoverState
from oncall.handover.watch import keep_handovers
from tests.oncall.contacts.page import words
from tests.oncall.handover.morning import Morning

EARLY = datetime(2026, 11, 6, 8, 30, tzinfo=UTC)


@pytest.fixture
def quiet(scene) -> Morning:
    """The morning after a night in which nobody was in touch."""
    scene.clock.at = EARLY
    return Morning(scene)


def writes(morning: Morning, kind: AddendumKind, text: str, who: str = "asha", key: str = "k") -> Adding:
    """Somebody writes under the handover."""
    said = Writing(kind, text, key)
    return add_addendum(morning.document(who).id, said, morning.person(who), morning.scene.w)


def test_nothing_is_signed_that_its_signer_has_not_seen(morning):
    document = morning.document("asha")
    morning.call()

    assert sign(document.id, morning.person("asha"), morning.scene.w, document.tag) is Signing.CHANGED_SINCE


def test_what_was_signed_shows_when_it_changes(morning):
    late = morning.call(note=None)
    morning.signs()
    assert not any(entry.changed for entry in morning.document().entries)

    morning.writes_up(late, "U2", "Written in the morning.")

    assert [entry.ref for entry in morning.document().entries if entry.changed] == [late]


def test_a_nil_return_waits_until_nobody_does(quiet):
    quiet.scene.clock.advance(days=-2)
    ref = quiet.scene.rings()
    quiet.scene.nobody_answers(ref)
    quiet.scene.leaves_a_message(ref)
    quiet.scene.clock.at = EARLY
    document = documents_now(quiet.person("asha"), quiet.scene.w)[-1]

    assert document.nil_return
    assert sign(document.id, quiet.person("asha"), quiet.scene.w) is Signing.SOMEBODY_WAITS
    quiet.writes_up(ref, "U4", "Reached at last.")
    assert sign(document.id, quiet.person("asha"), quiet.scene.w) is Signing.SIGNED


def test_who_waits_unseen_by_the_signer_is_not_betrayed_by_a_nil_return(quiet):
    quiet.scene.clock.advance(days=-2)
    ref = quiet.scene.rings()
    quiet.scene.nobody_answers(ref)
    quiet.scene.leaves_a_message(ref)
    quiet.is_about(ref, "C-9TRB")
    quiet.scene.clock.at = EARLY

    assert quiet.signs("farah") is Signing.SOMEBODY_WAITS
    assert quiet.signs("ben") is Signing.SIGNED


def test_a_call_its_signer_may_not_see_neither_shows_nor_holds_them_up(morning, browser):
    ref = morning.scene.rings()
    morning.scene.takes_it(ref)
    morning.is_about(ref, "C-9TRB")

    address = f"/handover/{morning.document().id}"
    says = "It can be signed when the contact that is going on now has ended."
    assert says in words(browser("farah").get(address))
    assert says not in words(browser("ben").get(address))
    assert morning.signs("farah") is Signing.STILL_GOING_ON
    assert morning.signs("ben") is Signing.SIGNED
    morning.scene.ends(ref)
    morning.writes_up(ref, "U2", "Noor is at her aunt’s.")

    assert [one.ref for one in morning.document().entries if one.changed] == [ref]


def test_a_nil_return_waits_until_somebody_says_why_we_were_down(quiet, browser):
    quiet.scene.clock.at = EARLY - timedelta(hours=6)
    keep_handovers(quiet.scene.w)
    quiet.scene.clock.advance(minutes=40)
    keep_handovers(quiet.scene.w)
    quiet.scene.clock.at = EARLY

    asha, address = browser("asha"), f"/handover/{quiet.document('asha').id}"
    page = words(asha.get(address))
    assert "was down from Fri 6 Nov 02:30, for 40 minutes." in page
    assert "worked all the time: no" in page
    asha.post(f"{address}/sign", page=address, seen=quiet.document("asha").tag)
    assert "Write what is known of it first" in words(asha.get(address))
    asha.post(
        f"{address}/addenda/outage", page=address, text="Power cut. The carrier shows no call.", key="k"
    )

    assert quiet.signs() is Signing.SIGNED
    assert "Asha Verma explained the time we were down" in words(asha.get(address))


def test_a_beat_every_quarter_minute_is_no_time_down(quiet):
    for _ in range(8):
        keep_handovers(quiet.scene.w)
        quiet.scene.clock.advance(seconds=15)

    assert quiet.document("asha").banner.health.good


def test_a_signature_is_taken_back_only_with_a_reason_that_stays(morning):
    morning.signs()
    first = morning.item("Kit")
    morning.accepts(first)

    assert writes(morning, AddendumKind.WITHDRAWAL, " ") is Adding.TEXT_NEEDED
    assert writes(morning, AddendumKind.WITHDRAWAL, "Not mine to say.", "ben") is Adding.NOT_YOUR_SIGNATURE
    assert writes(morning, AddendumKind.WITHDRAWAL, "I mixed up two children.") is Adding.WITHDRAWAL
    assert writes(morning, AddendumKind.WITHDRAWAL, "I mixed up two children.") is Adding.WITHDRAWAL

    document = morning.document()
    assert (document.state, document.signed) == (HandoverState.DRAFT, None)
    assert [(one.by, one.text) for one in document.addenda] == [("Asha Verma", "I mixed up two children.")]
    morning.signs()
    assert morning.item("Kit").id != first.id
    assert morning.item("Kit").accepted_at is None


def test_an_acknowledged_handover_is_only_added_to(morning):
    assert writes(morning, AddendumKind.ADDENDUM, "More.") is Adding.SIGN_FIRST
    morning.signs()
    for item in morning.document().items:
        morning.accepts(item)

    assert writes(morning, AddendumKind.WITHDRAWAL, "Wrong.", "farah") is Adding.ALREADY_ACKNOWLEDGED
    assert writes(morning, AddendumKind.ADDENDUM, "Jo rang again.", "farah") is Adding.ADDENDUM
    assert morning.document().state == HandoverState.ACKNOWLEDGED


def test_a_crash_while_signing_leaves_it_unsigned_and_whole(morning, monkeypatch):
    def crash(*_given: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(signing.entry_store, "move_contacts", crash)
        with pytest.raises(RuntimeError):
            morning.signs()
    document = morning.document()
    assert (document.state, [item.id for item in document.items]) == (HandoverState.DRAFT, [None, None])

    assert morning.signs() is Signing.SIGNED


def test_two_who_sign_at_once_sign_once(crowd):
    morning = Morning(crowd)
    morning.call()
    document = morning.document("asha")
    morning.person("ben")
    outcomes: list[Signing] = []
    hands = [
        Thread(target=lambda who=who: outcomes.append(sign(document.id, morning.person(who), crowd.w)))
        for who in ("asha", "ben")
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()

    assert sorted(outcomes) == [Signing.SIGNED, Signing.SIGNED_BEFORE]
