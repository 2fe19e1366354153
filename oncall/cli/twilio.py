"""`oncall twilio connect`."""

from urllib.parse import urlsplit

import click

from oncall.cli.database import opened
from oncall.errors import Problem
from oncall.service.connect import Connection, connect, out_of_reach, said
from oncall.service.store import active_numbers
from oncall.service.tables import Channel
from oncall.settings import Settings
from oncall.telephony.addresses import Addresses
from oncall.telephony.gateway import TelephonyError
from oncall.telephony.twilio_gateway import TwilioTelephony

NOT_ACCEPTED = (401, 403, 20003, 20005, 20008)
NO_ACCOUNT = (404, 20404)


@click.group()
def twilio() -> None:
    """The Twilio account."""


@twilio.command("connect")
@click.option("--dry-run", is_flag=True, help="Only print what would change.")
def connect_command(dry_run: bool) -> None:
    """Point every loaded number at this installation.

    Calls and texts to the numbers of all services then come to ONCALL_PUBLIC_URL, and to ONCALL_FALLBACK_URL
    when that fails. It works before `oncall up` and while it runs; doing it twice changes nothing.
    """
    connections = connect_numbers(Settings.from_env(), dry_run=dry_run)
    for connection in connections:
        for line in _lines(connection, dry_run=dry_run):
            click.echo(line)
    lacking = sum(connection.lacks is not None for connection in connections)
    if lacking:
        raise Problem(f"{lacking} of {len(connections)} numbers not connected as they should be; see above")


def connect_numbers(settings: Settings, *, dry_run: bool = False) -> list[Connection]:
    """Connect the numbers of every service loaded in the database of `settings`.

    Raises Problem when the account is not set or not accepted, Twilio does not answer or could never reach
    us, or no service is loaded.
    """
    telephony = TwilioTelephony.from_settings(settings)
    addresses = Addresses(settings.public_url, settings.fallback_url or settings.public_url)
    if settings.twilio_api_url is None:
        _look_at("ONCALL_PUBLIC_URL", addresses.public, dry_run=dry_run)
        if addresses.fallback != addresses.public:
            _look_at("ONCALL_FALLBACK_URL", addresses.fallback, dry_run=dry_run)
    numbers = _loaded_numbers(settings)
    try:
        return connect(numbers, telephony=telephony, addresses=addresses, dry_run=dry_run)
    except TelephonyError as error:
        raise _problem(error, settings) from None


def _loaded_numbers(settings: Settings) -> list[tuple[str, Channel]]:
    """The numbers in force, read in a transaction that has ended before Twilio is asked anything."""
    with opened(settings) as unit_of_work, unit_of_work() as work:
        numbers = active_numbers(work.session)
    if not numbers:
        raise Problem("no service is loaded; see oncall load")
    return numbers


def _look_at(variable: str, url: str, *, dry_run: bool) -> None:
    """Refuse an address that would silence the line, and say what is doubtful about any other."""
    parts = urlsplit(url)
    if out_of_reach(url):
        sentence = f"Twilio cannot reach {parts.hostname}; set {variable} to an address on the internet"
        if not dry_run:
            raise Problem(f"{sentence} (nothing was changed)")
        _warn(sentence)
    elif parts.scheme != "https":
        _warn(f"{variable} is not https: calls and texts would cross the internet for all to read")
    if "_" in (parts.hostname or ""):
        _warn(f"the host of {variable} has an underscore, which Twilio refuses in some places")


def _warn(sentence: str) -> None:
    click.echo(f"oncall: {sentence}", err=True)


def _lines(connection: Connection, *, dry_run: bool) -> list[str]:
    number, changes = connection.number, connection.changes
    if not changes:
        return [f"{number}  {connection.lacks or 'already connected'}"]
    names = ", ".join(name for name in changes if name not in connection.cleared)
    lines = [f"{number}  {'would set' if dry_run else 'set'} {names}"] if names else []
    if dry_run:
        lines += [
            f"    {name}: {now or '(nothing)'} → {then or '(nothing)'}"
            for name, (now, then) in changes.items()
        ]
    for name in connection.cleared:
        did = "would clear it" if dry_run else "cleared it"
        lines.append(f"{number}  {name} was set, and Twilio then ignores the addresses: {did}")
    if connection.lacks:
        lines.append(f"{number}  {connection.lacks}")
    return lines


def _problem(error: TelephonyError, settings: Settings) -> Problem:
    where = "the server at ONCALL_TWILIO_API_URL" if settings.twilio_api_url else "Twilio"
    if error.code in NOT_ACCEPTED:
        return Problem(f"{where} does not accept TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN")
    if error.code in NO_ACCOUNT:
        return Problem(f"{where} knows no account TWILIO_ACCOUNT_SID")
    return Problem(f"the numbers could not be read from {where}: {said(error)}")
