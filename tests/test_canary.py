"""Nobody's name, number or words get out: unique ones are planted, and everything that leaves is searched.

A canary is a word that occurs nowhere else. One night with calls, texts, replies and failures is played, then
every log line, everything in the queue, every outbox row, address, text to staff and spoken word is searched.
That the search finds what leaks is shown for each of these by leaking on purpose.
"""

import io
import logging
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from redis import Redis
from sqlalchemy import text

import oncall
from oncall import logs
from oncall.rotas.document import parse
from oncall.service.load import load
from oncall.service.read_service import read_service
from tests.house import plain_logs
from tests.scenarios.conftest import night_at
from tests.scenarios.night import LINE, PHONES, TEXT_LINE, Night
from tests.scenarios.pulse import passes

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


@pytest.fixture
def night(night_at, written) -> Night:
    """A night of a service in which the names are canaries."""
    made = night_at(speed=1000)
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


def everything(night: Night, written: io.StringIO) -> dict[str, list[str]]:
    """All that leaves the service, by the place where it was found."""
    asked = [request.url for request in night.network.webhooks]
    with night.wiring.unit_of_work() as work:
        rows = work.session.execute(text("SELECT kind, key, subject, reason FROM outbox")).all()
    return {
        "log": written.getvalue().splitlines(),
        "queue": list(_queue(night.wiring.settings.redis_url or "")),
        "outbox": [str(value) for row in rows for value in row],
        "address": asked,
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
                "stream": lambda key=key: [str(server.xrange(key)).encode()],
            }[kind]
            for value in read():
                yield value.decode("utf-8", "replace")
                try:
                    yield zlib.decompress(value).decode("utf-8", "replace")
                except zlib.error:
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


def test_nothing_that_leaves_tells_who_it_is_about(night, written):
    play(night)

    places = everything(night, written)

    assert {place: bool(found) for place, found in places.items()} == dict.fromkeys(places, True)
    # Whoever has taken a text by telephone hears its words; who it is about is left out.
    assert leaks(places) == [f"{BODY} in spoken to staff"]


@pytest.mark.parametrize("canary", CANARIES)
def test_the_search_finds_a_canary_wherever_it_leaks(canary, written, queue_url):
    with Redis.from_url(queue_url) as server:
        server.hset("rq:job:1", "data", zlib.compress(f"[{canary}]".encode()))
        server.set(f"key-{canary}", "1")
    structlog.get_logger("oncall.leak").info("leaked", body=canary)
    logging.getLogger("somebody.else").warning("sent %s", canary)

    assert leaks({"queue": list(_queue(queue_url))}) == [f"{canary} in queue"]
    if canary != NUMBER:
        assert leaks({"log": written.getvalue().splitlines()}) == [f"{canary} in log"]


def test_the_search_finds_a_canary_that_a_night_leaks(night, written):
    night.wiring.telephony.send_text(
        to=PHONES["asha"], sender=TEXT_LINE, words=f"{CARER} texted", status_url="", valid_seconds=60
    )
    with night.wiring.unit_of_work() as work:
        work.session.execute(
            text(
                "INSERT INTO outbox (kind, key, subject, created_at, due_at, tries, done_at)"
                " VALUES ('x', 'x', :leak, now(), now(), 0, now())"
            ),
            {"leak": BODY},
        )
    passes(night, seconds=8)

    found = leaks(everything(night, written))

    assert f"{CARER} in text to staff" in found
    assert f"{BODY} in outbox" in found
