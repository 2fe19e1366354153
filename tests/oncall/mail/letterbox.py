"""A real mail server in this process: it keeps what it is given, and refuses what a test says."""

from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from ssl import SSLContext
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Letterbox:
    """What has come, and the answer to whom a letter is for (`answers`) and to the letter (`takes`)."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.encrypted: list[bool] = []
        self.signed_in: list[str] = []
        self.answers = "250 OK"
        self.takes = "250 OK"
        self.port = 0

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _: Any) -> str:  # noqa: N802
        """Whether there is such a box."""
        if self.answers.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answers

    async def handle_DATA(self, _server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """A letter is put in."""
        if self.takes.startswith("250"):
            letter = message_from_bytes(envelope.content, policy=policy.default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
            self.encrypted.append(session.ssl is not None)
        return self.takes

    def sign_in(self, _server: Any, _session: Any, _envelope: Any, _how: str, data: Any) -> AuthResult:
        """Anybody may, with the right word."""
        self.signed_in.append(data.login.decode())
        right = data.password == b"w:rd"
        return AuthResult(success=right, handled=False, message=None if right else "535 wrong")


class AnyPort(Controller):
    """A server on whichever port is free."""

    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def open_letterbox(**options: Any) -> Iterator[Letterbox]:
    """A server on a port of its own; options are aiosmtpd's for its conversations."""
    box = Letterbox()
    controller = AnyPort(box, hostname="127.0.0.1", port=0, authenticator=box.sign_in, **options)
    controller.start()
    try:
        box.port = controller.port
        yield box
    finally:
        controller.stop()


def encrypted(context: SSLContext) -> dict[str, Any]:
    """Options of a server that offers STARTTLS and signs nobody in without."""
    return {"tls_context": context, "auth_require_tls": True}
