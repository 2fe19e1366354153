"""E-mail about a handover: that it waits, and where; never what is in it. What cannot be sent is texted."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import structlog

from oncall.db import outbox
from oncall.db.outbox import MOST_TRIES, Errand
from oncall.db.unit_of_work import UnitOfWork
from oncall.followups.away import leads_here
from oncall.handover import store
from oncall.handover.kept_close import who_take_on
from oncall.handover.tables import HandoverItemRow, HandoverRow
from oncall.handover.tell import Why, concerns, tell
from oncall.mail.gateway import Letter, MailError, MailRefused
from oncall.service.config import ServiceConfig
from oncall.service.store import config_of
from oncall.wiring import Wiring
from oncall.words import say, say_lines

log = structlog.get_logger(__name__)


def write(
    work: UnitOfWork, row: HandoverRow, why: Why, staff: Iterable[str], once: str, now: datetime
) -> None:
    """Have people written to; `once` names the occasion, of which nobody is told twice."""
    for person in staff:
        key = f"handover_letter:{row.id}:{why}:{once}:{person}"
        outbox.put(work, "handover_letter", key, now=now, subject=f"{row.id}:{why}:{once}:{person}")


def write_to_readers(work: UnitOfWork, row: HandoverRow, config: ServiceConfig, now: datetime) -> None:
    """A handover has been signed: tell whoever reads it back. Signed anew, it is told anew."""
    write(work, row, Why.READ, leads_here(config, now), f"signing-{row.signing}", now)


def write_to_few(
    work: UnitOfWork, row: HandoverRow, close: Sequence[HandoverItemRow], once: str, now: datetime
) -> None:
    """Tell whoever may take on what is kept close that it waits, by text and by letter."""
    few = who_take_on(work, row, close)
    tell(work, row, Why.PART, few, once, now)
    write(work, row, Why.PART, few, once, now)


def send_letter(errand: Errand, w: Wiring) -> None:
    """Write to somebody about a handover, if it still concerns them. Raises MailError.

    Whom no letter reaches is texted instead: once at the last try, or when the server refuses it for ever.
    """
    if w.mail is None:
        return
    letter = _letter(errand, w)
    if letter is None:
        return
    try:
        w.mail.send(letter)
    except MailError as error:
        if isinstance(error, MailRefused) or errand.tries >= MOST_TRIES:
            log.warning("letter_not_sent", outbox_id=errand.id, code=error.code)
            _text_instead(errand, w)
        raise


def _letter(errand: Errand, w: Wiring) -> Letter | None:
    handover_id, why, _once, person = (errand.subject or "0:::").split(":", 3)
    with w.unit_of_work() as work:
        row = store.by_id(work.session, int(handover_id))
        if row is None or not concerns(row, Why(why)):
            return None
        config = config_of(w.config_cache, work.session, row.service_id)
    member = config.staff.get(person)
    if member is None or member.email is None:
        return None
    link = f"{w.addresses.public}/handover/{row.id}"
    return Letter(
        key=f"letter-{errand.id}",
        to=member.email,
        subject=say("handover/letter_subject", why=why),
        words=say_lines("handover/letter", why=why, link=link),
        at=w.now(),
    )


def _text_instead(errand: Errand, w: Wiring) -> None:
    handover_id, why, once, person = (errand.subject or "0:::").split(":", 3)
    with w.unit_of_work() as work:
        row = store.by_id(work.session, int(handover_id))
        if row is not None:
            tell(work, row, Why(why), [person], once, w.now())
