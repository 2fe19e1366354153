"""What is said when no service speaks: about a call we do not know, to a number that is nobody's."""

from oncall.service.spoken import Spoken, plainly, spoken

__all__ = ["Spoken", "apology", "not_in_service", "spoken"]


def apology() -> Spoken:
    """For a request about a call we do not know: kind words, 999, and the end of the call."""
    return plainly("calls/apology")


def not_in_service() -> Spoken:
    """For a number that belongs to no service."""
    return plainly("calls/not_in_service")
