"""Changing hands from the pages: do what their forms say, for the reader or whom they act for.

Whoever keeps the rota may act for a colleague; anybody else for themselves alone.
"""

from datetime import datetime

from oncall.calendar.acting import AHEAD, Acting, moment
from oncall.errors import Problem
from oncall.rotas import store as rotas
from oncall.shifts import ask_store as store
from oncall.shifts.ask import GAP, SWAP, Wanted, ask_for, ill
from oncall.shifts.candidates import breaks, known_around
from oncall.shifts.coming import coming
from oncall.shifts.tables import AskRow
from oncall.shifts.take import PAGE, PERSON, Back, Taking, accept, refuse, take
from oncall.shifts.take_over import TakeOver, look, take_over
from rota.checks import Kind


def confirm(at: Acting, tier: str, start: str) -> bool:
    """The person will be on for their shift; False if it is not theirs any more. Twice is once."""
    begins = moment(at.config, "start", start)
    person = at.somebody()
    if not any(
        (duty.tier, duty.person, duty.start) == (tier, person, begins)
        for duty in coming(at.config, at.now, AHEAD)
    ):
        return False
    store.confirm(at.work.session, at.config.id, tier, person, begins, now=at.now, how=PAGE, by=at.by)
    return True


def ask(at: Acting, form: dict[str, str]) -> AskRow | tuple[Kind, ...]:
    """Ask for somebody to take the person's time; or what it would break for the one who is asked.

    With `insist` they are asked all the same. Raises Problem for a time that is not the person's.
    """
    tier, asked_of, person = form.get("tier", ""), form.get("asked_of") or None, at.somebody()
    start, end = _span(at, form)
    if not any(
        duty.person == person and duty.tier == tier and duty.start < end and start < duty.end
        for duty in coming(at.config, at.now, AHEAD)
    ):
        raise Problem("This time is not yours any more. Nobody was asked.")
    if asked_of is not None:
        if asked_of not in at.config.staff or asked_of == person:
            raise Problem("Choose a colleague, or everybody.")
        definition = rotas.newest(at.work.session, at.config.id) or {}
        around = known_around(at.work.session, at.config, start, end)
        found = breaks(at.config, definition, tier, asked_of, (start, end), around)
        if found and not form.get("insist"):
            return found
    wanted = Wanted(tier, start, end, SWAP, person, asked_of)
    return ask_for(at.work, at.config, wanted, by=at.by, now=at.now)


def ask_for_gap(at: Acting, form: dict[str, str]) -> AskRow:
    """Ask everybody who could to fill a gap. Raises Problem if the reader does not keep the rota."""
    if not at.keeps:
        raise Problem("Only whoever keeps the rota asks for gaps to be filled.")
    start, end = _span(at, form)
    tier = form.get("tier", "")
    if tier not in {each.name for each in at.config.rota.tiers}:
        raise Problem("There is no such tier.")
    return ask_for(at.work, at.config, Wanted(tier, start, end, GAP), by=at.by, now=at.now)


def say_ill(at: Acting, until: str) -> list[AskRow]:
    """The person is ill from now on; what was asked for them."""
    return ill(at.work, at.config, at.somebody(), moment(at.config, "until", until), by=at.by, now=at.now)


def do_take(at: Acting, ask_id: int, back: str) -> Taking:
    """Take it; with `back` (tier|start|end) for that time of one's own in return."""
    in_return = None
    if back:
        start, end, tier = [*back.split("|", 2), "", ""][:3]
        in_return = Back(tier, moment(at.config, "start", start), moment(at.config, "end", end))
        if not any(
            (duty.tier, duty.start, duty.end, duty.person)
            == (tier, in_return.start, in_return.end, at.person)
            for duty in coming(at.config, at.now, AHEAD)
        ):
            raise Problem("That time is not yours any more. Nothing was offered.")
    return take(at.work, at.config, ask_id, at.somebody(), now=at.now, how=PAGE, back=in_return, by=at.by)


def do_accept(at: Acting, ask_id: int) -> Taking:
    """Say yes to what was agreed."""
    row = store.ask(at.work.session, ask_id, to_change=True)
    if row is None or not (at.keeps or (row.waits_for == PERSON and row.person == at.person)):
        return Taking.NOT_YOURS
    return accept(at.work, at.config, row, by=at.by, now=at.now)


def do_refuse(at: Acting, ask_id: int) -> bool:
    """Withdraw what one asked, or say no; False for somebody whose it is not."""
    row = store.ask(at.work.session, ask_id, to_change=True)
    if row is None or not (at.keeps or at.person in (row.person, row.asked_of)):
        return False
    refuse(at.work, row, by=at.by, now=at.now)
    return True


def read_take_over(at: Acting, tier: str) -> TakeOver:
    """What it would do to take over a tier now."""
    return look(at.work, at.config, tier, at.somebody(), at.now)


def do_take_over(at: Acting, tier: str) -> datetime:
    """Take it over; until when."""
    return take_over(at.work, at.config, tier, at.somebody(), by=at.by, now=at.now)


def _span(at: Acting, form: dict[str, str]) -> tuple[datetime, datetime]:
    start, end = (moment(at.config, name, form.get(name, "")) for name in ("from", "until"))
    if end <= start or end <= at.now:
        raise Problem("The time must end after it begins, and not be past.")
    return start, end
