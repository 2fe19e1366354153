"""`oncall doctor`."""

from collections.abc import Iterator
from datetime import datetime

import click
from redis.exceptions import RedisError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from oncall import engines
from oncall.calls.hunt import LAST_RESORT_SECONDS, OFFICE_LINE_SECONDS
from oncall.cli.doctor_handover import examine_handovers
from oncall.cli.doctor_outgoing import examine_letters, examine_mail, examine_paper
from oncall.cli.doctor_ring import ring_through
from oncall.db.engine import WORKER_STATEMENT_MS, make_engine, make_sessions
from oncall.db.migrate import pending
from oncall.errors import Problem
from oncall.pages.wall_clock import HOME
from oncall.service.config import ServiceConfig
from oncall.service.connect import connect, out_of_reach, said
from oncall.service.duty import can_be_rung
from oncall.service.examine import examine, examine_numbers
from oncall.service.findings import Finding, Level, ok, problem, warning
from oncall.service.reach import Hunting
from oncall.service.store import active_numbers, read_config, services
from oncall.service.tables import Channel
from oncall.settings import Settings, variable
from oncall.shifts.read_phones import examine_phones
from oncall.telephony.addresses import Addresses
from oncall.telephony.gateway import TelephonyError
from oncall.telephony.twilio_gateway import TwilioTelephony
from oncall.wiring import make_redis, utc_now
from oncall.writeup.approved import protocols

NEEDED_BY_UP = ("secret_key", "twilio_account_sid", "twilio_auth_token")

Loaded = tuple[list[ServiceConfig], list[tuple[str, Channel]], list[Finding], list[Finding], Finding]


@click.command()
@click.option("--ring", is_flag=True, help="Also ring the service's own number, through the whole path.")
def doctor(ring: bool) -> None:
    """Check everything a call needs, a line each; exit 1 if anything would stop it reaching a person.

    Or if a signed handover is not any more what was signed.

    Settings, database, queue, the numbers' addresses at Twilio, who is on call in the next 14 days, staff
    without a phone, phones that did not answer a test call, protocols nobody has approved. Nothing is
    changed.
    """
    problems = 0
    for finding in diagnose(Settings.from_env(), utc_now(), ring=ring):
        click.echo(f"{finding.level:<8} {finding.about}: {finding.says}")
        problems += finding.level is Level.PROBLEM
    if problems:
        raise Problem(f"{problems} problem{'s' * (problems > 1)} to be mended; see above")


def diagnose(settings: Settings, now: datetime, *, ring: bool = False) -> Iterator[Finding]:
    """Everything there is to say about this installation, one finding after another."""
    yield from _settings(settings)
    try:
        with engines.running(settings) as running:
            here = settings.model_copy(
                update={"database_url": running.database_url, "redis_url": running.redis_url}
            )
            yield _queue(running.redis_url)
            yield from _database(here, now, ring=ring)
    except Problem as unusable:
        yield problem("database", str(unusable))


def _settings(settings: Settings) -> Iterator[Finding]:
    yield ok("settings", f"listening on {settings.bind}, found at {settings.public_url}")
    for name in NEEDED_BY_UP:
        if getattr(settings, name) is None:
            yield problem("secrets", f"{variable(name)} is not set, and oncall up needs it")
    if all(getattr(settings, name) is not None for name in NEEDED_BY_UP):
        yield ok("secrets", "all that oncall up needs are set")
    yield examine_paper()
    yield examine_mail(settings, utc_now)


def _queue(redis_url: str) -> Finding:
    try:
        with make_redis(redis_url) as server:
            server.ping()
    except (RedisError, OSError):
        return warning(
            "queue", "does not answer: calls go on, texts wait for the clock; see ONCALL_REDIS_URL"
        )
    return ok("queue", "answers")


def _database(settings: Settings, now: datetime, *, ring: bool) -> Iterator[Finding]:
    assert settings.database_url is not None
    waiting = pending(settings.database_url)
    yield ok("database", "answers")
    if waiting:
        yield problem("migrations", f"{', '.join(waiting)} not run yet; oncall load and oncall up run them")
        return
    yield ok("migrations", "all run")
    configs, numbers, about_handovers, about_phones, about_protocols = _loaded(settings.database_url, now)
    yield about_protocols
    if not configs:
        yield problem("services", "none is loaded; see oncall load")
        return
    for config in configs:
        yield ok("services", f"{config.code} is loaded, version {config.version}")
        yield from examine(config, _hunting(config), now)
    yield from about_phones
    yield from about_handovers
    yield from _numbers(settings, numbers)
    if ring:
        yield from ring_through(settings, configs)


def _loaded(database_url: str, now: datetime) -> Loaded:
    """Every service and number, handovers not signed in time, letters given up, test calls, protocols."""
    engine = make_engine(database_url, statement_ms=WORKER_STATEMENT_MS, pool_size=1)
    try:
        with make_sessions(engine)() as session:
            configs = [read_config(session, one.id) for one in services(session)]
            late = [*examine_handovers(session, configs, now), *examine_letters(session, now)]
            tried = [finding for config in configs for finding in examine_phones(session, config)]
            return configs, active_numbers(session), late, tried, _protocols(session, now)
    except OperationalError:
        raise Problem("stopped answering while it was read") from None
    finally:
        engine.dispose()


def _protocols(session: Session, now: datetime) -> Finding:
    """Unapproved protocols stop no call: they are shown as prompts and bind nobody."""
    today = now.astimezone(HOME).date()
    try:
        known = protocols(session, today)
    except Problem as wrong:
        return warning("protocols", str(wrong).splitlines()[0])
    drafts = [code for code, one in known.items() if not one.may_drive(today, practice=False)]
    if drafts:
        return warning("protocols", f"{len(drafts)} of {len(known)} not approved: {', '.join(drafts)}")
    return ok("protocols", f"all {len(known)} approved and in effect")


def _hunting(config: ServiceConfig) -> Hunting:
    return Hunting(can_be_rung(config), OFFICE_LINE_SECONDS, LAST_RESORT_SECONDS)


def _numbers(settings: Settings, numbers: list[tuple[str, Channel]]) -> Iterator[Finding]:
    """Where the numbers lead, as far as the account says."""
    if settings.twilio_account_sid is None or settings.twilio_auth_token is None:
        yield warning("numbers", "not looked at, without an account")
        return
    if settings.twilio_api_url is None and out_of_reach(settings.public_url):
        yield problem("numbers", "Twilio cannot reach ONCALL_PUBLIC_URL: it is not on the internet")
    addresses = Addresses(settings.public_url, settings.fallback_url or settings.public_url)
    try:
        found = connect(
            numbers, telephony=TwilioTelephony.from_settings(settings), addresses=addresses, dry_run=True
        )
    except TelephonyError as error:
        # An account that refuses us sends no calls; one that is silent may be out of our own reach only.
        level = problem if error.code else warning
        yield level("numbers", f"the account's numbers cannot be read: {said(error)}")
        return
    yield from examine_numbers(found)
