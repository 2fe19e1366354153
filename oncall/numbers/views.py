"""The page on which managers restrict numbers for a time and keep children's no-contact lists."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from oncall.access.guard import only, reader
from oncall.access.roles import Role
from oncall.numbers import no_contact, restrict
from oncall.numbers.read_numbers import read_numbers
from oncall.numbers.restrict import Asked
from oncall.pages.forms import sentence
from oncall.wiring import wiring

WORDS = "numbers/words.html"
DONE = frozenset({"asked", "approved", "ended", "listed", "taken_off"})
KEEPERS = frozenset({Role.MANAGER, Role.TEAM_LEAD})

numbers = Blueprint("numbers", __name__, url_prefix="/numbers")
numbers.before_request(only(*KEEPERS))


@numbers.get("")
def index() -> str:
    """Both lists, and a form to add to each."""
    return render_template("numbers/index.html", page=read_numbers(reader(), wiring()))


@numbers.post("/restrictions")
def ask() -> ResponseReturnValue:
    """Ask for a restriction."""
    days = request.form.get("days", 0, int)
    asked = Asked(_field("service"), _field("number"), _field("reason"), days)
    return _told(restrict.ask(asked, reader(), wiring()))


@numbers.post("/restrictions/<int:restriction_id>/approve")
def approve(restriction_id: int) -> ResponseReturnValue:
    """Agree to one that somebody else has asked for."""
    return _told(restrict.approve(restriction_id, reader(), wiring()))


@numbers.post("/restrictions/<int:restriction_id>/end")
def end(restriction_id: int) -> ResponseReturnValue:
    """Lift one."""
    return _told(restrict.end(restriction_id, reader(), wiring()))


@numbers.post("/no-contact")
def add() -> ResponseReturnValue:
    """Put a number on a child's list."""
    child = _field("child")
    return _told(no_contact.add(child, _field("number"), _field("reason"), reader(), wiring()))


@numbers.post("/no-contact/<int:entry_id>/end")
def take_off(entry_id: int) -> ResponseReturnValue:
    """Take a number off a list."""
    return _told(no_contact.take_off(entry_id, reader(), wiring()))


def _told(outcome: str) -> ResponseReturnValue:
    """Say what came of it, back on the page."""
    flash(sentence(WORDS, outcome), "success" if outcome in DONE else "")
    return redirect(url_for("numbers.index"), 303)


def _field(name: str) -> str:
    return request.form.get(name, "")
