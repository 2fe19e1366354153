"""E-mail by SMTP: encrypted wherever the server can, and never a password over an open line."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import SplitResult, unquote, urlsplit

from oncall.mail.gateway import Letter, MailError, MailRefused

SECONDS = 3
"""For each step of a conversation: a worker that waits for a mail server does nothing else."""
PORTS = {"smtp": 25, "smtps": 465}
SUBMISSION = 587
FOR_EVER = 500
LOOPBACK = ("localhost", "127.0.0.1", "::1")


class SmtpMail:
    """The server of an `ONCALL_SMTP_URL`; `sender` is the address that letters come from."""

    def __init__(self, url: str, sender: str) -> None:
        self._server: SplitResult = urlsplit(url)
        self._sender = sender

    def send(self, letter: Letter) -> None:
        """Send a letter; the same one twice has the same Message-ID. Raises MailRefused or MailError."""
        message = _message(letter, self._sender)
        with self._signed_in() as server:
            server.send_message(message, from_addr=self._sender, to_addrs=[letter.to])

    def look(self) -> None:
        """Reach the server and sign in. Raises MailError."""
        with self._signed_in() as server:
            server.noop()

    @contextmanager
    def _signed_in(self) -> Iterator[smtplib.SMTP]:
        """A conversation with the server; its errors are made ours, without the addresses they quote."""
        try:
            with self._connect() as server:
                if self._server.scheme == "smtp" and _offers_encryption(server):
                    server.starttls(context=ssl.create_default_context())
                    server.ehlo()
                if self._server.username:
                    self._sign_in(server)
                yield server
        except (smtplib.SMTPException, OSError) as error:
            raise _our_error(error) from None

    def _connect(self) -> smtplib.SMTP:
        host, user = self._server.hostname or "", self._server.username
        usual = SUBMISSION if user and self._server.scheme == "smtp" else PORTS[self._server.scheme]
        port = self._server.port or usual
        if self._server.scheme == "smtps":
            return smtplib.SMTP_SSL(host, port, timeout=SECONDS, context=ssl.create_default_context())
        return smtplib.SMTP(host, port, timeout=SECONDS)

    def _sign_in(self, server: smtplib.SMTP) -> None:
        open_line = not isinstance(server.sock, ssl.SSLSocket)
        if open_line and self._server.hostname not in LOOPBACK:
            raise MailError
        server.login(unquote(self._server.username or ""), unquote(self._server.password or ""))


def _offers_encryption(server: smtplib.SMTP) -> bool:
    server.ehlo()
    return server.has_extn("starttls")


def _message(letter: Letter, sender: str) -> EmailMessage:
    """The letter as it travels; no machine answers it."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, letter.to, letter.subject
    message["Date"] = format_datetime(letter.at)
    message["Message-ID"] = f"<{letter.key}@{sender.rpartition('@')[2].rstrip('>')}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.words)
    return message


def _our_error(error: Exception) -> MailError:
    """5xx about the letter or its receiver is for ever; about a password or the line it may be mended."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        [(refused, _)] = error.recipients.values()
        return (MailRefused if refused >= FOR_EVER else MailError)(refused)
    code: int | None = getattr(error, "smtp_code", None)
    if isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= FOR_EVER:
        return MailRefused(code)
    return MailError(code)
