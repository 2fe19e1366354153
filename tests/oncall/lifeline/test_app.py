"""The lifeline on a machine of its own."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import SecretStr
from twilio.request_validator import RequestValidator

from oncall.errors import Problem
from oncall.lifeline.app import create_app
from oncall.lifeline.lifeline import Lifeline
from oncall.lifeline.signing import SIGNATURE, Signer
from oncall.lifeline.taking_up import Backlog
from oncall.lifeline.transfer import Transfer
from oncall.practice.server import Server
from oncall.settings import Settings
from tests.fakes import Clock
from tests.oncall.lifeline.snapshots import LINE, MORGAN, NIGHT, service, snapshot

SECRET, TOKEN, BASE = "k" * 32, "a token", "https://fallback.example.org"
FORM = {"CallSid": "CA" + "1" * 32, "From": MORGAN, "To": LINE, "CallStatus": "ringing"}


@pytest.fixture
def clock():
    return Clock(NIGHT)


@pytest.fixture
def settings(tmp_path):
    return Settings(
        data_dir=tmp_path / "there",
        fallback_url=BASE,
        secret_key=SecretStr(SECRET),
        twilio_auth_token=SecretStr(TOKEN),
    )


@pytest.fixture
def app(settings, clock):
    return create_app(settings, clock)


@pytest.fixture
def url(app):
    server = Server(app)
    server.start()
    yield server.url
    server.stop()


@pytest.fixture
def here(tmp_path):
    """The service's own lifeline, with a snapshot."""
    here = Lifeline(tmp_path / "here", SECRET, "https://oncall.example.org")
    here.snapshot.write(snapshot())
    return here


@pytest.fixture
def transfer(url, here, clock):
    return Transfer(url, here, SECRET, clock)


@pytest.fixture
def there(settings):
    """What lies on the other machine."""
    return Lifeline(settings.data_dir / "lifeline", SECRET, BASE)


def rings(app, token=TOKEN, form=FORM):
    signature = RequestValidator(token).compute_signature(f"{BASE}/twilio/fallback/voice", form)
    return app.test_client().post(
        "/twilio/fallback/voice", data=form, headers={"X-Twilio-Signature": signature}
    )


def kept(lifeline):
    return [waiting.record for waiting in Backlog(lifeline.folder, lifeline.seal).waiting()]


def test_it_answers_calls_from_the_snapshot_that_was_pushed_to_it(app, transfer):
    transfer.push()

    reply = rings(app)

    assert (reply.status_code, reply.mimetype) == (200, "text/xml")
    assert "<Dial" in reply.text
    assert f"{BASE}/twilio/lifeline/next?s=marches" in reply.text


def test_before_that_it_takes_messages(app):
    assert "<Record" in rings(app).text


def test_it_is_healthy_once_it_can_ring_somebody(app, transfer, clock):
    assert app.test_client().get("/healthz").status_code == 503

    transfer.push()
    assert app.test_client().get("/healthz").status_code == 200

    clock.advance(days=15)
    assert app.test_client().get("/healthz").status_code == 503


def test_nobody_else_may_ask(app, there):
    assert rings(app, token="another").status_code == 403
    assert kept(there) == []


def test_a_call_without_an_id_is_a_bad_request(app, transfer):
    transfer.push()

    assert rings(app, form={"From": MORGAN, "To": LINE}).status_code == 400


def test_what_it_has_kept_is_fetched_once(app, transfer, here, there):
    transfer.push()
    rings(app)

    assert transfer.collect() == 1
    assert transfer.collect() == 0

    assert kept(there) == []
    [record] = kept(here)
    assert record.path == "/twilio/fallback/voice"
    assert record.rang.person == "asha"


def test_what_comes_while_it_is_fetched_is_not_forgotten(app, transfer, here, there, monkeypatch):
    transfer.push()
    rings(app)
    append = here.spool.append_line

    def append_and_ring(line):
        append(line)
        monkeypatch.undo()
        rings(app)

    monkeypatch.setattr(here.spool, "append_line", append_and_ring)
    transfer.collect()

    assert len(kept(there)) == 1


def test_an_older_snapshot_never_takes_the_place_of_a_newer_one(transfer, here, there):
    transfer.push()
    here.snapshot.write(replace(snapshot(service(version=2)), made_at=0))

    transfer.push()

    assert there.snapshot.read().versions() == {"marches": 3}


@pytest.mark.parametrize("path", ["/lifeline/snapshot", "/lifeline/spool", "/lifeline/taken"])
@pytest.mark.parametrize("headers", ["none", "another key", "another body", "too old"])
def test_nobody_without_the_secret_key_brings_or_fetches_anything(app, clock, path, headers):
    method = "GET" if path.endswith("spool") else "POST"
    body = b"" if method == "GET" else b"words"
    given = {
        "none": {},
        "another key": Signer("x" * 32).headers(method, path, body, NIGHT),
        "another body": Signer(SECRET).headers(method, path, b"others", NIGHT),
        "too old": Signer(SECRET).headers(method, path, body, NIGHT - timedelta(minutes=6)),
    }[headers]

    assert app.test_client().open(path, method=method, data=body, headers=given).status_code == 403


def test_a_signature_that_is_none_is_refused_quietly(app):
    headers = Signer(SECRET).headers("GET", "/lifeline/spool", b"", NIGHT) | {SIGNATURE: "é"}

    assert app.test_client().get("/lifeline/spool", headers=headers).status_code == 403


def test_rubbish_is_not_taken_for_a_snapshot(app, clock):
    headers = Signer(SECRET).headers("POST", "/lifeline/snapshot", b"rubbish", NIGHT)

    reply = app.test_client().post("/lifeline/snapshot", data=b"rubbish", headers=headers)

    assert reply.status_code == 400


def test_another_key_is_said_in_a_sentence(url, here, clock):
    with pytest.raises(Problem, match="another secret key"):
        Transfer(url, here, "x" * 32, clock).push()


def test_a_machine_that_is_away_is_said_in_a_sentence(here, clock):
    with pytest.raises(Problem, match="cannot be reached"):
        Transfer("http://127.0.0.1:1", here, SECRET, clock).push()


def test_there_must_be_a_snapshot_to_push(url, tmp_path, clock):
    with pytest.raises(Problem, match="no snapshot yet"):
        Transfer(url, Lifeline(tmp_path / "new", SECRET, BASE), SECRET, clock).push()
