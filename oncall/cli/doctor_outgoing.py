"""What `oncall doctor` says of how a handover leaves: on paper and by e-mail. Neither stops a call."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from oncall.db.outbox import parked_since
from oncall.mail.chosen import make_mail
from oncall.mail.gateway import MailError
from oncall.mail.notify import Unsuitable
from oncall.paper.make import missing_libraries
from oncall.service.findings import Finding, ok, warning
from oncall.settings import Settings, variable

NONE = "none is sent, staff are texted and rung"
PAIRS = (
    ("smtp_url", "mail_from"),
    ("mail_from", "smtp_url"),
    ("notify_api_key", "notify_template_id"),
    ("notify_template_id", "notify_api_key"),
)
"""The first is of no use without the second."""
NOTIFY_CODES = {
    400: ": see ONCALL_NOTIFY_TEMPLATE_ID",
    403: ": see ONCALL_NOTIFY_API_KEY, and whether the clock of this machine is right",
    404: ": it has no template of ONCALL_NOTIFY_TEMPLATE_ID",
}
LETTERS = ("handover_letter", "text_letter")
LOOKED_BACK = timedelta(days=7)


def examine_paper() -> Finding:
    """Whether a handover can be made into a PDF here."""
    if missing := missing_libraries():
        return warning("pdf", f"cannot be made, only printed: install {' '.join(missing)}")
    return ok("pdf", "can be made of a handover")


def examine_mail(settings: Settings, now: Callable[[], datetime]) -> Finding:
    """Whether whoever sends e-mail takes us; without one everybody is texted and rung."""
    mail = make_mail(settings, now)
    missing = next((two for one, two in PAIRS if _half(settings, one, two)), None)
    if mail is None and missing is None:
        return ok(
            "e-mail",
            "none is sent, staff are texted and rung; see ONCALL_SMTP_URL, ONCALL_MAIL_FROM"
            " or ONCALL_NOTIFY_API_KEY, ONCALL_NOTIFY_TEMPLATE_ID",
        )
    if mail is None:
        return warning("e-mail", f"{NONE}: {variable(missing or '')} is not set")
    by_notify = settings.smtp_url is None
    try:
        mail.look()
    except MailError as error:
        return warning("e-mail", f"{NONE}: {_notify_says(error) if by_notify else _server_says(error)}")
    return ok("e-mail", "is sent by GOV.UK Notify" if by_notify else f"is sent from {settings.mail_from}")


def examine_letters(session: Session, now: datetime) -> Iterator[Finding]:
    """Letters of the last week that were given up, by why; whom they were for has been texted."""
    for reason, count in parked_since(session, LETTERS, now - LOOKED_BACK).items():
        yield warning("e-mail", f"{count} letter{'s' * (count > 1)} of the last week given up: {reason}")


def _half(settings: Settings, one: str, two: str) -> bool:
    return getattr(settings, one) is not None and getattr(settings, two) is None


def _server_says(error: MailError) -> str:
    why = f"answers with code {error.code}" if error.code else "cannot be reached over a safe line"
    return f"the mail server {why}"


def _notify_says(error: MailError) -> str:
    if isinstance(error, Unsuitable):
        return "the template at GOV.UK Notify is none of an e-mail, or has no ((words)) in its message"
    if error.code is None:
        return "GOV.UK Notify cannot be reached"
    why = NOTIFY_CODES.get(error.code, "")
    return f"GOV.UK Notify answers with code {error.code}{why}"
