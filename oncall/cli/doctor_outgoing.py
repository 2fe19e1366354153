"""What `oncall doctor` says of how a handover leaves: on paper and by e-mail. Neither stops a call."""

from oncall.mail.gateway import MailError
from oncall.mail.smtp import SmtpMail
from oncall.paper.make import missing_libraries
from oncall.service.findings import Finding, ok, warning
from oncall.settings import Settings, variable


def examine_paper() -> Finding:
    """Whether a handover can be made into a PDF here."""
    if missing := missing_libraries():
        return warning("pdf", f"cannot be made, only printed: install {' '.join(missing)}")
    return ok("pdf", "can be made of a handover")


def examine_mail(settings: Settings) -> Finding:
    """Whether the mail server takes us; without one everybody is texted and rung."""
    if settings.smtp_url is None and settings.mail_from is None:
        return ok("e-mail", "none is sent, staff are texted and rung; see ONCALL_SMTP_URL, ONCALL_MAIL_FROM")
    if settings.smtp_url is None or settings.mail_from is None:
        missing = "smtp_url" if settings.smtp_url is None else "mail_from"
        return warning("e-mail", f"none is sent, staff are texted and rung: {variable(missing)} is not set")
    try:
        SmtpMail(settings.smtp_url, settings.mail_from).look()
    except MailError as error:
        why = f"answers with code {error.code}" if error.code else "cannot be reached over a safe line"
        return warning("e-mail", f"none is sent, staff are texted and rung: the mail server {why}")
    return ok("e-mail", f"is sent from {settings.mail_from}")
