"""Who is reading a page."""

from oncall.access.guard import person_here
from oncall.access.store import Person


def reader() -> Person:
    """Whoever is signed in; for views behind a guard, where nobody else comes."""
    person = person_here()
    assert person is not None
    return person
