"""`oncall lifeline`, on a machine of its own; `push` to it; and `export`, for a host that runs nothing."""

import click

from oncall import logs
from oncall.errors import Problem
from oncall.lifeline.lifeline import Lifeline
from oncall.lifeline.snapshot import Service
from oncall.lifeline.static_document import static_document
from oncall.lifeline.transfer import Transfer
from oncall.now import utc_now
from oncall.settings import Settings

ENOUGH = 60  # seconds: a snapshot younger than that need not be made anew


@click.group(invoke_without_command=True)
@click.pass_context
def lifeline(context: click.Context) -> None:
    """Answer calls from a snapshot, with neither database nor queue, until Ctrl-C.

    Twilio's fallback address, ONCALL_FALLBACK_URL, leads here. The snapshot is pushed by the service.
    """
    if context.invoked_subcommand is None:
        _serve()


@lifeline.command()
@click.argument("url")
def push(url: str) -> None:
    """Give the lifeline at URL the snapshot, and fetch what it has kept."""
    settings = Settings.from_env()
    own = _own(settings)
    _see_to_a_snapshot(settings, own)
    assert settings.secret_key is not None
    transfer = Transfer(url, own, settings.secret_key.get_secret_value(), utc_now)
    transfer.push()
    fetched = _fetched(transfer)
    click.echo(
        f"the lifeline at {url} has the snapshot" + (f"; {fetched} requests fetched" if fetched else "")
    )


@lifeline.command()
@click.option("--service", "code", required=True, help="The code of the service.")
def export(code: str) -> None:
    """Print a TwiML document that rings the last resort, the managers and who is on, one after another.

    Keep it on a host of its own, newly made after every change: it works when everything else is gone.
    """
    settings = Settings.from_env()
    own = _own(settings)
    _see_to_a_snapshot(settings, own)
    click.echo(static_document(_service(own, code), int(utc_now().timestamp())))


def _serve() -> None:
    from oncall.supervisor import refuse_taken
    from oncall.web import serve

    settings = Settings.from_env()
    settings.require("secret_key", "twilio_auth_token")
    logs.configure()
    refuse_taken(settings.host, settings.port)
    serve(settings, "oncall.lifeline.app:create_app")


def _own(settings: Settings) -> Lifeline:
    return Lifeline.from_settings(settings, settings.fallback_url or settings.public_url)


def _see_to_a_snapshot(settings: Settings, own: Lifeline) -> None:
    """Make a snapshot, unless there is a young one; without a database the one there is must do."""
    known = own.snapshot.read()
    if known is not None and utc_now().timestamp() - known.made_at < ENOUGH:
        return
    try:
        _make_snapshot(settings, own)
    except Problem as problem:
        if known is None:
            raise
        click.echo(f"oncall: {problem}; this is the snapshot of an earlier time", err=True)


def _make_snapshot(settings: Settings, own: Lifeline) -> None:
    from oncall.cli.database import opened
    from oncall.recovery.take_snapshot import take_snapshot

    with opened(settings) as unit_of_work, unit_of_work() as work:
        own.snapshot.write(take_snapshot(work, {}, utc_now()))


def _fetched(transfer: Transfer) -> int:
    try:
        return transfer.collect()
    except OSError as error:
        raise Problem(f"the data folder does not take what was fetched ({error.strerror})") from None


def _service(own: Lifeline, code: str) -> Service:
    known = own.snapshot.read()
    service = None if known is None else known.called(code)
    if service is None:
        raise Problem(f"there is no service called {code}; see oncall load")
    return service
