"""The line about a contact that was drawn for quality."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from oncall.access.guard import reader, require_role
from oncall.handover.entries import Entry
from oncall.handover.forms import WORDS
from oncall.handover.read_item import MAY_ACCEPT
from oncall.handover.review import Reviewing, drawn, review
from oncall.pages.forms import sentence
from oncall.wiring import wiring


def is_drawn(entry: Entry) -> bool:
    """For templates: whether a contact is shown as sampled."""
    return drawn(entry, wiring().settings.sample_one_in)


def review_it(handover_id: int, item_id: int, ref: str) -> ResponseReturnValue:
    """A lead says how a contact was handled."""
    require_role(*MAY_ACCEPT)
    outcome = review(item_id, ref, request.form.get("words", ""), reader(), wiring())
    if outcome is Reviewing.NOT_THERE:
        abort(404)
    flash(sentence(WORDS, outcome), "success" if outcome is Reviewing.REVIEWED else "")
    return redirect(url_for("handover.item", handover_id=handover_id, item_id=item_id), 303)
