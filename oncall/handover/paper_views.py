"""A handover on paper, or one item of it: the print view, and the same as a PDF."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from oncall.access.guard import reader, require_role
from oncall.handover.disclose import Form, keep_copy, keep_taken_out
from oncall.handover.document import Document, document
from oncall.handover.forms import WORDS
from oncall.handover.item_views import require_may_take
from oncall.handover.read_item import MAY_ACCEPT, Opened, open_item
from oncall.pages.forms import sentence
from oncall.paper.make import NoPaper, make_pdf
from oncall.wiring import wiring


def print_view(handover_id: int) -> str:
    """The whole handover on one plain page, as its reader may see it."""
    return _markup(_found(handover_id))


def pdf(handover_id: int) -> ResponseReturnValue:
    """The same as a PDF, which nobody keeps here; the name of the file says nothing of what is in it."""
    require_role(*MAY_ACCEPT)
    found = _found(handover_id)
    made = make_pdf(_markup(found))
    if isinstance(made, NoPaper):
        return _sorry(made, url_for("handover.show", handover_id=handover_id))
    keep_copy(found, request.form.get("key", ""), reader(), wiring())
    return _file(made, f"handover-{handover_id}.pdf")


def item_print(handover_id: int, item_id: int) -> str:
    """One item alone on a plain page, for whoever takes it on."""
    require_may_take(handover_id, item_id)
    return _item_markup(_opened(handover_id, item_id))


def item_pdf(handover_id: int, item_id: int) -> ResponseReturnValue:
    """The same as a PDF: like every other file of an item, a disclosure."""
    require_may_take(handover_id, item_id)
    made = make_pdf(_item_markup(_opened(handover_id, item_id)))
    if isinstance(made, NoPaper):
        return _sorry(made, url_for("handover.item", handover_id=handover_id, item_id=item_id))
    if keep_taken_out(item_id, Form.PDF, request.form.get("key", ""), reader(), wiring()) is None:
        abort(404)
    return _file(made, f"handover-{handover_id}-{item_id}.pdf")


def _sorry(why: NoPaper, back: str) -> ResponseReturnValue:
    flash(sentence(WORDS, f"paper_{why}"))
    return redirect(back, 303)


def _file(made: bytes, name: str) -> Response:
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _found(handover_id: int) -> Document:
    return document(handover_id, reader(), wiring()) or abort(404)


def _opened(handover_id: int, item_id: int) -> Opened:
    return open_item(handover_id, item_id, reader(), wiring()) or abort(404)


def _markup(found: Document) -> str:
    return render_template("handover/paper.html", document=found, reader=reader(), now=wiring().now())


def _item_markup(opened: Opened) -> str:
    return render_template("handover/paper_item.html", opened=opened, reader=reader(), now=wiring().now())
