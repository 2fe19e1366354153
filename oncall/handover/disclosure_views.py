"""An item as a file for the council's system, and that it has arrived there."""

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from oncall.access.guard import reader
from oncall.handover.disclose import Confirming, Form, confirm_sent, disclose
from oncall.handover.forms import WORDS
from oncall.handover.item_views import require_may_take
from oncall.pages.forms import sentence
from oncall.wiring import wiring

TYPES = {Form.CSV: "text/csv", Form.JSON: "application/json"}


def export(handover_id: int, item_id: int, form: str) -> Response:
    """The file; its name says which item it is of, and nothing of what is in it."""
    require_may_take(handover_id, item_id)
    wanted = Form(form)
    written = disclose(item_id, wanted, request.form.get("key", ""), reader(), wiring())
    if written is None:
        abort(404)
    response = Response(written, mimetype=TYPES[wanted])
    response.headers["Content-Disposition"] = (
        f'attachment; filename="handover-{handover_id}-{item_id}.{form}"'
    )
    return response


def sent(handover_id: int, item_id: int, disclosure_id: int) -> ResponseReturnValue:
    """It is in the council's record."""
    require_may_take(handover_id, item_id)
    outcome = confirm_sent(item_id, disclosure_id, request.form.get("reference", ""), reader(), wiring())
    if outcome is Confirming.NOT_THERE:
        abort(404)
    flash(sentence(WORDS, outcome), "success" if outcome is Confirming.SENT else "")
    return redirect(url_for("handover.item", handover_id=handover_id, item_id=item_id), 303)
