"""What we tell the person who can mend it."""


class Problem(Exception):  # noqa: N818  (it is a sentence for a reader, not a programming error)
    """Something went wrong that a reader can do something about.

    Its text is one plain sentence; the command line prints it and exits 1, a page shows it.
    It never holds a name, a number or a message.
    """
