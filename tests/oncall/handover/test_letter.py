"""E-mail about a handover: to whom, when, and what becomes of it when it does not arrive."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from oncall.cli.doctor_outgoing import examine_letters
from oncall.handover import store
from oncall.handover.add_addendum import Writing, add_addendum
from oncall.handover.ladder import Rung
from oncall.handover.remind import told
from oncall.handover.tables import AddendumKind
from oncall.handover.watch import keep_handovers
from oncall.rotas.document import parse
from oncall.service.load import load
from oncall.service.read_service import read_service
from oncall.service.store import config_of
from tests.oncall.contacts.scene import MARCHES
from tests.oncall.mail.letterbox import Letterbox, open_letterbox
from tests.oncall.mail.post_office import KEY, TEMPLATE, open_post_office


@pytest.fixture
def box(scene) -> Iterator[Letterbox]:
    """The mail server of the scene."""
    with open_letterbox() as made:
        mail = {"smtp_url": f"smtp://127.0.0.1:{made.port}", "mail_from": "on-call@example.net"}
        scene.w.settings = scene.w.settings.model_copy(update=mail)
        yield made


def does_errands(morning, seconds: int = 20) -> None:
    """Every errand, and again those that failed."""
    for _ in range(6):
        morning.scene.does_errands()
        morning.scene.clock.advance(seconds=seconds)


def texted(morning) -> list[str]:
    """Whom a text about a signed handover has reached."""
    return [one.to for one in morning.scene.telephony.texts if "signed and waits" in one.words]


def test_the_lead_is_written_to_once_a_signature_and_reads_nothing_of_it(morning, box):
    morning.signs()
    does_errands(morning)
    does_errands(morning)

    [letter] = box.letters
    assert (letter["To"], letter["Subject"]) == ("farah@example.org", "Handover to read")
    assert f"http://127.0.0.1:8000/handover/{morning.document().id}" in letter.get_content()
    assert not any(word in letter.as_string() for word in ("Kit", "C-7K2Q", "Marches", *morning.refs))

    said = Writing(AddendumKind.WITHDRAWAL, "I mixed up two children.", "k")
    add_addendum(morning.document().id, said, morning.person("asha"), morning.scene.w)
    morning.signs()
    does_errands(morning)
    assert len(box.letters) == 2
    assert texted(morning) == []


def test_when_the_lead_is_on_leave_the_managers_are_written_to(morning, box):
    leave = "    - {person: farah, from: 2026-11-02T00:00, until: 2026-11-09T00:00, reason: leave}\n"
    text = MARCHES.read_text("utf-8").replace("absences:\n", f"absences:\n{leave}")
    scene = morning.scene
    load(read_service(parse(text, "marches.yaml")), unit_of_work=scene.w.unit_of_work, now=scene.clock)
    morning.signs()
    does_errands(morning)

    assert [letter["To"] for letter in box.letters] == ["dai@example.org", "elin@example.org"]
    with scene.w.unit_of_work() as work:
        row = store.by_id(work.session, morning.document().id)
        config = config_of({}, work.session, row.service_id)
        assert told(work, config, row, Rung.DEPUTY, scene.w) == ["dai", "elin"]


def test_each_step_of_a_late_handover_is_written_once(morning, box):
    for minute in (46, 47):
        morning.scene.clock.at = datetime(2026, 11, 6, 8, minute, tzinfo=UTC)
        keep_handovers(morning.scene.w)
        does_errands(morning, seconds=1)

    assert [(one["To"], one["Subject"]) for one in box.letters] == [("asha@example.org", "Handover to sign")]


@pytest.mark.parametrize("answer", ["550 no such box", "451 come again"])
def test_whom_no_letter_reaches_is_texted_once(morning, box, answer):
    box.answers = answer
    morning.signs()
    does_errands(morning)

    assert box.letters == []
    assert texted(morning) == ["+447700900206"]


def test_what_notify_refuses_is_texted_at_once_and_named_by_the_doctor(morning):
    scene = morning.scene
    with open_post_office() as office:
        notify = {"notify_api_key": SecretStr(KEY), "notify_template_id": TEMPLATE}
        scene.w.settings = scene.w.settings.model_copy(update={**notify, "notify_api_url": office.url})
        office.now, office.fails = scene.clock, 403
        morning.signs()
        does_errands(morning)

    assert texted(morning) == ["+447700900206"]
    with scene.w.unit_of_work() as work:
        [found] = examine_letters(work.session, scene.clock())
    assert found.says == ("1 letter of the last week given up: refused by whoever sends e-mail, code 403")


def test_notify_carries_a_link_and_nothing_else_of_a_handover(morning):
    scene = morning.scene
    with open_post_office() as office:
        notify = {"notify_api_key": SecretStr(KEY), "notify_template_id": TEMPLATE}
        scene.w.settings = scene.w.settings.model_copy(update={**notify, "notify_api_url": office.url})
        office.now = scene.clock
        morning.signs()
        does_errands(morning)

    [letter] = office.letters
    assert letter["email_address"] == "farah@example.org"
    assert f"/handover/{morning.document().id}" in letter["personalisation"]["words"]
    assert not any(word in str(letter) for word in ("Kit", "C-7K2Q", "Marches", *morning.refs))


def test_a_letter_that_came_too_late_is_not_sent(morning, box):
    morning.signs()
    for item in morning.document().items:
        morning.accepts(item)
    does_errands(morning)

    assert box.letters == []
