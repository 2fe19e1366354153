"""What can be wrong with triage content, in words for whoever writes it."""


class TriageError(Exception):
    """A protocol, an answer or a due rule cannot mean what was written. Its text is one plain sentence."""
