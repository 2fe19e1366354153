"""`oncall user add`: a sign-in for a member of staff."""

import secrets
import sys

import click

from oncall.access.add_user import add_user, check_email
from oncall.access.roles import Role
from oncall.cli.database import opened
from oncall.db.unit_of_work import OpenUnitOfWork
from oncall.errors import Problem
from oncall.people.model import Staff
from oncall.people.store import staff_of
from oncall.service.store import services
from oncall.settings import Settings
from oncall.wiring import utc_now

LETTERS = "abcdefghijkmnpqrstuvwxyz"  # none that looks like a figure


class RoleName(click.ParamType[frozenset[Role]]):
    """A role, or several with commas between them."""

    name = "role"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> frozenset[Role]:
        try:
            return frozenset(Role(name.strip().replace("-", "_")) for name in value.split(","))
        except ValueError:
            self.fail(f"{value} is not a role; the roles are {', '.join(Role)}", param, ctx)


@click.group()
def user() -> None:
    """Sign-ins of members of staff."""


@user.command()
@click.argument("email")
@click.argument("more_roles", nargs=-1, type=RoleName(), metavar="[ROLE]...")
@click.option("--role", "roles", multiple=True, required=True, type=RoleName(), help="One of their roles.")
@click.option("--name", help="Their name; that of the member of staff, unless told.")
@click.option("--staff", "staff_id", help="Their id in the service file; found by the email address.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
def add(
    email: str,
    more_roles: tuple[frozenset[Role], ...],
    roles: tuple[frozenset[Role], ...],
    name: str | None,
    staff_id: str | None,
    password_stdin: bool,
) -> None:
    """Add a sign-in for EMAIL.

    The password is asked for on the terminal. Where there is none, it is the first line of standard input; if
    that is empty too, one is made and printed.
    """
    check_email(email)
    settings = Settings.from_env()
    password, made = _password(stdin=password_stdin)
    with opened(settings) as unit_of_work:
        person = _member_of_staff(email, staff_id, unit_of_work)
        add_user(
            email=email,
            name=name or (person.name if person else email.partition("@")[0]),
            roles=sorted(frozenset[Role]().union(*roles, *more_roles)),
            password=password,
            staff_id=person.id if person else None,
            unit_of_work=unit_of_work,
            now=utc_now,
        )
    click.echo("added")
    if made:
        click.echo(f"password: {password}")


def _password(*, stdin: bool) -> tuple[str, bool]:
    """The password, and whether we made it up."""
    if not stdin and sys.stdin is not None and sys.stdin.isatty():
        return click.prompt("Password", hide_input=True, confirmation_prompt="Again"), False
    given = "" if sys.stdin is None else sys.stdin.readline().rstrip("\r\n")
    if given:
        return given, False
    if stdin:
        raise Problem("there is no password on standard input")
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(4)), True


def _member_of_staff(email: str, staff_id: str | None, unit_of_work: OpenUnitOfWork) -> Staff | None:
    """Whose sign-in it is to be: the one asked for, or whoever has that address; None if it is nobody's."""
    with unit_of_work() as work:
        everybody = [one for service in services(work.session) for one in staff_of(work.session, service.id)]
    if staff_id is not None:
        found = [one for one in everybody if one.id == staff_id]
        if not found:
            raise Problem(f"nobody on the staff has the id {staff_id}; load the service file first")
        return found[0]
    same = [one for one in everybody if one.email and one.email.casefold() == email.casefold()]
    return same[0] if same else None
