"""What is on the board."""

from datetime import UTC, datetime

import pytest

from oncall.access.roles import Role
from oncall.calls.board import Board, Phase, read_board
from oncall.contacts.own_call_back import own_call_back
from oncall.db import outbox
from tests.oncall.contacts.scene import LANDLINE, STRANGER, Scene


def seen(scene: Scene, who: str = "asha") -> Board:
    return read_board(scene.somebody(who), scene.w)


def marches(scene: Scene, who: str = "asha"):
    return next(service for service in seen(scene, who).services if service.name.startswith("Marches"))


def test_each_tier_says_who_is_on_until_when_and_who_is_next(scene):
    tiers = {
        tier.name: ([one.name for one in tier.people], tier.until, [one.name for one in tier.then])
        for tier in marches(scene).tiers
    }

    assert tiers == {
        "practitioner": (["Asha Verma"], datetime(2026, 11, 7, 9, tzinfo=UTC), ["Dai Rees"]),
        "backup": (["Ben Okafor"], datetime(2026, 11, 9, 9, tzinfo=UTC), ["Carys Pugh"]),
        "manager": (["Elin Hughes"], datetime(2026, 11, 16, 9, tzinfo=UTC), ["Dai Rees"]),
    }


def test_a_call_goes_from_ringing_to_connected_to_ended(scene):
    ref = scene.rings()
    [ringing] = marches(scene).live
    scene.goes_unanswered(ref)
    [ringing_ben] = marches(scene).live
    scene.takes_it(ref)
    [connected] = marches(scene).live
    scene.ends(ref)

    assert (ringing.phase, ringing.who, ringing.since) == (
        Phase.RINGING,
        "Asha Verma",
        ringing.contact.started_at,
    )
    assert (ringing_ben.phase, ringing_ben.who) == (Phase.RINGING, "Ben Okafor")
    assert (connected.phase, connected.who) == (Phase.CONNECTED, "Ben Okafor")
    assert connected.since == scene.by_ref(ref).answered_at
    assert marches(scene).live == ()


def test_a_staffed_line_has_no_name(scene):
    ref = scene.rings()
    for _ in range(3):
        scene.goes_unanswered(ref)
    [live] = marches(scene).live

    assert (live.phase, live.kind, live.who) == (Phase.RINGING, "last_resort", None)


def test_whoever_is_asked_for_a_message_is_still_on_the_line(scene):
    ref = scene.rings()
    scene.nobody_answers(ref)

    assert [live.phase for live in marches(scene).live] == [Phase.LEAVING_A_MESSAGE]
    assert marches(scene).call_backs == ()


def test_a_call_back_has_a_clock(scene):
    ref = scene.rings()
    scene.nobody_answers(ref)
    scene.leaves_a_message(ref)
    [waiting] = marches(scene).call_backs
    due = scene.by_ref(ref).callback_due_at
    assert due is not None

    assert (waiting.contact.ref, waiting.contact.owner, waiting.overdue) == (ref, "Asha Verma", None)
    scene.clock.at = due
    assert marches(scene).call_backs[0].overdue is None
    scene.clock.advance(seconds=1)
    assert marches(scene).call_backs[0].overdue == 0
    scene.clock.advance(minutes=12)
    assert marches(scene).call_backs[0].overdue == 12


def test_a_call_back_that_somebody_has_waits_until_it_is_written_up(scene):
    ref, ben = scene.rings(), scene.somebody("ben")
    scene.nobody_answers(ref)
    scene.says_nothing(ref)
    own_call_back(ref, ben, scene.w)
    assert [one.contact.owner for one in marches(scene).call_backs] == ["Ben Okafor"]

    scene.writes_up(ref, "ben")

    assert (marches(scene).call_backs, marches(scene).to_write) == ((), ())


def test_a_contact_waits_to_be_written_up_by_whoever_took_it(scene):
    ref = scene.rings(None)
    scene.takes_it(ref)
    scene.ends(ref)
    [contact] = marches(scene).to_write

    assert (contact.ref, contact.accepted_by) == (ref, "asha")


def test_somebody_who_rang_off_and_cannot_be_rung_waits_to_be_written_up(scene):
    ref = scene.rings(None)
    scene.ends(ref, after=3)

    assert [contact.ref for contact in marches(scene).to_write] == [ref]
    assert marches(scene).call_backs == ()


def test_long_lists_are_cut_and_that_is_said(scene):
    for _ in range(11):
        scene.ends(scene.rings(None), after=3)

    assert len(marches(scene).to_write) == 10
    assert marches(scene).more


def test_every_service_has_its_own_part(scene):
    scene.loads_another_service()
    ours, theirs = scene.rings(), scene.rings(STRANGER, to="+441632960600")

    parts = {
        service.name: [live.contact.ref for live in service.live] for service in seen(scene, "dai").services
    }
    assert parts == {"Borders Family Line": [theirs], "Marches Placement Support": [ours]}
    assert [service.name for service in seen(scene).services] == ["Marches Placement Support"]


@pytest.mark.parametrize("role", [Role.ADMIN, Role.ROTA])
def test_whoever_reads_no_content_sees_the_rota_alone(scene, role):
    scene.rings()
    scene.somebody("somebody", [role], staff=False)
    board = seen(scene, "somebody")

    assert (board.services[0].live, board.shows_contacts) == ((), False)
    assert [tier.name for tier in board.services[0].tiers] == ["practitioner", "backup", "manager"]


def test_background_work_may_wait_for_a_minute(scene):
    now = scene.clock()
    with scene.w.unit_of_work() as work:
        outbox.put(work, "page_text", "late", now=now)
        outbox.put(work, "page_text", "later", now=now, due_at=scene.clock.at.replace(hour=23))

    scene.clock.advance(seconds=60)
    assert seen(scene).background_since is None
    scene.clock.advance(seconds=1)
    assert seen(scene).background_since == now


def test_a_queue_that_does_not_answer_is_on_the_board_and_makes_it_another(scene):
    up = seen(scene)
    scene.w.queue_answers = lambda: False
    down = seen(scene)

    assert (up.queue_down, down.queue_down) == (False, True)
    assert up.tag(1) != down.tag(1)


def test_the_tag_is_another_whenever_the_board_is_another(scene):
    tags = [seen(scene).tag(1)]
    ref = scene.rings(LANDLINE)
    tags.append(seen(scene).tag(1))
    scene.goes_unanswered(ref)
    tags.append(seen(scene).tag(1))
    scene.takes_it(ref)
    tags.append(seen(scene).tag(1))
    scene.ends(ref)
    tags += [seen(scene).tag(1), seen(scene).tag(2), seen(scene, "ben").tag(1)]

    assert len(set(tags)) == len(tags)
    assert seen(scene).tag(1) == tags[4]
    scene.clock.advance(minutes=30)
    assert seen(scene).tag(1) == tags[4]
    scene.clock.advance(hours=3)
    assert seen(scene).tag(1) != tags[4]  # since midnight "22:05" is no longer today's
