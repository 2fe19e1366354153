"""Which way e-mail goes, by what an operator has set."""

from collections.abc import Callable
from datetime import datetime

from oncall.mail.gateway import Mail
from oncall.mail.notify import NotifyMail
from oncall.mail.smtp import SmtpMail
from oncall.settings import Settings


def make_mail(settings: Settings, now: Callable[[], datetime]) -> Mail | None:
    """The sender that is set, whole; None without one. `Settings.from_env` sees that it is not both."""
    if settings.smtp_url is not None and settings.mail_from is not None:
        return SmtpMail(settings.smtp_url, settings.mail_from)
    if settings.notify_api_key is not None and settings.notify_template_id is not None:
        key = settings.notify_api_key.get_secret_value()
        return NotifyMail(key, settings.notify_template_id, now, settings.notify_api_url)
    return None
