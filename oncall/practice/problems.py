"""What went wrong on the network, in words for whoever is rehearsing."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Where a problem belongs."""

    UNEXPECTED = "unexpected"
    TWIML = "twiml"
    REST = "rest"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that the real network would have refused, or that a rehearsal did not foresee.

    `code` is the provider's number for it, or 0; `about` is a call, a message or an address.
    """

    kind: Kind
    says: str
    code: int = 0
    about: str = ""

    def __str__(self) -> str:
        number = f"{self.code} " if self.code else ""
        about = f" ({self.about})" if self.about else ""
        return f"{self.kind}: {number}{self.says}{about}"
