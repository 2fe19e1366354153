"""A handover of 500 contacts: its page, its PDF, and the memory both take.

What is measured is the processor's time, since others may be at work; a processor that they share is slow as
well, so a bare loop of Python is measured beside it, and the limits are stretched by how much it lags.
"""

import re
import resource
import statistics
import sys
import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy.orm import sessionmaker

import oncall
from oncall import engines
from oncall.app import create_app
from oncall.cli.load import load_file
from oncall.db.engine import WORKER_STATEMENT_MS, make_engine
from oncall.db.migrate import upgrade
from oncall.now import utc_now
from oncall.service.store import config_of, services
from oncall.settings import Settings
from oncall.wiring import Wiring
from tests.bench.crowded import COUNT, fill

MARCHES = Path(oncall.__file__).parent / "data" / "marches.yaml"
PAGE_SECONDS, PDF_SECONDS, MEGABYTES = 1.0, 5.0, 300
LOOP, LOOP_SECONDS = 10**7, 0.6


def main() -> int:
    """Measure and print; 1 if a limit is not kept."""
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        settings = Settings(data_dir=Path(folder), secret_key=SecretStr("bench" * 8))
        with engines.running(settings) as running:
            upgrade(running.database_url)
            load_file(MARCHES, settings)
            return _measure(settings, running.database_url)


def _measure(settings: Settings, url: str) -> int:
    engine = make_engine(url, statement_ms=WORKER_STATEMENT_MS)
    made = sessionmaker(engine, expire_on_commit=False)
    here = settings.model_copy(
        update={"twilio_account_sid": "AC" + "0" * 32, "twilio_auth_token": SecretStr("bench")}
    )
    w = Wiring(here, made, lambda _row: None, _nobody)
    with w.unit_of_work() as work:
        [service] = services(work.session)
        config = config_of({}, work.session, service.id)
        period = config.hours.handover_period(utc_now(), config.handover_at)
        token = fill(work.session, service.id, period.start + timedelta(seconds=1), utc_now())
    client = create_app(w).test_client()
    client.set_cookie("session", token)
    address = _address(client.get("/handover").text)
    words = client.get(address).text
    form = {name: _value(words, name) for name in ("csrf_token", "key")}
    before = _spent(_loop)
    page = statistics.median(_spent(lambda: client.get(address)) for _ in range(5))
    pdf = _spent(lambda: _is_pdf(client.post(f"{address}/pdf", data=form)))
    engine.dispose()
    return _report(page, pdf, max(1.0, (before + _spent(_loop)) / 2 / LOOP_SECONDS))


def _report(page: float, pdf: float, slow: float) -> int:
    ours, theirs = (
        resource.getrusage(whose).ru_maxrss // 1024
        for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    sys.stdout.write(
        f"handover of {COUNT} contacts: page {page:.2f} s (wanted: {PAGE_SECONDS}), "
        f"PDF {pdf:.2f} s (wanted: {PDF_SECONDS}), memory {ours} and {theirs} MB (wanted: {MEGABYTES}); "
        f"a bare loop takes {slow:.1f} times as long as where these are meant for\n"
    )
    sys.stdout.flush()
    kept = page <= PAGE_SECONDS * slow and pdf <= PDF_SECONDS * slow and max(ours, theirs) < MEGABYTES
    return 0 if kept else 1


def _nobody() -> Any:
    raise AssertionError("nobody is rung here")


def _loop() -> int:
    total = 0
    for number in range(LOOP):
        total += number
    return total


def _spent(work: Callable[[], object]) -> float:
    """Seconds of the processor that something takes, here and in processes that it starts and ends."""
    before = _so_far()
    work()
    return _so_far() - before


def _so_far() -> float:
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _is_pdf(answer: Any) -> None:
    assert answer.data.startswith(b"%PDF"), answer.status


def _address(page: str) -> str:
    found = re.search(r'"(/handover/\d+)/print"', page)
    assert found is not None
    return found[1]


def _value(page: str, name: str) -> str:
    """The value of a field of the form that asks for the PDF."""
    form = page.partition("/pdf")[2]
    return form.partition(f'name="{name}" value="')[2].partition('"')[0]
