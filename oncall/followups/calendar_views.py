"""The page of proclaimed days and closures, and of the follow-ups that these would move."""

import secrets

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from oncall.access.guard import reader
from oncall.followups.calendar_changed import Keeping, add_day, end_day, move_all, read_calendar
from oncall.followups.changing import Step
from oncall.followups.forms import WORDS
from oncall.pages.forms import sentence
from oncall.service.tables import DayKind
from oncall.wiring import wiring

MOST = 500


def calendar() -> str:
    """The days, and what would move."""
    found = read_calendar(reader(), wiring())
    return render_template(
        "followups/calendar.html", calendar=found, kinds=DayKind, key=secrets.token_urlsafe(9)
    )


def day_added() -> ResponseReturnValue:
    """Keep a day."""
    given = [request.form.get(name, "") for name in ("service", "day", "kind", "name")]
    return _told(add_day(given[0], given[1], given[2], given[3], reader(), wiring()))


def day_ended(day_id: int) -> ResponseReturnValue:
    """Take one off."""
    return _told(end_day(day_id, reader(), wiring()))


def moved() -> ResponseReturnValue:
    """Move those that were sent: each says which version of it was seen."""
    key, who = request.form.get("key", "")[:40], reader()
    steps = []
    for sent in request.form.getlist("move")[:MOST]:
        number, _, version = sent.partition(":")
        if number.isdecimal() and version.isdecimal() and len(sent) < 30:
            steps.append(Step(int(number), f"move:{key}", int(version), who))
    done, left = move_all(steps, wiring())
    flash(sentence(WORDS, "moved_all", done=done, left=left), "success" if done else "")
    return redirect(url_for("follow_ups.calendar"), 303)


def _told(outcome: Keeping) -> ResponseReturnValue:
    if outcome is Keeping.MAY_NOT:
        abort(403)
    done = outcome in (Keeping.DAY_ADDED, Keeping.DAY_ENDED)
    flash(sentence(WORDS, outcome), "success" if done else "")
    return redirect(url_for("follow_ups.calendar"), 303)
