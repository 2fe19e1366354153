"""Whatever comes as a text: always answered well, never lost, and nobody texted who must not be.

A hundred and fifty of them as a rule; `ONCALL_RANDOM_TEXTS=10000` tries as many, `ONCALL_RANDOM_SEED` others.
"""

import os
import random
import re
import secrets

import pytest
from sqlalchemy import Text, cast, func, or_, select, update
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from oncall.contacts.tables import ContactRow, MessageRow
from oncall.db.outbox import OutboxRow
from oncall.jobs import deliver
from oncall.practice.twiml_check import faults_of, parse
from oncall.telephony.numbers import can_be_texted
from oncall.texts.words import ALLOWS, FORBIDS
from tests.oncall.contacts.scene import make_app

MOST = int(os.environ.get("ONCALL_RANDOM_TEXTS", "150"))
SEED = os.environ.get("ONCALL_RANDOM_SEED", "22 November 2026")
OURS = "+447700900100"
E164 = re.compile(r"\+[1-9][0-9]{6,14}")
WITHHELD = (
    "+266696687",
    "+86282452253",
    "+8656696",
    "+2562533",
    "+7378742833",
    "anonymous",
    "Restricted",
    "",
)
ONCE, TWICE = ["/twilio/text"], ["/twilio/text", "/twilio/fallback/text"]
STAFF = tuple(f"+4477009002{number:02}" for number in range(1, 7))


def sender(dice: random.Random) -> str:
    return dice.choice(
        [
            f"+447700900{dice.randrange(300, 360)}",
            f"+441632960{dice.randrange(300, 330)}",
            f"+1500555{dice.randrange(1000, 1009)}",
            *WITHHELD,
            str(dice.randrange(10_000, 99_999)),
            dice.choice(["ASDA", "HMRC", "N H S", "+44", "+0", "07700900301", "０７７", OURS]),
            dice.choice(STAFF),
            letters(dice, 12),
        ]
    )


def letters(dice: random.Random, most: int) -> str:
    """Any characters at all, those that nobody can write among them."""
    ranges = ((32, 126), (0, 31), (160, 0x2FF), (0x1F300, 0x1F6FF), (0x4E00, 0x4EFF), (0x200B, 0x202F))
    count = dice.choice([0, 1, 5, most])
    return "".join(chr(dice.randint(*dice.choice(ranges))) for _ in range(count))


def body(dice: random.Random) -> str:
    orders = ["1", "ok", "pass", "who", "help", "2", "#7K2Q yes", "#", "!", "!Jo is here", *FORBIDS, *ALLOWS]
    said = [
        "hello",
        "he has a knife",
        "x" * 1600,
        "😱" * 400,
        "%00",
        "<Response/>",
        "{{ 7 * 7 }}",
        "\r\n\r\n",
    ]
    return dice.choice([dice.choice(sorted(orders)), dice.choice(said), letters(dice, 400)])


def form(dice: random.Random) -> MultiDict[str, str]:
    """A post as the company makes them, and as it never would."""
    fields = MultiDict({"MessageSid": f"SM{dice.getrandbits(128):032x}", "From": sender(dice), "To": OURS})
    fields["Body"] = body(dice)
    fields["NumMedia"] = dice.choice(["0", "1", "", "ten", "-1"])
    fields["NumSegments"] = dice.choice(["1", "11", "", "many", "9" * 30])
    if fields["NumMedia"] == "1":
        fields["MediaUrl0"] = dice.choice(["https://api.twilio.com/x", "x", ""])
        fields["MediaContentType0"] = dice.choice(["image/jpeg", "", letters(dice, 20)])
    if dice.random() < 0.2:
        fields[letters(dice, 8) or "Odd"] = letters(dice, 8)
    if dice.random() < 0.1:
        fields.pop(dice.choice(["From", "Body", "To", "NumMedia"]))
    if dice.random() < 0.1:
        fields["OptOutType"] = dice.choice(["STOP", "START", "HELP", "WHAT"])
    if dice.random() < 0.05:
        fields["To"] = dice.choice(["+441632960100", "+447700900999", "nobody", ""])
    return fields


def errands(scene) -> None:
    """Half of what waits is taken by somebody, so that paging comes to an end; then what is due is done."""
    free = or_(ContactRow.owned_at.is_(None), ContactRow.wanted_again_at.is_not(None))
    with scene.w.unit_of_work() as work:
        half = update(ContactRow).where(free, ContactRow.id % 2 == 0)
        work.session.execute(half.values(owned_at=scene.clock(), callback_owner="asha", wanted_again_at=None))
        rest = update(ContactRow).where(ContactRow.written_up_at.is_(None), ContactRow.id % 2 == 1)
        work.session.execute(rest.values(written_up_at=scene.clock()))
    scene.does_errands()


def take_in_the_rest(scene) -> None:
    """What was kept but not made sense of, since the database was slow just then, has an errand: do it."""
    scene.clock.advance(minutes=1)
    with scene.w.unit_of_work() as work:
        kept = select(cast(MessageRow.id, Text)).where(MessageRow.kind == "new")
        rest = select(OutboxRow.id).where(OutboxRow.kind == "text_came", OutboxRow.subject.in_(kept))
        ids = work.session.scalars(rest).all()
    for outbox_id in ids:
        deliver(outbox_id)


@pytest.fixture
def post(crowd):
    """Sends a post as the company signs it."""
    client = make_app(crowd).test_client()

    def send(fields: MultiDict[str, str], path: str = "/twilio/text"):
        address = f"{crowd.w.settings.public_url}{path}"
        signature = RequestValidator("token").compute_signature(address, fields)
        return client.post(path, data=fields, headers={"X-Twilio-Signature": signature})

    return send


@pytest.mark.timeout(max(120, MOST // 2))
def test_any_text_is_kept_once_answered_well_and_makes_nobody_be_texted_who_must_not_be(crowd, post):
    dice = random.Random(SEED)
    sent = set()
    for turn in range(MOST):
        fields = form(dice)
        sent.add(fields["MessageSid"])
        for path in dice.choice([ONCE, ONCE, TWICE]):
            answer = post(fields, path)
            assert answer.status_code == 200, (SEED, turn)
            assert faults_of(parse(answer.text), kind="messaging") == [], (SEED, turn)
        crowd.clock.advance(seconds=dice.choice([1, 30, 600, 7200]))
        if turn % 10 == 0:
            errands(crowd)
    errands(crowd)
    take_in_the_rest(crowd)

    with crowd.w.unit_of_work() as work:
        came = work.session.scalars(select(MessageRow).where(MessageRow.direction == "in")).all()
        parked = work.session.scalar(select(func.count()).where(OutboxRow.parked_at.is_not(None)))
    assert sorted(row.provider_sid or "" for row in came) == sorted(sent)
    assert not [row for row in came if row.kind == "new" or (row.kind == "text" and row.contact_id is None)]
    assert parked == 0
    to = {text.to for text in crowd.telephony.texts}
    assert to & set(STAFF)
    assert to - set(STAFF)
    assert {number for number in to if not E164.fullmatch(number) or not can_be_texted(number)} == set()
    assert not to & {*WITHHELD, OURS}


def test_a_post_without_an_id_is_a_bad_request(post):
    assert post(MultiDict({"From": "+447700900301", "To": OURS, "Body": "x"})).status_code == 400


def test_a_post_nobody_signed_is_refused_and_nothing_kept(app, scene):
    fields = {"MessageSid": f"SM{secrets.token_hex(16)}", "From": "+447700900301", "To": OURS, "Body": "x"}

    answer = app.test_client().post("/twilio/text", data=fields)

    assert answer.status_code == 403
    with scene.w.unit_of_work() as work:
        assert work.session.scalar(select(func.count()).select_from(MessageRow)) == 0
