"""What we need of whoever sends e-mail, in our words; how it does it is its own file's matter."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


class MailError(Exception):
    """The server did not take the letter; its words are dropped, since they quote addresses. May pass.

    `code` is the server's number for what happened, if it gave one.
    """

    def __init__(self, code: int | None = None) -> None:
        super().__init__(f"mail server answered with code {code}")
        self.code = code


class MailRefused(MailError):  # noqa: N818  (the trade's word)
    """The server will never take this letter, or not for this address. Not worth trying again."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail. `key` names it for ever: sent a second time, the receiver's server knows it as the same.

    `words` are a sentence and a link; `subject` is about nobody.
    """

    key: str
    to: str = field(repr=False)
    subject: str
    words: str
    at: datetime


class Mail(Protocol):
    """All the service asks of a mail server. Never called inside a transaction."""

    def send(self, letter: Letter) -> None:
        """Send a letter. Raises MailRefused, or MailError for anything that may pass."""
        ...

    def look(self) -> None:
        """Reach the server and sign in, and send nothing. Raises MailError."""
        ...
