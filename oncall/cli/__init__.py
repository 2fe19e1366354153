"""The `oncall` command: every subcommand exits 0, 1 with one plain sentence, or 2 on wrong usage.

Each group of commands has a file of its own, read only when it is asked for, so that
`oncall --help` is quick.
"""

import sys

import click

from oncall.errors import Problem
from oncall.reading_in import read_in
from rota.errors import RotaError
from triage.errors import TriageError

COMMANDS = {
    "audit": "oncall.cli.audit:audit",
    "clock": "oncall.cli.run:clock",
    "demo": "oncall.cli.demo:demo",
    "doctor": "oncall.cli.doctor:doctor",
    "due": "oncall.cli.due:due",
    "export": "oncall.cli.export:export",
    "handover": "oncall.cli.handover:handover",
    "lifeline": "oncall.cli.lifeline:lifeline",
    "load": "oncall.cli.load:load",
    "reconcile": "oncall.cli.reconcile:reconcile_command",
    "rota": "oncall.cli.rota:rota",
    "triage": "oncall.cli.triage:triage",
    "twilio": "oncall.cli.twilio:twilio",
    "up": "oncall.cli.run:up",
    "user": "oncall.cli.user:user",
    "web": "oncall.cli.run:web",
    "worker": "oncall.cli.run:worker",
}


class Commands(click.Group):
    """The subcommands, by name, each read from its own file when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(read_in(module), name)
        assert isinstance(command, click.Command)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="oncall")
def oncall() -> None:
    """The out-of-hours line of a children's placement support service."""


def main() -> None:
    """Run `oncall`: a problem becomes one sentence on standard error and exit code 1."""
    try:
        oncall(prog_name="oncall")
    except (Problem, RotaError, TriageError) as problem:
        click.echo(f"oncall: {problem}", err=True)
        sys.exit(1)
