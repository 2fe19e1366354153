"""A handover on paper: the print view, and the same as a PDF."""

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from oncall.access.guard import reader, require_role
from oncall.handover.disclose import keep_copy
from oncall.handover.document import Document, document
from oncall.handover.forms import WORDS
from oncall.handover.read_item import MAY_ACCEPT
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
        flash(sentence(WORDS, f"paper_{made}"))
        return redirect(url_for("handover.show", handover_id=handover_id), 303)
    keep_copy(found, request.form.get("key", ""), reader(), wiring())
    response = Response(made, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="handover-{handover_id}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _found(handover_id: int) -> Document:
    return document(handover_id, reader(), wiring()) or abort(404)


def _markup(found: Document) -> str:
    return render_template("handover/paper.html", document=found, reader=reader(), now=wiring().now())
