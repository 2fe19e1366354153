"""Nobody's name, number or words get out: unique ones are planted, and everything that leaves is searched.

A canary is a word that occurs nowhere else. One night with calls, texts, replies and failures is played, then
every log line, everything in the queue, every outbox row, letter, address that anybody asked for, page that
says what went wrong, text to staff and spoken word is searched.
That the search finds what leaks is shown for each of these by leaking on purpose.
"""

import binascii
import io
import logging
import sys
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import requests
import structlog
from redis import Redis
from sqlalchemy import text

import oncall
from oncall import logs
from oncall.mail.gateway import Letter
from oncall.practice.server import Server
from oncall.rotas.document import parse
from oncall.service.load import load
from oncall.service.read_service import read_service
from tests.house import plain_logs
from tests.oncall.mail.letterbox import Letterbox, open_letterbox
from tests.scenarios.conftest import night_at
from tests.scenarios.night import LINE, PHONES, TEXT_LINE, Night
from tests.scenarios.pulse import passes
from tests.scenarios.texting import leaps, signed

__all__ = ["night_at"]

STAFF = ("asha", "ben", "carys", "dai", "elin", "farah")
CARER, CHILD, REF = "Quillfeather", "Xanthippe", "C-ZQXJK"
BODY, REPLY, NOTE = "heliotropes", "marzipans", "obsidians"
NUMBER = PHONES["morgan"].removeprefix("+44")
CANARIES = (CARER, CHILD, REF, BODY, REPLY, NOTE, NUMBER)


def leaks(places: dict[str, list[str]]) -> list[str]:
    """Which canary was found in which place."""
    return [
        f"{canary} in {place}"
        for place, found in places.items()
        for canary in CANARIES
        if any(canary.casefold() in one.casefold() for one in found)
    ]


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything logged, as the processes log it; logging is as it was before afterwards."""
    root, hook, raises = logging.getLogger(), sys.excepthook, logging.raiseExceptions
    before = (root.handlers[:], root.level)
    stream = io.StringIO()
    logs.configure(stream)
    structlog.configure(**{**structlog.get_config(), "cache_logger_on_first_use": False})
    yield stream
    root.handlers[:], root.level = before
    sys.excepthook, logging.raiseExceptions = hook, raises
    plain_logs()


@dataclass
class Heard:
    """What goes over the wires of a night: every address asked for, what was answered amiss, and letters."""

    addresses: list[str] = field(default_factory=list)
    amiss: list[str] = field(default_factory=list)
    metrics: list[str] = field(default_factory=list)
    box: Letterbox = field(default_factory=Letterbox)


@pytest.fixture
def wires(monkeypatch) -> Iterator[Heard]:
    """Listens to them, whoever asks: the company, ourselves, a reader."""
    ask = requests.Session.send

    def send(session, request, **options):
        answer = ask(session, request, **options)
        heard.addresses.append(request.url)
        if not answer.ok:
            heard.amiss.append(f"{answer.headers} {answer.text}")
        if "/metrics" in request.url:
            heard.metrics.append(answer.text)
        return answer

    monkeypatch.setattr(requests.Session, "send", send)
    with open_letterbox() as box:
        heard = Heard(box=box)
        yield heard


@pytest.fixture
def night(night_at, written, wires) -> Night:
    """A night of a service in which the names are canaries."""
    made = night_at(speed=1000)
    mail = {"smtp_url": f"smtp://127.0.0.1:{wires.box.port}", "mail_from": "on-call@example.net"}
    made.wiring.settings = made.wiring.settings.model_copy(update=mail)
    marches = (Path(oncall.__file__).parent / "data" / "marches.yaml").read_text("utf-8")
    planted = marches.replace("Jo Morgan", f"Jo {CARER}").replace(
        "preferred_name: Kit", f"preferred_name: {CHILD}"
    )
    planted = planted.replace("C-7K2Q", REF)
    load(read_service(parse(planted, "planted.yaml")), unit_of_work=made.wiring.unit_of_work, now=made.now)
    for name in STAFF:
        getattr(made, name).may_be_texted()
        getattr(made, name).does_not_answer()
    made.last_resort.does_not_answer()
    made.morgan.may_be_texted()
    return made


def everything(night: Night, written: io.StringIO, wires: Heard) -> dict[str, list[str]]:
    """All that leaves the service, by the place where it was found."""
    asked = [request.url for request in night.network.webhooks] + wires.addresses
    with night.wiring.unit_of_work() as work:
        rows = work.session.execute(text("SELECT kind, key, subject, reason FROM outbox")).all()
    return {
        "log": written.getvalue().splitlines(),
        "queue": list(_queue(night.wiring.settings.redis_url or "")),
        "outbox": [str(value) for row in rows for value in row],
        "address": asked,
        "letter": [one.as_string() + str(one.get_content()) for one in wires.box.letters],
        "page of what went wrong": wires.amiss,
        "metrics": wires.metrics,
        "text to staff": [one.body for name in STAFF for one in getattr(night, name).texts_received],
        "spoken to staff": [
            words.words for name in STAFF for rung in getattr(night, name).rung for words in rung.leg.heard
        ],
        "text to the sender by itself": [
            one.body for one in night.morgan.texts_received if REPLY not in one.body.casefold()
        ],
        "file name": [str(path) for path in night.wiring.settings.data_dir.rglob("*")],
    }


def _queue(url: str) -> Iterator[str]:
    """Every key and value in the queue; what is packed is unpacked."""
    with Redis.from_url(url) as server:
        for key in server.scan_iter():
            yield key.decode("utf-8", "replace")
            kind = server.type(key).decode()
            read = {
                "string": lambda key=key: [server.get(key)],
                "hash": lambda key=key: [part for pair in server.hgetall(key).items() for part in pair],
                "list": lambda key=key: server.lrange(key, 0, -1),
                "set": lambda key=key: list(server.smembers(key)),
                "zset": lambda key=key: [part for part, _ in server.zrange(key, 0, -1, withscores=True)],
                "stream": lambda key=key: [part for _, kept in server.xrange(key) for part in kept.values()],
            }[kind]
            for value in read():
                yield from _unpacked(value)


def _unpacked(value: bytes) -> Iterator[str]:
    """A value as it is, and as it was before it was packed: of a failed job, the traceback."""
    yield value.decode("utf-8", "replace")
    for unpack in (zlib.decompress, b64decode, lambda packed: zlib.decompress(b64decode(packed))):
        try:
            yield unpack(value).decode("utf-8", "replace")
        except (zlib.error, binascii.Error):
            continue


def play(night: Night) -> None:
    """A message is left, a text comes and is answered, things fail on the way."""
    night.morgan.rings(LINE).hears("say who you are").leaves_message(seconds=5).ends()
    passes(night, minutes=2)
    night.morgan.texts(f"{CHILD} will not come home, {BODY}", to=TEXT_LINE, media=["image/png"])
    passes(night, seconds=15)
    night.asha.texts("1", to=TEXT_LINE)
    passes(night, seconds=10)
    night.asha.texts(f"{REPLY} at ten", to=TEXT_LINE)
    passes(night, seconds=10)
    night.asha.texts(f"Is {CHILD} with {CARER}? {REPLY}", to=TEXT_LINE)
    passes(night, seconds=10)
    night.morgan.texts_fail(30003)
    night.asha.texts(f"{REPLY} again", to=TEXT_LINE)
    passes(night, seconds=15)
    night.morgan.texts(f"she has a knife {BODY}", to=TEXT_LINE)
    night.ben.texts_are_refused(21610)
    night.asha.answers().presses("3").presses("1")
    passes(night, minutes=3)
    night.morgan.texts("STOP", to=TEXT_LINE)
    night.ben.texts("STOP", to=TEXT_LINE)
    passes(night, seconds=20)
    leaps(night, hours=15)  # to the office's hours, when letters are written
    night.asha.does_not_answer()
    night.morgan.texts(f"{CHILD} is not at school, {BODY}", to=TEXT_LINE)
    passes(night, seconds=20)


def fails(night: Night, monkeypatch) -> None:
    """What went wrong is shown, and written down: with a name asked for, words posted, a row that is none."""
    url = night.wiring.settings.public_url
    form = {"MessageSid": f"SM{7:032x}", "From": PHONES["morgan"], "To": TEXT_LINE, "Body": f"{CHILD} {BODY}"}
    requests.post(f"{url}/sign-in", data={"name": CARER, "password": NOTE}, timeout=30)
    requests.post(f"{url}/twilio/text", data=form, timeout=30)
    requests.get(f"{url}/metrics", timeout=30)
    with monkeypatch.context() as broken:
        broken.setattr("oncall.texts.arrive.from_sender", lambda arrival: int(arrival.message.body))
        signed(night, "/twilio/text", form)

        def no_row(arrival):
            arrival.message.kind = None
            arrival.work.session.flush()

        broken.setattr("oncall.texts.arrive.from_sender", no_row)
        signed(night, "/twilio/text", form | {"MessageSid": f"SM{8:032x}"})
        passes(night, seconds=8)


def test_nothing_that_leaves_tells_who_it_is_about(night, written, wires, monkeypatch):
    play(night)
    fails(night, monkeypatch)

    places = everything(night, written, wires)
    assert all(error in written.getvalue() for error in ("ValueError", "IntegrityError"))

    assert {place: bool(found) for place, found in places.items()} == dict.fromkeys(places, True)
    # Whoever has taken a text by telephone hears its words; who it is about is left out.
    assert leaks(places) == [f"{BODY} in spoken to staff"]


@pytest.mark.parametrize("canary", CANARIES)
def test_the_search_finds_a_canary_wherever_it_leaks(canary, written, queue_url):
    with Redis.from_url(queue_url) as server:
        server.hset("rq:job:1", "data", zlib.compress(f"[{canary}]".encode()))
        server.set(f"key-{canary}", "1")
    with Redis.from_url(queue_url) as server:
        assert leaks({"queue": list(_queue(queue_url))}) == [f"{canary} in queue"]
        server.flushdb()
        server.xadd("rq:results:1", {"exc_string": b64encode(zlib.compress(canary.encode()))})
    structlog.get_logger("oncall.leak").info("leaked", body=canary)
    logging.getLogger("somebody.else").warning("sent %s", canary)

    assert leaks({"queue": list(_queue(queue_url))}) == [f"{canary} in queue"]
    if canary != NUMBER:
        assert leaks({"log": written.getvalue().splitlines()}) == [f"{canary} in log"]


def test_the_search_finds_a_canary_that_a_night_leaks(night, written, wires):
    told = night.wiring.telephony.send_text
    told(to=PHONES["asha"], sender=TEXT_LINE, words=f"{CARER} texted", status_url="", valid_seconds=60)
    told(to=PHONES["morgan"], sender=TEXT_LINE, words=f"{CHILD} is away", status_url="", valid_seconds=60)
    with night.wiring.unit_of_work() as work:
        work.session.execute(
            text(
                "INSERT INTO outbox (kind, key, subject, created_at, due_at, tries, done_at)"
                " VALUES ('x', 'x', :leak, now(), now(), 0, now())"
            ),
            {"leak": BODY},
        )
    mail = night.wiring.mail
    assert mail is not None
    mail.send(Letter("k", "farah@example.org", f"About {CARER}", f"It is about {CHILD}", night.now()))
    (night.wiring.settings.data_dir / f"{REF}.wav").touch()
    server = Server(echo)
    server.start()
    with ExitStack() as stopping:
        stopping.callback(server.stop)
        requests.get(f"{server.url}/contacts/{CHILD}", timeout=30)
        requests.get(f"{server.url}/metrics/{REF}", timeout=30)
    passes(night, seconds=8)

    found = set(leaks(everything(night, written, wires)))

    assert {
        f"{CARER} in text to staff",
        f"{CHILD} in text to the sender by itself",
        f"{BODY} in outbox",
        f"{CARER} in letter",
        f"{CHILD} in letter",
        f"{REF} in file name",
        f"{CHILD} in address",
        f"{CHILD} in page of what went wrong",
        f"{REF} in metrics",
    } <= found


def echo(environ, start):
    """A service that says whatever it was asked for, and that it is not there."""
    start("404 Not Found", [("Content-Type", "text/plain")])
    return [environ["PATH_INFO"].encode()]
