"""Sampling for quality: which contacts are drawn, and what a lead says of them."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from oncall.handover.review import Reviewing, drawn, review
from tests.oncall.contacts.page import words


def entry(number: int, urgency: str | None = "U3"):
    """As much of a contact as the lot goes by."""
    return SimpleNamespace(summary=SimpleNamespace(id=number, urgency=urgency))


def test_every_red_one_and_about_one_in_so_many_are_drawn_and_always_the_same():
    numbers = range(1, 2_001)
    first = [number for number in numbers if drawn(entry(number), 10)]

    assert 150 < len(first) < 250
    assert first == [number for number in numbers if drawn(entry(number, None), 10)]
    assert all(drawn(entry(number, urgency), 1_000_000) for number in numbers for urgency in ("U0", "U1"))
    assert all(drawn(entry(number), 1) for number in numbers)


@pytest.fixture
def signed(morning):
    """The same morning, signed; no more than the red one is drawn."""
    morning.scene.w.settings = morning.scene.w.settings.model_copy(update={"sample_one_in": 10**12})
    morning.signs()
    return morning


def test_a_lead_says_in_a_line_how_a_sampled_contact_was_handled(signed, browser):
    farah, number = browser("farah"), signed.document().id
    address = f"/handover/{number}/items/{signed.item('Kit').id}"
    page = words(farah.get(f"/handover/{number}"))
    assert "Sampled for quality 0 of 1 reviewed." in page
    assert "Sampled" not in words(browser("asha").get(f"/handover/{number}"))
    assert "Sampled" not in words(farah.get(f"/handover/{number}/items/{signed.item(None).id}"))

    def says(what: str) -> str:
        sent = farah.post(f"{address}/reviews/{signed.refs[0]}", page=address, words=what)
        return words(farah.get(sent.location))

    assert "write a line about how it was handled" in says(" ")
    assert "at most 2,000 characters" in says("x" * 2_001)
    assert "Your line is saved." in says("Calm; ask for the crime number next time.")
    page = says("Calm; ask for the crime number next time.")
    assert "Your line is saved." in page
    assert f"Farah Siddiqi reviewed contact {signed.refs[0]}, Fri 6 Nov 08:30: Calm; ask" in page
    assert "1 of 1 reviewed." in words(farah.get(f"/handover/{number}"))


def test_of_two_reviewers_the_first_counts_and_nobody_reviews_their_own(signed):
    item, w, ref = signed.item("Kit"), signed.scene.w, signed.refs[0]
    own = signed.scene.somebody("asha")

    assert review(item.id, ref, "Well done.", own, w) is Reviewing.YOUR_OWN
    assert review(item.id, ref, "Well done.", signed.person("elin"), w) is Reviewing.REVIEWED
    assert review(item.id, ref, "Badly.", signed.person("farah"), w) is Reviewing.REVIEWED_BEFORE
    assert review(item.id, signed.refs[1], "Fine.", signed.person("farah"), w) is Reviewing.NOT_THERE


def test_what_is_not_written_up_or_not_to_be_seen_is_not_reviewed(morning):
    late, noor = morning.call(note=None), morning.call(about=["C-9TRB"], urgency="U0")
    morning.scene.w.settings = morning.scene.w.settings.model_copy(update={"sample_one_in": 1})
    morning.scene.clock.at = datetime(2026, 11, 6, 8, 30, tzinfo=UTC)
    morning.signs()
    w, farah, dai = morning.scene.w, morning.person("farah"), morning.person("dai")
    item = next(one for one in morning.document().items if one.entries[0].ref == late)

    assert review(item.id, late, "Fine.", farah, w) is Reviewing.NOT_WRITTEN_UP
    assert review(morning.item("Noor").id, noor, "Fine.", dai, w) is Reviewing.NOT_THERE
    assert review(morning.item("Noor").id, noor, "Fine.", farah, w) is Reviewing.REVIEWED
