"""Who looked at which record: a page about one, or a form sent, leaves an entry in the audit chain."""

import structlog
from flask import Flask, Response, g, request

from oncall.access import audit_store
from oncall.access.audit_store import Entry
from oncall.access.store import Person
from oncall.wiring import wiring

log = structlog.get_logger(__name__)


def set_up(app: Flask) -> None:
    """Have `app` write down, after each answer, who was answered about what."""
    app.after_request(_write_down)


def _write_down(answer: Response) -> Response:
    """Only what a person asked of a record, or sent: no page that keeps itself fresh, no asset, no webhook.

    An entry that cannot be written is an error in the log; the answer goes out all the same, for somebody may
    be waiting on a telephone.
    """
    person: Person | None = g.get("signed_in")
    about = bool(request.view_args) or request.method == "POST"
    if person is None or not about or "HX-Request" in request.headers:
        return answer
    subject = " ".join(f"{name}={value}" for name, value in sorted((request.view_args or {}).items()))
    entry = Entry(person.user_id, request.endpoint or "", subject, answer.status_code)
    w = wiring()
    try:
        with w.unit_of_work() as work:
            audit_store.append(work.session, entry, w.now())
    except Exception:
        log.exception("audit_not_written", endpoint=request.endpoint)
    return answer
